"""How soon a change shows when one process builds on and on, beside single commands and today's practice.

    python benchmarks/resident.py [ROUNDS]      ratios; default 3 rounds
    python benchmarks/resident.py memory [N]    what N builds in one process (default 50) leave in its memory

The process is `planbook build --watch`. A change counts from the moment a file is saved to the moment the
command says where the new book is. The ways take turns, as in `cold.py`; with each stands the machine's load.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import cold

ROW = "national_section_water_class-level-2025"  # a figure of one chapter
PARAMETERS = "edition: guangling-2026\nchapters:\n  industry:\n    top_projects: {}\n"


class Resident:
    """`planbook build --watch` of a book."""

    def __init__(self, book: Path):
        self.book = book
        self.process = subprocess.Popen(
            [str(cold.BIN / "planbook"), "build", "--watch"],
            cwd=book, env=cold.ENV | {"PYTHONUNBUFFERED": "1"}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.wait()

    def wait(self) -> float:
        """Until it watches again; returns the moment at which it said where the book is."""
        at, lines = 0.0, []
        for line in self.process.stdout:
            lines.append(line)
            if line.rstrip().endswith("index.html"):
                at = perf_counter()
            if line.startswith("watching "):
                break
        if not at:
            sys.exit("".join(lines))
        return at

    def change(self, number: int, row: bool) -> tuple[float, float]:
        """Wall and processor seconds from a change to the new book."""
        before, start = self.cpu(), perf_counter()
        (edit_row if row else edit_parameter)(self.book, number)
        return self.wait() - start, self.cpu() - before

    def processes(self) -> list[int]:
        """It, and what it has started."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def cpu(self) -> float:
        """The processor seconds that these have used, and those that they have seen end."""
        stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.processes()]
        return sum(sum(map(int, stat[11:15])) for stat in stats) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> list[float]:
        """The megabytes of each that are its own."""
        texts = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.processes()]
        return [sum(map(int, re.findall(r"Private_\w+: +(\d+) kB", text))) / 1000 for text in texts]

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


def edit_parameter(book: Path, number: int) -> None:
    (book / "params.yml").write_text(PARAMETERS.format(3 + number % 7), encoding="utf-8")


def edit_row(book: Path, number: int) -> None:
    """Another note in the row of one figure."""
    path = book / "data" / "guangling-2026" / "figures.csv"
    text = path.read_text(encoding="utf-8")
    row = re.search(rf"^{ROW},.*$", text, re.M)[0]
    note = f"考核口径{'甲乙丙丁戊己庚辛'[number % 8]}"
    columns = text.partition("\n")[0].split(",")
    fields = row.split(",")
    fields[columns.index("note")] = note
    path.write_text(text.replace(row, ",".join(fields)), encoding="utf-8")


@contextmanager
def resident(folder: Path) -> Iterator[Resident]:
    """A book that one process watches, after two builds: what it needs is warm."""
    book = cold.copy(folder)
    edit_parameter(book, 0)
    its = Resident(book)
    try:
        for row in (False, True):
            its.change(1, row)
        yield its
    finally:
        its.end()


def one_round(
    scratch: Path, number: int, its: Resident, single: Path
) -> Iterator[tuple[str, tuple[float, float]]]:
    """Every way once."""
    yield "papermill one by one, then `jupyter-book build --all`", cold.today(scratch / f"today{number}")
    yield "`planbook build`, one chapter's parameter", one_command(single, number, row=False)
    yield "resident, one chapter's parameter", its.change(number, row=False)
    yield "`planbook build`, a row", one_command(single, number, row=True)
    yield "resident, a row", its.change(number, row=True)


def one_command(book: Path, number: int, row: bool) -> tuple[float, float]:
    (edit_row if row else edit_parameter)(book, number)
    return cold.planbook(book, "build")


def main(rounds: int) -> None:
    """Run all ways in turn and print a table of medians and ratios."""
    measured: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        single = cold.copy(scratch / "single")
        cold.planbook(single, "build")
        with resident(scratch / "resident") as its:
            for number in range(2, rounds + 2):
                for name, times in one_round(scratch, number, its, single):
                    measured.setdefault(name, []).append(times)
                    load = os.getloadavg()[0]
                    told = f"{times[0]:.2f} s, of processors {times[1]:.2f} s (load {load:.1f})"
                    print(f"round {number - 1} of {rounds}: {name}: {told}", file=sys.stderr, flush=True)
    cold.table(measured)


def grow(builds: int) -> None:
    """Build again and again, a parameter and a row in turn, and print what memory each process has."""
    with tempfile.TemporaryDirectory() as folder, resident(Path(folder) / "book") as its:
        print("| builds | MB of the process | MB of the fork server |\n| ---: | ---: | ---: |")
        for number in range(builds + 1):
            if number % max(1, builds // 5) == 0:
                print("|", number, "|", " | ".join(f"{one:.0f}" for one in its.memory()), "|", flush=True)
            its.change(number + 2, row=bool(number % 2))


if __name__ == "__main__":
    if sys.argv[1:2] == ["memory"]:
        grow(int(sys.argv[2]) if len(sys.argv) > 2 else 50)
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
