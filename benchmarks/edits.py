"""Is a book ever called up to date although something that it is made of was edited during its build?

    python benchmarks/edits.py [N] [SEED]        N trials (default 300), two builds each

In each trial a build is started, at a random moment somebody edits one of the book's inputs, and in half of
the trials puts it back at another. The next build then has to make the very pages that a build from nothing
makes of the inputs as they are now; a trial fails where it does not, whatever it says.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import books  # noqa: E402

COMMAND = (sys.executable, "-m", "planbook")
AS_OF = ("-p", "as_of", "2026-06-30")
READS = """
from pathlib import Path
import helper
from planbook import show
from planbook.edition import load
from planbook.edition.outlook import outlook

ed = load(edition)
growth = ed["gdp-growth-2025"]
print(growth.note, ed.source.title, ed.label(growth), ed["loan_mean"].label, helper.WORD)
print(Path("../extra.csv").read_text(encoding="utf-8"), getattr(show, "TRIAL", ""))
print([state.entry.note for state in outlook(ed, progress, as_of) if state.entry.note])
"""
PARAMETERS = 'edition: str = ""\nprogress: str = ""\nas_of: str = ""\ntop_projects: int = 12'
PROGRESS = "indicator,item,project,measure,value,unit,preliminary,note\ngdp,,,growth,5.2,%,,甲\n"


class Edit(NamedTuple):
    """One thing that somebody edits: a file, what stands in it, and what stands there afterwards."""

    file: str  # from the project's folder
    old: str
    new: str


EDITS = {
    "a row": Edit("data/qingshi-2026/figures.csv", "", ""),  # filled in by `prepare`
    "source.yml": Edit("data/qingshi-2026/source.yml", "title: 青石县2025年", "title: 又青石县2025年"),
    "derived.yml": Edit("data/qingshi-2026/derived.yml", "label: 平均每笔贷款", "label: 每笔贷款"),
    "indicators.csv": Edit("data/indicators.csv", "gdp,生产总值", "gdp,全县生产总值"),
    "a file beside": Edit("extra.csv", "a,b", "a,c"),
    "a module": Edit("chapters/helper.py", "'甲'", "'乙'"),
    "a notebook": Edit("chapters/industry.ipynb", "print(top_projects)", "print([top_projects])"),
    "a page": Edit("chapters/about.md", "关于", "有关"),
    "_config.yml": Edit("_config.yml", "copyright: ''", "copyright: '甲'"),
    "params.yml": Edit("params.yml", "top_projects: 12", "top_projects: 5"),
    "actuals in the project": Edit("progress.csv", ",甲", ",乙"),
    "actuals elsewhere": Edit("../progress.csv", ",甲", ",乙"),
    "the program": Edit("../src/planbook/show/__init__.py", '"""How', 'TRIAL = "乙"\n"""How'),
}


def prepare(folder: Path) -> Path:
    """The trials' book, all inputs in their first state, beside a copy of the program; returns its folder."""
    project = books.make(folder / "book", overview="looks_up", industry="simple")
    for chapter, last in (("overview", 3), ("industry", 4)):
        books.edit(project, chapter, 2, PARAMETERS)
        books.edit(project, chapter, last, READS + "print(top_projects)")
    books.edit(project, "industry", 3, "")
    books.edit(project, "industry", 5, "")
    root = project.root
    (root / "chapters" / "helper.py").write_text("WORD = '甲'\n", encoding="utf-8")
    (root / "chapters" / "about.md").write_text("# 关于\n", encoding="utf-8")
    with (root / "_toc.yml").open("a", encoding="utf-8") as toc:
        toc.write("- file: chapters/about\n")
    (root / "_config.yml").write_text("title: 青石\nauthor: ''\ncopyright: ''\n", encoding="utf-8")
    (root / "params.yml").write_text(
        "edition: qingshi-2026\nchapters:\n  industry:\n    top_projects: 12\n", encoding="utf-8"
    )
    for place in (root, folder):
        (place / "progress.csv").write_text(PROGRESS, encoding="utf-8")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    figures = root / "data" / "qingshi-2026" / "figures.csv"
    row = next(
        r for r in figures.read_text(encoding="utf-8").splitlines() if r.startswith("gdp-growth-2025,")
    )
    EDITS["a row"] = Edit("data/qingshi-2026/figures.csv", row, f"{row[:-1]}预计为全年数,")
    for edit in EDITS.values():
        assert (root / edit.file).read_text(encoding="utf-8").count(edit.old) == 1, edit
    return root


class Trials:
    """Trials with one book; `clean` keeps what builds from nothing made of each state of the inputs."""

    def __init__(self, folder: Path, seed: int = 0) -> None:
        self.folder, self.root = folder, prepare(folder)
        self.chance = random.Random(seed)
        self.clean: dict[tuple[str, str], dict[str, str]] = {}
        self.seconds = 6.0

    def build(self, root: Path, progress: str, *more: str) -> subprocess.Popen:
        return subprocess.Popen(
            [*COMMAND, "build", "-p", "progress", progress, *AS_OF, *more],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(self.folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def write(self, name: str, back: bool = False) -> None:
        """Edit an input, or put it back."""
        edit = EDITS[name]
        path = self.root / edit.file
        old, new = (edit.new, edit.old) if back else (edit.old, edit.new)
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, text)
        beside = path.with_name(f".{path.name}")
        beside.write_text(text.replace(old, new), encoding="utf-8")
        beside.replace(path)

    def expected(self, state: str, progress: str) -> dict[str, str]:
        """The pages that a build from nothing makes of the inputs as they are."""
        if (state, progress) not in self.clean:
            beside = self.folder / "clean"
            shutil.copytree(self.root, beside, ignore=shutil.ignore_patterns("_build"))
            process = self.build(beside, progress)
            assert process.wait() == 0, process.stderr.read()
            self.clean[state, progress] = pages(beside)
            shutil.rmtree(beside)
        return self.clean[state, progress]

    def run(self, tell: Callable[[str], None] = lambda line: None) -> str:
        """One trial; returns what is wrong, "" when nothing is."""
        name, back, force = (
            self.chance.choice([*EDITS]),
            self.chance.random() < 0.5,
            self.chance.random() < 0.7,
        )
        progress = "../progress.csv" if name == "actuals elsewhere" else "progress.csv"
        first, second = sorted(self.chance.uniform(0, self.seconds) for _ in range(2))
        begin = time.monotonic()
        process = self.build(self.root, progress, *(["--force"] if force else []))
        time.sleep(first)
        self.write(name)
        if back:
            time.sleep(second - first)
            self.write(name, back=True)
        during = process.wait()
        if force:
            self.seconds = max(2.0, 0.7 * self.seconds + 0.3 * (time.monotonic() - begin))
        after = self.build(self.root, progress)
        said = after.stderr.read()
        wrong = ""
        if after.wait() != 0:
            wrong = f"the next build ended {after.returncode}: {said}"
        elif pages(self.root) != self.expected("" if back else name, progress):
            wrong = f"old pages, and the next build said: {said}"
        moment = f"{name} at {first:.2f} s" + (f", put back at {second:.2f} s" if back else "")
        tell(f"{moment}: the build ended {during}; {wrong or 'good'}")
        if not back:
            self.write(name, back=True)
        return wrong and f"{moment}: {wrong}"


def pages(root: Path) -> dict[str, str]:
    """The text of every page."""
    return {path.name: path.read_text(encoding="utf-8") for path in (root / "_build/html").rglob("*.html")}


def main(trials: int = 300, seed: int = 0) -> int:
    with tempfile.TemporaryDirectory() as folder:
        made = Trials(Path(folder), seed)
        ends = Counter(bool(made.run(lambda line: print(line, flush=True))) for _ in range(trials))
    print(f"{trials} edits during a build: {ends[True]} called up to date wrongly, or not mended")
    return int(ends[True] > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
