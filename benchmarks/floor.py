"""The floor: the cells of all chapters in one process, with one import of everything, then one Sphinx run.

    python benchmarks/floor.py BOOK     (in BOOK/chapters, after `planbook build` in BOOK)

Nothing that has to start kernels, or to keep chapters apart, can be faster than this on one core.
"""

import json
import sys
from pathlib import Path
from time import perf_counter


def cells(notebook: Path) -> list[str]:
    """The code cells of a notebook."""
    found = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == "code"]


def run(book: Path) -> None:
    """Run every chapter's cells. What they display is formatted as a kernel would, and dropped."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    for notebook in sorted((book / "chapters").glob("*.ipynb")):
        shell.reset()
        with capture_output():
            for source in cells(notebook):
                shell.run_cell(source).raise_error()


def bind(book: Path) -> None:
    """Bind what `planbook build` has run before."""
    from planbook.book import html, stage
    from planbook.run.cache import Cache
    from planbook.run.project import Project

    project = Project(book)
    cache = Cache(project.output / "cache")
    kept = (next(cache.entries(name), None) for name in project.chapters)  # none of a chapter left out
    entries = [entry for entry in kept if entry is not None]
    with stage.empty(project) as folder:
        stage.fill(folder, project, {"book": entries[0].record["parameters"], "chapters": {}}, entries)
        html.build(folder, project.output / "new")


if __name__ == "__main__":
    start = perf_counter()
    run(Path(sys.argv[1]))
    middle = perf_counter()
    bind(Path(sys.argv[1]))
    print(f"cells {middle - start:.2f} s, pages {perf_counter() - middle:.2f} s", file=sys.stderr)
