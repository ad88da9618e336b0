"""Translations: `python -m tools.messages update [app…] | compile | check`.

Each app has its own catalogue, the project's templates have samsyn/locale. `update` needs gettext's xgettext and
msgmerge; `compile` does not, so that neither the demo nor the wheel needs them.
"""

import os
import subprocess
import sys
from pathlib import Path

import polib
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "samsyn"
LANGUAGE = "sv"


def catalogues() -> list[Path]:
    return sorted(PACKAGE.glob(f"**/locale/{LANGUAGE}/LC_MESSAGES/django.po"))


def folders(names: list[str]) -> list[Path]:
    """The folders to extract from: apps, or the package itself for its project-level templates."""
    apps = sorted(path.parent for path in PACKAGE.glob("*/apps.py"))
    return [app for app in (*apps, PACKAGE) if not names or app.name in names]


def update(names: list[str]) -> None:
    for folder in folders(names):
        (folder / "locale").mkdir(exist_ok=True)
        ignore = ["tests/*", "locale/*"]
        if folder == PACKAGE:
            ignore += [f"{app.name}/*" for app in folders([]) if app != PACKAGE] + ["static/*"]
        command = [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "-l",
            LANGUAGE,
            "--no-location",
            "--no-wrap",
            "--no-obsolete",
        ]
        for pattern in ignore:
            command += ["--ignore", pattern]
        # An app may have a module that is called like one of Python's own: its folder is not on the path.
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "", "PYTHONSAFEPATH": "1"}
        subprocess.run(command, cwd=folder, check=True, env=env)
        _steady_header(folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po")


def _steady_header(path: Path) -> None:
    """Without dates and names, so that a catalogue changes only when its texts do."""
    if not path.exists():
        return
    catalogue = polib.pofile(str(path), wrapwidth=0)
    catalogue.header = ""
    catalogue.metadata = {
        "Language": LANGUAGE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    catalogue.metadata_is_fuzzy = False
    catalogue.save()


def compile_all() -> None:
    for path in catalogues():
        with path.open("rb") as source:
            catalogue = read_po(source, locale=LANGUAGE)
        # Whoever reads meanwhile meets the old one or the new.
        part = path.with_suffix(".part")
        with part.open("wb") as target:
            write_mo(target, catalogue)
        part.replace(path.with_suffix(".mo"))


def problems(path: Path) -> list[str]:
    """What is missing, doubtful or translated otherwise elsewhere."""
    name = path.relative_to(PACKAGE).as_posix()
    catalogue = polib.pofile(str(path))
    return [f"{name}: not translated: {e.msgid}" for e in catalogue.untranslated_entries()] + [
        f"{name}: fuzzy: {e.msgid}" for e in catalogue.fuzzy_entries()
    ]


def disagreements() -> list[str]:
    """The same source text must say the same in every app: Django's catalogues are one when the program runs."""
    said: dict[tuple[str, str], tuple[str, str]] = {}
    found = []
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            key, text = (entry.msgctxt or "", entry.msgid), entry.msgstr or str(entry.msgstr_plural)
            other, where = said.setdefault(key, (text, path.parts[-5]))
            if other != text:
                found.append(
                    f"“{entry.msgid}” is “{other}” in {where} and “{text}” in {path.parts[-5]}"
                )
    return found


def texts(path: Path) -> dict[tuple[str, str], str]:
    """What a catalogue says, whatever its order: moving code is no change of its texts."""
    return {
        (e.msgctxt or "", e.msgid): e.msgstr or str(e.msgstr_plural)
        for e in polib.pofile(str(path))
    }


def check() -> int:
    """Extract anew and compare: a text without its translation, or a catalogue not updated, is an error. Changes nothing."""
    before = {path: path.read_text() for path in catalogues()}
    said = {path: texts(path) for path in before}
    update([])
    found = [line for path in catalogues() for line in problems(path)] + disagreements()
    found += [
        f"{path.relative_to(PACKAGE)}: not up to date"
        for path in catalogues()
        if said.get(path) != texts(path)
    ]
    for path, text in before.items():
        path.write_text(text)
    print("\n".join(found) or "Translations: complete.")
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    verb, names = arguments[0], arguments[1:]
    if verb == "check":
        return check()
    if verb == "update":
        update(names)
    else:
        compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
