"""Surveys from LimeSurvey and back: structure files (.lss) and the answers it exports (docs/limesurvey.md). Pure.

What cannot be carried over is said, question by question; nothing is lost in silence.
"""

from samsyn.surveys.limesurvey.archive import Archive, read_archive
from samsyn.surveys.limesurvey.notes import Note
from samsyn.surveys.limesurvey.reading import read_lss
from samsyn.surveys.limesurvey.writing import write_lss

__all__ = ["Archive", "Note", "read_archive", "read_lss", "write_lss"]
