"""Small books for the tests of running: a folder with chapters made of the notebooks in tests/notebooks/."""

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from planbook.run.project import Project

NOTEBOOKS = Path(__file__).parent / "notebooks"
DATA = Path(__file__).parent / "data" / "good"  # the edition qingshi-2026 of an invented county


def make(folder: Path, **chapters: str) -> Project:
    """A book with the edition qingshi-2026; `chapters` maps a chapter's name to one of tests/notebooks/."""
    (folder / "chapters").mkdir(parents=True)
    for chapter, notebook in chapters.items():
        shutil.copyfile(NOTEBOOKS / f"{notebook}.ipynb", folder / "chapters" / f"{chapter}.ipynb")
    first, *rest = chapters
    toc = f"format: jb-book\nroot: chapters/{first}\n"
    if rest:
        toc += "chapters:\n" + "".join(f"- file: chapters/{chapter}\n" for chapter in rest)
    (folder / "_toc.yml").write_text(toc, encoding="utf-8")
    (folder / "_config.yml").write_text("title: 县级经济社会发展计划读本\n", encoding="utf-8")
    (folder / "params.yml").write_text("edition: qingshi-2026\n", encoding="utf-8")
    (folder / "extra.csv").write_text("a,b\n", encoding="utf-8")
    shutil.copytree(DATA, folder / "data")
    return Project(folder)


def edit(project: Project, chapter: str, number: int, source: str) -> None:
    """Replace the source of one cell (counted from 1) of a chapter."""
    path = project.notebook(chapter)
    book = json.loads(path.read_text(encoding="utf-8"))
    book["cells"][number - 1]["source"] = source
    path.write_text(json.dumps(book), encoding="utf-8")


def processes(project: Project) -> list[int]:
    """Those that still work for this book: kernels, and what they are forked from."""
    found = []
    for entry in os.listdir("/proc"):  # noqa: PTH208
        try:
            with open(f"/proc/{entry}/environ", "rb") as environ:  # noqa: PTH123
                if f"PLANBOOK_ROOT={project.root}".encode() in environ.read().split(b"\0"):
                    found.append(int(entry))
        except (OSError, ValueError):
            continue
    return found


def wait_for(what: Callable[[], bool], seconds: float = 25) -> bool:
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.05)
    return what()
