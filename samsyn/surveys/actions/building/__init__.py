"""Surveys are made, built step by step, corrected and carried on in a new version."""

from samsyn.surveys.actions.building.editing import Read, change_questionnaire, undo
from samsyn.surveys.actions.building.making import make_survey, make_version

__all__ = ["Read", "change_questionnaire", "make_survey", "make_version", "undo"]
