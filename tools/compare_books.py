"""Is it the same book, made by two installations of planbook? `python tools/compare_books.py ONE OTHER`.

Both are commands `planbook`; each builds and exports the project around this file in a folder of its own.
Pages have to say the same in the same order, numbers, links and alternative texts included; what is around
their articles may differ. PDF, workbook and Word document have to be the same bytes, and so have the pages of
the EPUB.
"""

import argparse
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import html

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("_config.yml", "_toc.yml", "params.yml", "chapters", "data")
KEY = re.compile(r"_downloads/\w+/")  # by the content of a file; that is compared for itself
FORMATS = ("pdf", "excel", "word", "epub")


def main() -> int:
    parser = argparse.ArgumentParser(description="Is it the same book, made by two installations?")
    parser.add_argument("planbook", nargs=2, type=Path, help="a command `planbook`")
    parser.add_argument("--folder", type=Path, default=ROOT / "_build/next", help="where both are built")
    given = parser.parse_args()
    one, other = (
        make(command.absolute(), given.folder / f"book-{number}")
        for number, command in enumerate(given.planbook, 1)
    )
    differences = [*pages(one / "html", other / "html"), *files(one / "export", other / "export")]
    print("\n".join(differences) or "the same book")
    return bool(differences)


def make(command: Path, folder: Path) -> Path:
    """The project built and exported by a command, from nothing; the folder of what it made."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in PARTS:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, folder / name)
    for arguments in (["build"], *(["export", kind] for kind in FORMATS)):
        subprocess.run([command, *arguments], cwd=folder, check=True)
    return folder / "_build"


def pages(one: Path, other: Path) -> Iterator[str]:
    """One line for each page that is not there in both, or says something else."""
    names = {path.name for book in (one, other) for path in (book / "chapters").glob("*.html")}
    for name in (f"chapters/{name}" for name in sorted(names)):
        if not ((one / name).is_file() and (other / name).is_file()):
            yield f"{name}: only in one of both"
            continue
        pairs = zip(content(one / name), content(other / name), strict=False)
        if pair := next((pair for pair in pairs if pair[0] != pair[1]), None):
            yield f"{name}: {pair[0]!r} in one, {pair[1]!r} in the other"


def content(page: Path) -> list[str]:
    """What stands in a page's article, piece by piece: words, links with their targets, texts of pictures."""
    (article,) = html.parse(str(page)).xpath("//article[contains(@class, 'bd-article')]")
    pieces = []
    for node in article.iter():
        if node.tag == "a":
            target = KEY.sub("_downloads/", node.get("href", ""))
            pieces.append(f"→ {target} {node.get('title', '')}")
        elif node.tag == "img":
            pieces.append(f"picture {node.get('alt')}")
        pieces += [" ".join(text.split()) for text in (node.text, node.tail) if text and text.strip()]
    return [*pieces, "(the end)"]


def files(one: Path, other: Path) -> Iterator[str]:
    """One line for each exported file that differs."""
    for path in sorted(one.iterdir()):
        if path.suffix == ".epub":
            ours, theirs = chapters(path), chapters(other / path.name)
            yield from (f"{path.name}: {name} differs" for name in ours if ours[name] != theirs.get(name))
        elif path.read_bytes() != (other / path.name).read_bytes():
            yield f"{path.name}: other bytes"


def chapters(book: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(book) as found:
        return {name: found.read(name) for name in found.namelist() if name.endswith(".xhtml")}


if __name__ == "__main__":
    sys.exit(main())
