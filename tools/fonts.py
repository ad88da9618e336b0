"""Static TTF instances of the typeface, for PDF and charts: typst and vl-convert read neither woff2 nor a weight axis."""

from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "frontend/node_modules/@fontsource-variable/atkinson-hyperlegible-next/files"
TARGET = ROOT / "samsyn/static/built/ttf"
FAMILY = "Atkinson Hyperlegible Next"
FILE_STEM = "AtkinsonHyperlegibleNext"

# style of the source file, weight on its axis, name of the instance
INSTANCES = (
    ("normal", 400, "Regular"),
    ("italic", 400, "Italic"),
    ("normal", 600, "SemiBold"),
    ("normal", 700, "Bold"),
    ("italic", 700, "BoldItalic"),
)


def write_fonts() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for style, weight, name in INSTANCES:
        font = TTFont(SOURCE / f"atkinson-hyperlegible-next-latin-wght-{style}.woff2")
        font = instantiateVariableFont(font, {"wght": weight})
        font.flavor = None
        rename(font, weight, name)
        # Whoever reads meanwhile meets the old one or the new.
        part = TARGET / f"{FILE_STEM}-{name}.part"
        font.save(part)
        part.replace(part.with_suffix(".ttf"))


def rename(font: TTFont, weight: int, name: str) -> None:
    """Makes the instances one family: typst and vl-convert choose by family name, weight class and style bits."""
    bold, italic = weight == 700, "Italic" in name
    legacy = name if name in {"Regular", "Italic", "Bold", "BoldItalic"} else "Regular"
    names = font["name"]
    family = FAMILY if legacy == name else f"{FAMILY} {name}"
    style = legacy.replace("BoldItalic", "Bold Italic")
    full = f"{FAMILY} {name.replace('BoldItalic', 'Bold Italic')}"
    words = {
        1: family,
        2: style,
        4: full,
        6: f"{FILE_STEM}-{name}",
        16: FAMILY,
        17: name.replace("BoldItalic", "Bold Italic"),
    }
    for name_id in (21, 22, 25):
        names.removeNames(nameID=name_id)
    for name_id, text in words.items():
        names.setName(text, name_id, 3, 1, 0x409)
        names.removeNames(nameID=name_id, platformID=1)
    font["OS/2"].usWeightClass = weight
    regular = not bold and not italic
    font["OS/2"].fsSelection = (
        (font["OS/2"].fsSelection & ~0b1100001) | italic | bold << 5 | regular << 6
    )
    font["head"].macStyle = int(bold) | italic << 1
    if "STAT" in font:
        del font["STAT"]


if __name__ == "__main__":
    write_fonts()
