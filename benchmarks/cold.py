"""How long a book takes: `planbook build` beside today's practice and beside the floor, as ratios.

    python benchmarks/cold.py [ROUNDS]

Every way works on the same chapters, in a folder of its own, from nothing. The ways take turns, round after round,
so that whatever else the machine does falls on all of them; what counts is the median of the ratios of one round.
Wall time and processor time (with all children) are measured from outside.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
ENV = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measure(*commands: list[str], cwd: Path) -> tuple[float, float]:
    """Wall and processor seconds of some commands, one after the other; each has to succeed."""
    before, start = os.times(), perf_counter()
    for command in commands:
        done = subprocess.run(command, cwd=cwd, env=ENV, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    wall, after = perf_counter() - start, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, cpu


def copy(to: Path) -> Path:
    """The project as in git: no outputs, nothing built."""
    to.mkdir(parents=True)
    for name in ("_config.yml", "_toc.yml", "params.yml"):
        shutil.copyfile(ROOT / name, to / name)
    for name in ("chapters", "data"):
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    return to


def chapters(book: Path) -> list[Path]:
    return sorted((book / "chapters").glob("*.ipynb"))


def today(work: Path) -> tuple[float, float]:
    """Papermill, one notebook after the other, then `jupyter-book build --all`."""
    book = copy(work)
    stage = work / "stage"
    shutil.copytree(book / "data", stage / "data")
    (stage / "chapters").mkdir()
    for name in ("_config.yml", "_toc.yml"):
        text = (book / name).read_text(encoding="utf-8")
        (stage / name).write_text(text.replace("execute_notebooks: force", 'execute_notebooks: "off"'))
    runs = [
        [str(BIN / "papermill"), "--cwd", str(book / "chapters"), "--no-progress-bar", str(notebook),
         str(stage / "chapters" / notebook.name), "-p", "edition", "guangling-2026"]
        for notebook in chapters(book)
    ]  # fmt: skip
    return measure(*runs, [str(BIN / "jupyter-book"), "build", "--all", str(stage)], cwd=book)


def planbook(work: Path, *options: str) -> tuple[float, float]:
    """`planbook build`, cold."""
    return measure([str(BIN / "planbook"), "build", *options], cwd=copy(work))


def floor(work: Path) -> tuple[float, float]:
    """One script that imports once and runs the cells of every chapter, then one Sphinx run: no kernels at all."""
    book = copy(work)
    measure([str(BIN / "planbook"), "build"], cwd=book)  # not counted: Sphinx needs executed notebooks
    script = Path(__file__).with_name("floor.py")
    return measure([sys.executable, str(script), str(book)], cwd=book / "chapters")


def one_changed(work: Path) -> tuple[float, float]:
    """One chapter's parameter changed."""
    book = copy(work)
    measure([str(BIN / "planbook"), "build"], cwd=book)
    return measure([str(BIN / "planbook"), "build", "-p", "industry.top_projects", "7"], cwd=book)


def nothing_changed(work: Path) -> tuple[float, float]:
    """The same build once more."""
    book = copy(work)
    measure([str(BIN / "planbook"), "build"], cwd=book)
    return measure([str(BIN / "planbook"), "build"], cwd=book)


def show_help(work: Path) -> tuple[float, float]:
    """`planbook --help`."""
    return measure([str(BIN / "planbook"), "--help"], cwd=copy(work))


WAYS: dict[str, Callable[[Path], tuple[float, float]]] = {
    "papermill one by one, then jupyter-book build --all": today,
    "planbook build, cold": planbook,
    "planbook build --plain-kernels, cold": lambda work: planbook(work, "--plain-kernels"),
    "floor: one script, then Sphinx": floor,
    "planbook build, one chapter's parameter changed": one_changed,
    "planbook build, nothing changed": nothing_changed,
    "planbook --help": show_help,
}


def main(rounds: int) -> None:
    """Run all ways in turn and print a table of medians and ratios."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(ROOT / "src")], env=ENV, check=False)
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(rounds):
            for place, (name, way) in enumerate(WAYS.items()):
                work = Path(scratch) / f"{number}-{place}"
                measured[name].append(way(work))
                shutil.rmtree(work)
                print(
                    f"round {number + 1} of {rounds}: {name}: {measured[name][-1][0]:.2f} s", file=sys.stderr
                )
    print("| way | wall s | CPU s | wall, of today's practice | CPU, of today's practice |")
    print("| --- | ---: | ---: | ---: | ---: |")
    baseline = measured[next(iter(WAYS))]
    for name, times in measured.items():
        wall, cpu = (statistics.median(t[n] for t in times) for n in (0, 1))
        ratios = [
            statistics.median(t[n] / b[n] for t, b in zip(times, baseline, strict=True)) for n in (0, 1)
        ]
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {ratios[0]:.3f} | {ratios[1]:.3f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
