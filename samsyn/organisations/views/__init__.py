"""Pages of organisations, people and files on their way in, by noun."""
