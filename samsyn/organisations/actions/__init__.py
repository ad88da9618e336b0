"""What changes organisations, people and files on their way in, by noun."""
