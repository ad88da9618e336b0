"""Whether a demo's folder holds this Samsyn's demo, a former one's, or nothing yet."""

from pathlib import Path

from samsyn.home.demo.folder import is_filled, mark_filled


def test_folder_is_filled_once_it_is_marked(tmp_path: Path) -> None:
    assert not is_filled(tmp_path)

    mark_filled(tmp_path)

    assert is_filled(tmp_path)


def test_folder_of_an_earlier_samsyn_is_filled_anew(tmp_path: Path) -> None:
    (tmp_path / "filled").touch()

    assert not is_filled(tmp_path)
