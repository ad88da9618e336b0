"""The pages that are answered, as HTML. What does not vary is made once in each process: see asked.py."""

from samsyn.surveys.answering_pages.asked import Asked, render_section

__all__ = ["Asked", "render_section"]
