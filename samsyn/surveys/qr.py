"""An address as a QR code, to be put up on a wall or shown in a lecture hall."""

import io

import segno

# Read also when a corner is torn off.
ERROR = "m"


def as_svg(address: str) -> bytes:
    file = io.BytesIO()
    segno.make(address, error=ERROR, micro=False).save(
        file, kind="svg", scale=8, border=4, svgclass=None, lineclass=None
    )
    return file.getvalue()


def as_png(address: str) -> bytes:
    """Black on white in any theme: readers want it so."""
    file = io.BytesIO()
    segno.make(address, error=ERROR, micro=False).save(file, kind="png", scale=16, border=4)
    return file.getvalue()
