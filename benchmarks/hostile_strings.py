# ruff: noqa: E501 (tables of cases)
"""Hostile strings in every free text of an edition: is any of them live in a page, a document or a terminal?

    python benchmarks/hostile_strings.py [--edition NAME] [--many N] [--seed N] [--all]

Each of N texts (of every column and key in turn) gets a string that some program would run, follow, compute
or render: markup, scripts, MyST, Jinja, Typst, LaTeX, formulas, entities, terminal and direction marks. What
`planbook check` refuses is put back and counted; with what it takes the book is built and exported in every
format. A string is live where it became an element, an attribute that acts, a link, a field, a formula or a
control character; altered where its mark is shown and the string around it is not as it was given.
"""

import argparse
import csv
import io
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import lxml.etree
import lxml.html
import pypdf
import pypdfium2

from planbook.check import check
from planbook.edition.finding import is_invisible

ROOT = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-m", "planbook")
MARK = re.compile("zq[a-z]{4}qz")
TEXTS = {  # the columns and keys that hold free text
    ".csv": {"label_zh", "label_en", "aliases", "item", "note", "name", "meaning", "origin", "term", "leader", "office",
             "evidence"},
    ".yml": {"label", "caveat", "title", "reason", "unless", "note", "caption", "lead", "county", "producer",
             "presented_to", "session", "on_behalf", "speaker", "speaker_office", "licence", "subject", "publisher"},
}  # fmt: skip
STRINGS = (  # Z stands for the mark; what begins with ^ goes before the text, all else behind it
    "<script>Z()</script>", "<img src=x onerror=Z()>", "<b>Z</b>", '"><svg onload=Z()>', "' onmouseover='Z()", "<!-- Z",
    "</title><script>Z()</script>", "<a href=javascript:Z()>x</a>", "<iframe srcdoc=Z>", "&lt;Z&gt;", "&Z;", "&#x3c;Z",
    "<style>*{background:url(Z)}</style>", "]]><Z/>", "</w:t></w:r><Z/>", "<?Z?>", "<math><mtext>Z", "<base href=//Z>",
    "[Z](javascript:Z)", "![Z](http://Z.example/x.png)", "<http://Z.example>", "http://Z.example/x", "[Z]: http://Z",
    "**Z**", "_Z_", "~~Z~~", "`Z`", "``` Z", "{ref}`Z`", "{raw}`Z`", "{eval}`Z`", "```{raw} html Z", ":::{note} Z",
    "$Z$", "$$Z$$", "\\(Z\\)", "# Z", "| Z |", "|| Z", "[^Z]", "(Z)=", "{#Z}", "%Z", "+++ Z", "--- Z", "\\Z", "Z\\",
    "{{ Z }}", "{% include Z %}", "{{ Z.__class__ }}", "${Z}", "#{Z}", "%(Z)s", "{Z!r}", "%s Z", "#eval(Z)",
    '#link("http://Z")', "#Z", "@Z", "<Z>", "*Z*", "/* Z", "// Z", "\\input{Z}", "\\write18{Z}", "$(Z)", "; Z", "|Z",
    "^=Z()+", '^=HYPERLINK("http://Z";"x")', "^+Z+", "^-Z+", "^@Z ", "^\t=Z", "^'=Z ", "^=cmd|' /C Z'!A", "{=Z()}",
    "^＝Z()", "\x1b[31mZ", "\x1b]8;;http://Z\x07x", "\x9b31mZ", "\u202eZ", "\u2066Z", "\u200bZ", "\x07Z", "\x08Z",
    "\0Z", "\u2028Z", "\ufeffZ", "\x7fZ", "\r\nZ", "\x0bZ", "\ufffeZ", "\U000e0041Z", "\ud800Z",
    "😀Z👨‍👩‍👧",
)  # fmt: skip


class Cell(NamedTuple):
    """A text that was made hostile: its file, its line there, its column or key, what it is now, and its mark."""

    file: Path
    line: int
    field: str
    text: str
    mark: str


class Edition:
    """A copy of the project; the texts of its edition can be set and put back."""

    def __init__(self, folder: Path, name: str) -> None:
        self.root, self.name = folder / "book", name
        for one in ("chapters", "data"):
            shutil.copytree(ROOT / one, self.root / one, ignore=shutil.ignore_patterns(".*"))
        for one in ("_config.yml", "_toc.yml"):
            shutil.copyfile(ROOT / one, self.root / one)
        (self.root / "params.yml").write_text(f"edition: {name}\n")
        data = self.root / "data"
        if not (data / name).is_dir():  # the invented county, with its own shared tables
            shutil.rmtree(data)
            shutil.copytree(ROOT / "tests" / "data" / "good", data)
        self.files = {path: path.read_bytes() for path in [*data.glob("*.csv"), *(data / name).glob("*.*")]}

    def texts(self) -> Iterator[tuple[Path, int, str, str]]:
        """Every free text: its file, line (the header is 1), column or key, and what it says."""
        for path, raw in self.files.items():
            keys = TEXTS.get(path.suffix, ())
            if path.suffix == ".csv":
                for line, row in enumerate(csv.DictReader(io.StringIO(raw.decode())), 2):
                    yield from ((path, line, key, row[key]) for key in keys & row.keys() if row[key])
            else:
                for line, words in enumerate(raw.decode().splitlines(), 1):
                    found = re.match(r"[ -]*(\w+): ([^|>\[{].*)$", words)
                    if found and found[1] in keys:
                        yield path, line, found[1], re.sub(r"  #.*", "", found[2]).strip('"')

    def write(self, cells: list[Cell]) -> None:
        """The sound files, with these cells set."""
        for path, raw in self.files.items():
            own = {(cell.line, cell.field): cell.text for cell in cells if cell.file == path}
            if path.suffix == ".csv":
                reader = csv.DictReader(io.StringIO(raw.decode()))
                out = io.StringIO()
                writer = csv.DictWriter(out, reader.fieldnames, lineterminator="\n")
                writer.writeheader()
                for line, row in enumerate(reader, 2):
                    writer.writerow({key: own.get((line, key), old) for key, old in row.items()})
                text = out.getvalue()
            else:
                lines = raw.decode().splitlines()
                for (line, key), text in own.items():
                    head = re.match(rf"[ -]*{key}: ", lines[line - 1])[0]
                    lines[line - 1] = head + json.dumps(text)  # JSON's strings are YAML's
                text = "\n".join(lines) + "\n"
            path.write_bytes(text.encode("utf-8", "surrogatepass"))

    def refused(self, cells: list[Cell]) -> list[Cell]:
        """Those of the cells in which `planbook check` finds something."""
        bad: list[Cell] = []
        for finding in check(self.name, self.root / "data"):
            own = [
                cell for cell in cells if f"data/{cell.file.relative_to(self.root / 'data')}" == finding.file
            ]
            if broken := [cell for cell in own if "\n" in cell.text]:  # the rows behind it have other numbers
                bad += broken
                continue
            row = finding.row or 0
            here = [
                cell for cell in own if cell.line == row or (cell.file.suffix == ".yml" and cell.line >= row)
            ]
            named = [cell for cell in here if finding.field.rpartition(".")[2] in ("", cell.field)]
            bad += sorted(named or here or own, key=lambda cell: cell.line)[:1]
            assert own, f"a finding in no hostile text: {finding}"
        return [cell for cell in cells if cell in bad]


def hostile(edition: Edition, many: int, chance: random.Random) -> list[Cell]:
    """Cells of every column and key in turn, each with another string."""
    places: dict[tuple[str, str], list[tuple[Path, int, str, str]]] = {}
    for place in edition.texts():
        places.setdefault((place[0].name, place[2]), []).append(place)
    for every in places.values():
        chance.shuffle(every)
    cells: list[Cell] = []
    strings: list[str] = []
    while len(cells) < many and any(places.values()):
        for every in places.values():
            if every and len(cells) < many:
                strings = strings or chance.sample(STRINGS, len(STRINGS))
                path, line, field, text = every.pop()
                number, letters = len(cells), ""
                for _ in range(4):
                    number, rest = divmod(number, 26)
                    letters += chr(97 + rest)
                string = strings.pop().replace("Z", mark := f"zq{letters}qz")
                made = string[1:] + text if string[0] == "^" else text + string
                cells.append(Cell(path, line, field, made, mark))
    return cells


def plain(text: str) -> str:
    """A text without blanks and what nobody sees: where lines break is the format's business."""
    return re.sub(r"[\s\u00ad\u200b\u2060\ufffd]", "", text)


class Judge:
    """Looks for marks in what was made; `live` and `altered` have what was found, by format."""

    def __init__(self, cells: list[Cell]) -> None:
        self.given = {cell.mark: plain(cell.text) for cell in cells}
        self.strings = {mark: self._around(mark, text) for mark, text in self.given.items()}
        self.live: dict[str, list[str]] = {}
        self.altered: dict[str, list[str]] = {}
        self.shown: dict[str, set[str]] = {}

    @staticmethod
    def _around(mark: str, text: str) -> str:
        """The string with at most three characters of the text that it was put to."""
        string = next(s for s in map(plain, STRINGS) if plain(s.strip("^").replace("Z", mark)) in text)
        at = text.index(string := plain(string.strip("^").replace("Z", mark)))
        return text[max(0, at - 3) : at + len(string)] if at else string + text[len(string) : len(string) + 3]

    def acts(self, where: str, what: str) -> None:
        """Something that acts, and has a mark in it."""
        if MARK.search(what):
            self.live.setdefault(where, []).append(what[:160])

    def text(self, where: str, text: str, cuts: bool = False) -> None:
        """What somebody reads there: the strings have to be as they were given, if they are not cut off."""
        controls = [
            c for c in text if c not in "\n\t\r\f" and is_invisible(c) and c not in "\u00ad\u200b\u200d\ufeff"
        ]
        if controls and MARK.search(text):
            self.live.setdefault(where, []).append(f"{controls[:3]!r}")
        read = plain(text)
        for mark in {*MARK.findall(read)}:
            self.shown.setdefault(where, set()).add(mark)
            if mark in self.strings and not cuts and self.strings[mark] not in read:
                at = read.index(mark)
                got = read[max(0, at - 30) : at + 40]
                self.altered.setdefault(where, []).append(f"{self.strings[mark]!r} is {got!r}")

    def html(self, where: str, root: Any) -> None:
        """The elements of a page."""
        for element in root.iter():
            if not isinstance(element.tag, str):
                if element.tag is not lxml.etree.Comment:  # nobody reads one
                    self.acts(where, str(element))
                continue
            name = lxml.etree.QName(element).localname
            self.acts(where, name)
            for key, value in element.attrib.items():
                self.acts(where, key)
                if re.match(
                    r"(.*\})?(on.*|href|src|srcset|style|action|formaction|data|poster|srcdoc|content)$", key
                ):
                    if name == "meta" or value.startswith("#"):
                        continue
                    self.acts(where, f"{name} {key}={value}")
                elif key.rpartition("}")[2] in ("alt", "title", "aria-label", "data-tip"):
                    self.text(where, value)
            if name in ("script", "style"):
                if "json" not in element.get("type", ""):
                    self.acts(where, f"<{name}> {element.text}")
                element.text = ""
            text = "".join(element.itertext()).strip()
            if name in ("b", "strong", "em", "i", "code", "math", "del", "kbd") and MARK.fullmatch(text):
                self.acts(where, f"<{name}>{text}")
        self.text(where, "".join(root.itertext()))

    def book(self, pages: Path) -> None:
        """The published pages, and the files beside them."""
        for path in sorted(pages.rglob("*")):
            if path.suffix == ".html":
                self.html("HTML", lxml.html.document_fromstring(path.read_text(encoding="utf-8")))
            elif path.suffix == ".svg":
                self.html("SVG", lxml.etree.fromstring(path.read_bytes()))
            elif path.suffix == ".csv":
                self.csv("CSV", path.read_text(encoding="utf-8"))

    def csv(self, where: str, text: str) -> None:
        """A table that a spreadsheet opens."""
        for row in csv.reader(io.StringIO(text)):
            for field in row:
                if field[:1] in tuple("=+-@\t\r") or field[:1] == "＝":
                    self.acts(where, field)
                self.text(where, field)

    def pdf(self, path: Path) -> None:
        """What is printed, and what can be clicked."""
        for page in pypdfium2.PdfDocument(path):
            self.text("PDF", page.get_textpage().get_text_range().replace("\ufffe", ""))
        reader = pypdf.PdfReader(path)
        for page in reader.pages:
            for note in page.get("/Annots") or ():
                self.acts("PDF", str(note.get_object().get("/A", "")))
        for name in ("/OpenAction", "/AA", "/Names"):
            self.acts("PDF", str(reader.trailer["/Root"].get(name, "")))

    def package(self, path: Path) -> None:
        """A Word, Excel or EPUB file, or the data: every part of it."""
        where = {".docx": "Word", ".xlsx": "Excel", ".epub": "EPUB"}.get(path.suffix, "data")
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                raw = archive.read(name)
                if name.endswith(".csv"):
                    self.csv(where, raw.decode())
                elif name.endswith((".xhtml", ".html", ".svg")):
                    self.html(where, lxml.etree.fromstring(raw))
                elif name.endswith((".xml", ".rels", ".opf", ".ncx")):
                    self.office(where, lxml.etree.fromstring(raw))

    def office(self, where: str, root: Any) -> None:
        """A part of an office file: texts stay texts, in paragraphs and cells."""
        for element in root.iter():
            if not isinstance(element.tag, str):
                self.acts(where, str(element))
                continue
            name = lxml.etree.QName(element).localname
            self.acts(where, name)
            for key, value in element.attrib.items():
                if key.rpartition("}")[2] in ("Target", "instr", "href", "src", "macro", "formula"):
                    self.acts(where, f"{name} {key}={value}")
            if name in ("f", "instrText", "fldSimple", "formula1", "formula2", "definedName"):
                if re.fullmatch(r"'(?:[^']|'')*'!\$\d+:\$\d+", element.text or ""):
                    continue  # the rows of a sheet, by its name
                self.acts(where, f"<{name}>{element.text}")
            elif name in ("p", "si", "is", "title", "creator", "description", "subject", "text"):
                self.text(where, "".join(element.itertext()))


def run(edition: Edition, *typed: str) -> bytes:
    """What a command prints; it has to end well."""
    done = subprocess.run([*COMMAND, *typed], cwd=edition.root, capture_output=True)
    if done.returncode:
        sys.exit(
            f"planbook {' '.join(typed)} ended {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}"
        )
    return done.stdout + done.stderr


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--edition", default="guangling-2026", metavar="NAME")
    parser.add_argument("--many", type=int, default=400, metavar="N")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--all", action="store_true", help="print what is refused, too")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        edition = Edition(Path(folder), args.edition)
        cells = hostile(edition, args.many, random.Random(args.seed))
        tried = len(cells)
        while True:
            edition.write(cells)
            bad = edition.refused(cells)
            if not bad:
                break
            if args.all:
                print(*(f"refused: {cell.file.name} {cell.field}: {cell.text!r}" for cell in bad), sep="\n")
            cells = [cell for cell in cells if cell not in bad]
        print(f"{tried} hostile texts: {tried - len(cells)} refused by check, {len(cells)} taken")
        judge = Judge(cells)
        said = [
            run(edition, "build"),
            run(edition, "check"),
            run(edition, "check", "--audit"),
            run(edition, "params"),
        ]
        rows = [cell.line for cell in cells if cell.file.name == "figures.csv"][:10]
        figures = edition.files[edition.root / "data" / args.edition / "figures.csv"].decode().splitlines()
        said += [run(edition, "trace", figures[line - 1].partition(",")[0]) for line in rows]
        judge.book(edition.root / "_build" / "html")
        for kind in ("pdf", "word", "excel", "epub", "data"):
            made = Path(run(edition, "export", kind).decode().split("\n")[0])
            judge.pdf(made) if kind == "pdf" else judge.package(made)
        for text in said:
            judge.text("terminal", text.decode())
    for where in ("HTML", "SVG", "PDF", "Word", "Excel", "EPUB", "CSV", "data", "terminal"):
        live, altered = judge.live.get(where, []), judge.altered.get(where, [])
        print(
            f"{where:<9} {len(judge.shown.get(where, ())):>4} shown, {len(live)} live, {len(altered)} altered"
        )
        print(
            *(f"    live: {one}" for one in Counter(live)),
            *(f"    {one}" for one in Counter(altered)),
            sep="\n",
        )
    return int(any(judge.live.values()))


if __name__ == "__main__":
    sys.exit(main())
