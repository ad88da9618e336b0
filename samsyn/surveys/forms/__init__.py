"""What a person writes about surveys, by noun."""

from samsyn.surveys.forms.results import AS_ASKED, BY_SIZE, CompareForm, GroupForm, GroupingForm

__all__ = ["AS_ASKED", "BY_SIZE", "CompareForm", "GroupForm", "GroupingForm"]
