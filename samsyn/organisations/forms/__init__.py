"""What people write about organisations, people and files, by noun."""
