"""What is read of posts, assignments, dialogues and logs, by noun."""
