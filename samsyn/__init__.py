"""Samsyn: the working place of networks of career teachers."""

__version__ = "0.1.0"
