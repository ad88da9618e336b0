"""What people write about posts, assignments, dialogues and logs, by noun."""
