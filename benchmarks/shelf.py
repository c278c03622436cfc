"""What the books of many generated editions cost, one after the other: is the last as cheap as the first?

    python benchmarks/shelf.py [--editions 40] [--years 2] [--jobs 2] [--batch 10]

`planbook build --all` from nothing for generated editions (generate.py). Each time BATCH more books stand
there: processor seconds of all processes meanwhile, for each book; resident memory of the parent; disk for
each book, files that are shared counted once. Then the same with one county more, and with nothing changed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, sleep

import psutil
from cold import copy
from generate import generate

PLANBOOK = [sys.executable, "-m", "planbook", "build", "--all"]


def seconds(parent: psutil.Process) -> float:
    """Processor seconds of a process, of those it started, and of those of theirs that have ended."""
    total = 0.0
    for one in (parent, *parent.children(recursive=True)):
        try:
            total += sum(one.cpu_times()[:4])
        except psutil.Error:  # it has just ended, and is in its parent's
            continue
    return total


def disk(folder: Path) -> float:
    """MB on the disk, a file with several names once."""
    blocks = {(about.st_dev, about.st_ino): about.st_blocks for about in map(os.stat, folder.rglob("*"))}
    return sum(blocks.values()) * 512 / 2**20


def build(book: Path, jobs: int, batch: int, editions: int) -> None:
    """From nothing, a row for each batch; the last ends with the last look at the processes."""
    shelf, begin = book / "_build" / "editions", perf_counter()
    done, spent, now, first = 0, 0.0, 0.0, 0.0

    def row(last: int, memory: float) -> None:
        nonlocal done, spent, first
        each = (now - spent) / (last - done)
        first = first or each
        print(f"| {done + 1}–{last} | {each:.2f} | {each / first:.3f} | {memory:.1f} |", flush=True)
        done, spent = last, now

    with (book / "build.log").open("wb") as log:
        process = subprocess.Popen([*PLANBOOK, "-j", str(jobs)], cwd=book, stdout=log, stderr=log)
        parent, memory = psutil.Process(process.pid), 0.0
        while process.poll() is None:
            books = len(list(shelf.glob("*/manifest.json")))
            seen = seconds(parent)
            if process.poll() is None:
                now, memory = max(now, seen), parent.memory_info().rss / 2**20
            if done + batch <= books < editions:
                row(books, memory)
            sleep(0.2)
    if process.returncode:
        sys.exit((book / "build.log").read_text(encoding="utf-8")[-2000:])
    row(editions, memory)
    print(f"\n{editions} books in {perf_counter() - begin:.0f} s, {spent / editions:.2f} CPU s each")


def main() -> None:
    parser = argparse.ArgumentParser(description="Many books on a shelf.")
    for name, usual in (("editions", 40), ("years", 2), ("jobs", 2), ("batch", 10)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book = copy(Path(folder) / "book")
        shutil.rmtree(book / "data")
        counties = args.editions // args.years
        more = generate(counties + 1, book, args.years)[-args.years :]
        for edition in more:
            (book / "data" / edition).rename(book / edition)
        (book / "params.yml").unlink()
        print("| books | CPU s a book | of the first | parent MB |", "| --- | ---: | ---: | ---: |", sep="\n")
        build(book, args.jobs, args.batch, args.editions)
        shelf = book / "_build" / "editions"
        first = next(shelf.glob("*/manifest.json")).parent
        rest = (disk(shelf) - disk(first) - disk(shelf / "compare")) / (args.editions - 1)
        print(f"disk: the first {disk(first):.1f} MB, each after it {rest:.1f} MB, ", end="")
        print(f"comparing pages {disk(shelf / 'compare'):.1f} MB")
        for edition in more:
            (book / edition).rename(book / "data" / edition)
        for what in ("one county more", "nothing changed"):
            begin = perf_counter()
            before = os.times()
            subprocess.run(PLANBOOK, cwd=book, capture_output=True, check=True)
            after = os.times()
            cpu = after.children_user + after.children_system - before.children_user - before.children_system
            print(f"{what}: {cpu:.2f} CPU s, {perf_counter() - begin:.2f} s of wall time")
        print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
