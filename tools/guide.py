"""Run the examples of the guide: does each command print what the page says?

    python tools/guide.py [PAGE …]      pages of docs/ without .md; all of them if none is named

The blocks ```console of a page are run in their order by bash, in a folder of the page's own. `$ ` begins a
command; below it stands what it must print: … is anything, and on a line of its own any lines. Where nothing
stands, it must end with 0. A line `% run: …` is a command that the reader does not see: what a
person does by hand. $BOOK is the folder of this repository.
"""

import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs"
_BLOCK = re.compile(r"^```console\n(.*?)^```$|^% run: ([^\n]*)$", re.S | re.M)


class Example(NamedTuple):
    """A command, and the lines that it must print; seen: whether the page shows it."""

    command: str
    expected: list[str]
    seen: bool = True


def examples(text: str) -> Iterator[Example]:
    """The examples of a page, in their order."""
    for block, hidden in _BLOCK.findall(text):
        if hidden:
            yield Example(hidden, [], seen=False)
        for piece in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, *expected = piece.splitlines()
            yield Example(command.partition("   #")[0], expected)


def agrees(expected: list[str], printed: str) -> bool:
    """Whether a text is what was expected."""
    lines = [".*" if line.strip() == "…" else _line(line) for line in expected]
    return re.fullmatch("\n".join(lines), printed.rstrip("\n"), re.S) is not None


def _line(line: str) -> str:
    return "[^\n]*".join(re.escape(part) for part in line.rstrip().split("…"))


def run(page: Path, folder: Path) -> list[str]:
    """What is wrong with a page, an entry an example; the examples run in an empty folder."""
    faults, place = [], str(folder)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLANBOOK_")}
    environment |= {"BOOK": str(ROOT), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for example in examples(page.read_text(encoding="utf-8")):
        script = f"{example.command}\nstatus=$?; pwd >&3; exit $status"
        with tempfile.TemporaryFile("w+") as where:
            descriptor = where.fileno()
            ended = subprocess.run(
                ["bash", "-c", f"exec 3>&{descriptor}; {script}"],
                cwd=place,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=[descriptor],
                text=True,
            )
            where.seek(0)
            place = where.read().strip() or place
        printed = "\n".join(line.rstrip() for line in ended.stdout.replace(str(folder), "").splitlines())
        good = agrees(example.expected, printed) if example.expected else ended.returncode == 0
        if not good:
            difference = difflib.ndiff(example.expected, printed.splitlines())
            head = f"{page.name}: $ {example.command} (exit code {ended.returncode})"
            faults.append("\n    ".join([head, *difference]))
    return faults


def main() -> int:
    names = sys.argv[1:] or [path.stem for path in sorted(GUIDE.glob("*.md"))]
    faults = []
    for name in names:
        page = GUIDE / f"{name}.md"
        count = sum(example.seen for example in examples(page.read_text(encoding="utf-8")))
        with tempfile.TemporaryDirectory() as folder:
            wrong = run(page, Path(folder).resolve())
        print(f"{name}: {count} examples, {len(wrong)} wrong", flush=True)
        faults += wrong
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
