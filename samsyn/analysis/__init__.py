"""Pure functions on polars frames, without Django: what a researcher imports in a notebook.

Start with `docs/analysis.md`. Public docstrings give shapes, units, errors and sources.
"""
