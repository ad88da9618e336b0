"""Pages of dialogues: every one goes through room.py."""
