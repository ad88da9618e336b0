"""Fills an empty demo: a made-up region, its schools and people, and the 2014 survey with its report."""


def fill() -> None:
    """Through the product's own imports and actions, so that the demo is what a real region would be."""
