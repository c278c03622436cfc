"""How long a book takes: `planbook build` beside today's practice and beside the floor, as ratios.

    python benchmarks/cold.py [ROUNDS]

Every way works on the same chapters, from nothing unless it says otherwise. The ways take turns, round after
round, so that whatever else the machine does falls on all of them; what counts is the median of the ratios of
one round. Wall time and processor time (with all children) are measured from outside.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
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
        text = text.replace("execute_notebooks: force", 'execute_notebooks: "off"')
        (stage / name).write_text(text, encoding="utf-8")
    papermill = [str(BIN / "papermill"), "--cwd", str(book / "chapters"), "--no-progress-bar"]
    runs = [
        [
            *papermill,
            str(notebook),
            str(stage / "chapters" / notebook.name),
            "-p",
            "edition",
            "guangling-2026",
        ]
        for notebook in sorted((book / "chapters").glob("*.ipynb"))
    ]
    return measure(*runs, [str(BIN / "jupyter-book"), "build", "--all", str(stage)], cwd=book)


def planbook(book: Path, *arguments: str) -> tuple[float, float]:
    """A command of ours in a book's folder."""
    return measure([str(BIN / "planbook"), *arguments], cwd=book)


def floor(book: Path) -> tuple[float, float]:
    """One script that imports once and runs the cells of every chapter, then one Sphinx run: no kernels."""
    script = Path(__file__).with_name("floor.py")
    return measure([sys.executable, str(script), str(book)], cwd=book / "chapters")


def one_round(scratch: Path) -> Iterator[tuple[str, tuple[float, float]]]:
    """Every way once. The later commands work in the folder of the cold build, as a person would."""
    yield "papermill one by one, then `jupyter-book build --all`", today(scratch / "today")
    yield (
        "`planbook build --plain-kernels`, cold",
        planbook(copy(scratch / "plain"), "build", "--plain-kernels"),
    )
    book = copy(scratch / "book")
    yield "`planbook build`, cold", planbook(book, "build")
    yield "floor: one script, then Sphinx", floor(book)
    yield "`planbook build`, nothing changed", planbook(book, "build")
    changed = ("-p", "industry.top_projects", "7")
    yield "`planbook build`, one chapter's parameter changed", planbook(book, "build", *changed)
    yield "`planbook --help`", planbook(book, "--help")


def main(rounds: int) -> None:
    """Run all ways in turn and print a table of medians and ratios."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(ROOT / "src")], env=ENV, check=False)
    measured: dict[str, list[tuple[float, float]]] = {}
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as scratch:
            for name, times in one_round(Path(scratch)):
                measured.setdefault(name, []).append(times)
                told = f"{times[0]:.2f} s, of processors {times[1]:.2f} s"
                print(f"round {number + 1} of {rounds}: {name}: {told}", file=sys.stderr, flush=True)
    table(measured)


def table(measured: dict[str, list[tuple[float, float]]]) -> None:
    """Print the medians of each way, and of its ratios to the first way in the same round."""
    print("| way | wall s | CPU s | wall, of today's practice | CPU, of today's practice |")
    print("| --- | ---: | ---: | ---: | ---: |")
    baseline = next(iter(measured.values()))
    for name, times in measured.items():
        wall, cpu = (statistics.median(t[n] for t in times) for n in (0, 1))
        ratios = [
            statistics.median(t[n] / b[n] for t, b in zip(times, baseline, strict=True)) for n in (0, 1)
        ]
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {ratios[0]:.3f} | {ratios[1]:.3f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
