"""A closed round's answers as files, a row each: what may stand in the rows, and the formats they are written in.

docs/exports.md says what is left out of them and why, and what remains possible.
"""
