"""A made-up nation to measure on: as many organisers, schools, people and assignments as Sweden has. Rows only: they
are written by home/actions/national.py."""
