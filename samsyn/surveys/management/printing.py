"""How the commands say what is wrong in a file."""

from collections.abc import Iterable

from samsyn.surveys.faults import Fault


def print_faults(faults: Iterable[Fault], more: int = 0) -> str:
    lines = ["Nothing was read in."]
    for fault in faults:
        place = [f"row {fault.row}"] if fault.row else []
        place += [fault.column] if fault.column else []
        value = f" ({fault.value})" if fault.value else ""
        lines.append(f"{', '.join(place) or 'file'}: {fault.sentence}{value}")
    if more > 0:
        lines.append(f"... and {more} more.")
    return "\n".join(lines)
