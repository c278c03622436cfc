"""What the books of many generated editions cost, one after the other: is the last as cheap as the first?

    python benchmarks/shelf.py [--editions 40] [--years 2] [--jobs 2] [--batch 10]

`planbook build --all` from nothing for generated editions (generate.py). Each time BATCH more books stand on
the shelf: processor seconds of all processes meanwhile, for each book; resident memory of the parent; disk for
each book, files that are shared counted once. Then the same with nothing changed, and with one edition more.
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
    """From nothing, a row of the table for each batch."""
    shelf = book / "_build" / "editions"
    begin = perf_counter()
    with (book / "build.log").open("wb") as log:
        process = subprocess.Popen([*PLANBOOK, "-j", str(jobs)], cwd=book, stdout=log, stderr=log)
        parent, done, spent, first = psutil.Process(process.pid), 0, 0.0, 0.0
        while process.poll() is None:
            books = len(list(shelf.glob("*/manifest.json")))
            if books >= done + batch and books < editions:
                now, memory = seconds(parent), parent.memory_info().rss / 2**20
                each = (now - spent) / (books - done)
                first = first or each
                print(
                    f"| {done + 1}–{books} | {each:.2f} | {each / first:.3f} | {memory:.1f} |", flush=True
                )
                done, spent = books, now
            sleep(0.2)
            last = seconds(parent) if process.poll() is None else 0.0
            total = max(spent, last)
            if last:
                at_end = last, len(list(shelf.glob("*/manifest.json")))
    if process.returncode:
        sys.exit((book / "build.log").read_text(encoding="utf-8")[-2000:])
    each = (at_end[0] - spent) / max(1, editions - done)
    print(f"| {done + 1}–{editions} | {each:.2f} | {each / (first or each):.3f} | |")
    print(f"\n{editions} books in {perf_counter() - begin:.0f} s, {total / editions:.2f} CPU s each")


def main() -> None:
    parser = argparse.ArgumentParser(description="Many books on a shelf.")
    for name, usual in (("editions", 40), ("years", 2), ("jobs", 2), ("batch", 10)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book = copy(Path(folder) / "book")
        shutil.rmtree(book / "data")
        generate(args.editions // args.years, book, args.years)
        (book / "params.yml").unlink()
        print("| books | CPU s a book | of the first | parent MB |", "| --- | ---: | ---: | ---: |", sep="\n")
        build(book, args.jobs, args.batch, args.editions)
        shelf = book / "_build" / "editions"
        first = next(shelf.glob("*/manifest.json")).parent
        rest = (disk(shelf) - disk(first) - disk(shelf / "compare")) / (args.editions - 1)
        print(f"disk: the first {disk(first):.1f} MB, each after it {rest:.1f} MB, ", end="")
        print(f"comparing pages {disk(shelf / 'compare'):.1f} MB")
        generate(args.editions // args.years + 1, book, args.years)
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
