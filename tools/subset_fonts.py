"""Make the bundled fonts from the full ones: `python tools/subset_fonts.py FONTS SERIF --unihan FILE`.

Run once, when the fonts change; the results are committed. Both inputs come from package registries:

    npm pack @expo-google-fonts/noto-sans-sc@0.4.3 && tar xzf *.tgz          FONTS is the unpacked `package/`
    npm pack @expo-google-fonts/noto-serif-sc@0.4.3 && tar xzf *.tgz         SERIF likewise
    apt-get install unicode-data       FILE is /usr/share/unicode/Unihan_OtherMappings.txt.bz2 (Unicode 15.0)

Why these characters: GB2312 is what every Chinese input method offers, the Table of General Standard
Chinese Characters (通用规范汉字表, 8,105 characters, `kTGH` in Unihan) is what a county may use in its
place names and people's names, and the symbol ranges are what a statistical table needs. The same inputs
give the same bytes.
"""

import argparse
import bz2
import re
import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
PRINT_FONTS = ROOT / "src/planbook/show/fonts"  # pictures and PDF: TrueType, both weights
SERIF_FONTS = ROOT / "src/planbook/formats/typst/fonts"  # an official document: PDF alone
WEB_FONTS = ROOT / "src/planbook/book/static/fonts"  # the page's last resort: WOFF2, one weight

SYMBOL_RANGES = (
    (0x0020, 0x024F),  # Latin, with the accents of pinyin
    (0x0370, 0x03FF),  # Greek
    (0x2000, 0x206F),  # spaces, dashes, quotation marks, per mille
    (0x2070, 0x209F),  # super- and subscripts
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x214F),  # ℃, №
    (0x2150, 0x218F),  # fractions, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2460, 0x24FF),  # circled numbers
    (0x25A0, 0x26FF),  # shapes, stars
    (0x2700, 0x27BF),  # ticks and crosses
    (0x3000, 0x303F),  # CJK punctuation
    (0x3220, 0x3243),  # ㈠
    (0x3280, 0x32B0),  # ㊀
    (0x3380, 0x33DF),  # squared units: ㎡, ㎞
    (0xFE30, 0xFE4F),  # vertical forms of the punctuation
    (0xFF01, 0xFF5E),  # full-width forms
    (0xFFE0, 0xFFE6),  # full-width currencies
)

# NOTE Noto Sans SC lacks the spaces that align numbers: code point → the character it is as wide as.
ADDED_SPACES = {0x2007: "0", 0x2008: "."}

# Punctuation whose ink fills the right half (opening), the left half (closing).
HALVES = ("（《〈「『【〔“‘", "、。，；：？！）》〉」』】〕”’")


def wanted_characters(unihan: Path) -> set[int]:
    """Code points to keep; those the font lacks are dropped by the subsetter."""
    text = bz2.decompress(unihan.read_bytes()).decode("utf-8")
    standard = {int(code, 16) for code in re.findall(r"^U\+([0-9A-F]+)\tkTGH", text, re.M)}
    if len(standard) != 8105:
        raise SystemExit(f"{unihan}: got {len(standard)} characters marked kTGH, expected 8105")
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    gb2312 = {ord(char) for pair in pairs for char in pair.decode("gb2312", "ignore")}
    symbols = {code for first, last in SYMBOL_RANGES for code in range(first, last + 1)}
    return standard | gb2312 | symbols


def add_spaces(font: TTFont) -> None:
    """Give the font the missing spaces as empty glyphs."""
    letters = font.getBestCmap()
    for code, model in ADDED_SPACES.items():
        if code in letters:
            continue
        name = f"uni{code:04X}"
        font["glyf"][name] = font["glyf"][letters[ord(" ")]]
        font["hmtx"][name] = (font["hmtx"][letters[ord(model)]][0], 0)
        font["vmtx"][name] = font["vmtx"][letters[ord(" ")]]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name


def add_half_widths(font: TTFont) -> None:
    """Give the font the features by which browsers set punctuation half as wide: `halt`, and `chws` for those
    that leave the choice of places to the font (Chromium before 123)."""
    letters = font.getBestCmap()
    opening, closing = ([letters[ord(mark)] for mark in marks if ord(mark) in letters] for marks in HALVES)
    half = font["head"].unitsPerEm // 2
    rules = f"""
        @OPEN = [{" ".join(opening)}]; @CLOSE = [{" ".join(closing)}];
        lookup HALF_OPEN {{ pos @OPEN <-{half} 0 -{half} 0>; }} HALF_OPEN;
        lookup HALF_CLOSE {{ pos @CLOSE <0 0 -{half} 0>; }} HALF_CLOSE;
        feature halt {{ lookup HALF_OPEN; lookup HALF_CLOSE; }} halt;
        feature chws {{
            pos @CLOSE' lookup HALF_CLOSE [@CLOSE @OPEN];
            pos @OPEN @OPEN' lookup HALF_OPEN;
        }} chws;
    """
    addOpenTypeFeaturesFromString(font, rules, tables=["GPOS"])


def make(source: Path, target: Path, characters: set[int], flavor: str | None) -> None:
    """Subset one font file; `flavor` is None for TrueType or "woff2"."""
    options = subset.Options(
        flavor=flavor,
        layout_features=["ccmp"] if flavor is None else [],
        drop_tables=["BASE", "GDEF", "GPOS", "STAT", "vhea", "vmtx", "DSIG"],
        name_IDs=["*"],
        notdef_outline=True,
        hinting=False,
        recalc_timestamp=False,
    )
    font = TTFont(source, recalcTimestamp=False)
    add_spaces(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    if flavor is not None:
        add_half_widths(font)
    target.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, target, options)
    size = target.stat().st_size / 1e6
    print(f"{target.relative_to(ROOT)}  {len(font.getBestCmap())} characters  {size:.2f} MB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("fonts", type=Path, help="the unpacked npm package")
    parser.add_argument("serif", type=Path, help="that of the serif fonts")
    parser.add_argument("--unihan", type=Path, required=True, help="Unihan_OtherMappings.txt.bz2")
    args = parser.parse_args()
    characters = wanted_characters(args.unihan)
    regular = args.fonts / "400Regular/NotoSansSC_400Regular.ttf"
    bold = args.fonts / "700Bold/NotoSansSC_700Bold.ttf"
    make(regular, PRINT_FONTS / "NotoSansSC-Regular.ttf", characters, None)
    make(bold, PRINT_FONTS / "NotoSansSC-Bold.ttf", characters, None)
    make(regular, WEB_FONTS / "NotoSansSC-Regular.woff2", characters, "woff2")
    for weight, name in (("400Regular", "Regular"), ("600SemiBold", "SemiBold")):
        source = args.serif / weight / f"NotoSerifSC_{weight}.ttf"
        make(source, SERIF_FONTS / f"NotoSerifSC-{name}.ttf", characters, None)
    for package, folder in ((args.fonts, PRINT_FONTS), (args.fonts, WEB_FONTS), (args.serif, SERIF_FONTS)):
        shutil.copyfile(package / "LICENSE_FONT", folder / "OFL.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
