"""Pages of posts, assignments, dialogues and logs, by noun."""
