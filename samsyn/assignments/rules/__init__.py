"""Whether something may be done with posts, assignments, dialogues and logs, by the matter itself."""
