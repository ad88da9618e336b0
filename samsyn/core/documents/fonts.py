"""The typeface that documents embed: built beside the web's, as static instances."""

from pathlib import Path

import samsyn

FAMILY = "Atkinson Hyperlegible Next"
FILE_STEM = "AtkinsonHyperlegibleNext"
FONTS = Path(samsyn.__file__).parent / "static/built/ttf"
