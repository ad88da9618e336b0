"""The school year: which one a day lies in, and how it is said."""

from datetime import date

FIRST_MONTH = 7
JUNE, SEPTEMBER = 6, 9


def year_of(day: date) -> int:
    """The calendar year in which the day's school year began; July belongs to the year that comes."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def said_year(year: int) -> str:
    """2026 is said 2026/27."""
    return f"{year}/{(year + 1) % 100:02d}"


def year_to_begin(today: date) -> int:
    """The school year somebody begins now: from June on it is the coming one."""
    return today.year if today.month >= JUNE else today.year - 1


def is_time_to_begin(today: date) -> bool:
    """From June to September the start page says that the year can be begun."""
    return JUNE <= today.month <= SEPTEMBER
