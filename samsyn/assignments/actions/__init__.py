"""What changes posts, assignments, dialogues and logs, by noun."""
