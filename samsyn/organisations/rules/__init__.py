"""What the matter itself allows, by noun."""
