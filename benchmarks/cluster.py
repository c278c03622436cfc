"""`planbook build --all` by this machine's pool, and by Dask's workers on the same machine.

    python benchmarks/cluster.py [--editions 10] [--years 2] [--workers 2] [--kill-every 0]

Generated editions (generate.py) are built from nothing by the pool, then by as many Dask workers, through the
shared folder. With --kill-every N once more, while a worker is killed (kill -9) after every Nth book, and its
nanny starts another. Every book's manifest must be the pool's. Needs the extra [cluster].
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from time import perf_counter, sleep

import psutil
from cold import copy
from generate import generate
from shelf import seconds

PLANBOOK = [sys.executable, "-m", "planbook", "build", "--all"]


class Cluster:
    """A scheduler and workers, each with a nanny, on this machine."""

    def __init__(self, folder: Path, workers: int):
        self._file, self._folder = folder / "scheduler.json", folder
        folder.mkdir()
        self._processes = [
            self._start("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", self._file)
        ]
        while not self._file.is_file():
            sleep(0.1)
        self.address = json.loads(self._file.read_text(encoding="utf-8"))["address"]
        several = ("--nworkers", workers, "--nthreads", 1, "--no-dashboard", "--local-directory", folder)
        self._processes.append(self._start("worker", self.address, *several))

    def _start(self, kind: str, *arguments: object) -> subprocess.Popen:
        code = f"from distributed.cli.dask_{kind} import main; main()"
        command = [sys.executable, "-c", code, "--host", "127.0.0.1", *map(str, arguments)]
        log = (self._folder / f"{kind}.log").open("wb")
        return subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log)

    def kill(self) -> None:
        """End one worker that is at work, at once."""
        nannies = psutil.Process(self._processes[1].pid)
        workers = [one for one in nannies.children() if "spawn_main" in " ".join(one.cmdline())]
        if workers:
            os.kill(random.choice(workers).pid, signal.SIGKILL)

    def close(self) -> None:
        """Retire the workers, so that nothing of theirs is left, and end."""
        from distributed import Client

        with Client(self.address) as client:
            client.retire_workers()
        for process in reversed(self._processes):
            process.terminate()
            process.wait()

    def seconds(self) -> float:
        """Processor seconds so far of the scheduler, the workers, and all that they started."""
        return sum(seconds(psutil.Process(process.pid)) for process in self._processes)


def build(
    book: Path, *options: str, cluster: Cluster | None = None, kill: tuple[Cluster, int] | None = None
) -> tuple[float, float, int]:
    """Wall seconds, processor seconds of all processes, workers killed (whose own seconds are lost)."""
    shutil.rmtree(book / "_build", ignore_errors=True)
    spent = _children() + (cluster.seconds() if cluster else 0)
    begin, over, killed = perf_counter(), threading.Event(), 0

    def killer() -> None:
        nonlocal killed
        while kill and not over.wait(0.3):
            done = len(list((book / "_build" / "editions").glob("*/manifest.json")))
            if done >= (killed + 1) * kill[1]:
                kill[0].kill()
                killed += 1

    thread = threading.Thread(target=killer)
    thread.start()
    done = subprocess.run([*PLANBOOK, *options], cwd=book, capture_output=True, text=True)
    over.set()
    thread.join()
    if done.returncode:
        sys.exit(f"{done.stdout}\n{done.stderr}")
    wall = perf_counter() - begin
    return wall, _children() + (cluster.seconds() if cluster else 0) - spent, killed


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def manifests(book: Path) -> dict[str, bytes]:
    return {
        path.parent.name: path.read_bytes() for path in (book / "_build" / "editions").glob("*/manifest.json")
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="The pool and Dask.")
    for name, usual in (("editions", 10), ("years", 2), ("workers", 2), ("kill-every", 0)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book = copy(Path(folder) / "book")
        shutil.rmtree(book / "data")
        generate(args.editions // args.years, book, args.years)
        (book / "params.yml").unlink()
        print(
            "| way | wall s | s a book | CPU s a book | killed | same bytes | load |",
            "| --- | ---: | ---: | ---: | ---: | --- | ---: |",
            sep="\n",
        )

        def row(way: str, wall: float, cpu: float, killed: int, same: bool) -> None:
            load = os.getloadavg()[0]
            each = f"{wall / args.editions:.1f} | {cpu / args.editions:.1f}"
            cells = f"{wall:.0f} | {each} | {killed} | {same} | {load:.1f}"
            print(f"| {way} | {cells} |", flush=True)

        wall, cpu, _ = build(book, "-j", str(args.workers))
        first = manifests(book)
        row("pool", wall, cpu, 0, len(first) == args.editions)
        cluster = Cluster(Path(folder) / "dask", args.workers)
        try:
            wall, cpu, _ = build(book, "--scheduler", cluster.address, cluster=cluster)
            row(f"Dask, {args.workers} workers", wall, cpu, 0, manifests(book) == first)
            if args.kill_every:
                kill = cluster, args.kill_every
                wall, cpu, killed = build(book, "--scheduler", cluster.address, cluster=cluster, kill=kill)
                row(f"Dask, killed every {args.kill_every}", wall, cpu, killed, manifests(book) == first)
        finally:
            cluster.close()


if __name__ == "__main__":
    main()
