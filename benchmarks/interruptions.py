"""Builds and exports that are killed, or stopped with Ctrl-C, at any moment: is the book whole, is anything
left?

    python benchmarks/interruptions.py kills [N] [SEED]         kill -9 of the process group, default 1000
    python benchmarks/interruptions.py interrupts [N] [SEED]    Ctrl-C, default 500: 130 in 3 s, no traceback

Each trial starts a build with --force, one with other parameters or an export; one in three is interrupted in
the first half second. Afterwards the book is one of the two whole states and no process is left. After every
fourth trial a build is not interrupted: it is good, and leaves nothing in _build or in $TMPDIR.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import books  # noqa: E402

from planbook.run import hashing  # noqa: E402

SECONDS = 3.0  # from Ctrl-C to the end
ENDED = 8.0  # for all that was started to end after it
EVERY = 4  # trials before a build is let through
WORK = (
    ("build", "--force", "-p", "industry.top_projects", "5"),
    ("build", "--force"),
    ("build", "--plain-kernels", "--force"),
    ("export", "data"),
    ("export", "excel"),
    ("export", "pdf"),
    ("export", "word"),
    ("export", "epub"),
)
FILES = ("manifest.json", "previous.json", "state.json", "times.json", "exports.json", ".lock")
START = "import sys; from planbook.__main__ import main; sys.exit(main())"  # what the installed command does


class Trials:
    """Trials with one book, which has two whole states: top_projects 12, and 5."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.project = books.make(folder / "book", overview="looks_up", industry="simple")
        books.edit(self.project, "industry", 5, "")  # a picture without words, which no printed book takes
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.chance, self.trials = random.Random(seed), 0
        begin = time.monotonic()
        self.states = []
        for work in (WORK[1], WORK[0]):
            assert self.start(*work).wait() == 0
            self.states.append(self.pages())
        self.seconds = (time.monotonic() - begin) / 2

    def start(self, *typed: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-c", START, *typed],
            cwd=self.project.root,
            env={**os.environ, "TMPDIR": str(self.temporary)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def pages(self) -> dict[str, str]:
        return hashing.tree(self.project.output, "html")

    def run(self, kill: bool) -> list[str]:
        """One trial; what is wrong."""
        moment = self.chance.uniform(0, 0.5 if self.chance.random() < 1 / 3 else 1.2 * self.seconds)
        work = self.chance.choice(WORK)
        process = self.start(*work)
        time.sleep(moment)
        begin, done = time.monotonic(), process.poll() is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL if kill else signal.SIGINT)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            return [f"{' '.join(work)} at {moment:.2f} s: it did not end"]
        seconds, faults = time.monotonic() - begin, []
        _, said = process.communicate()
        early = process.returncode == -signal.SIGINT or "KeyboardInterrupt" in said
        if not kill and not done and "planbook" not in said and early:
            faults.append("Python itself was starting")
        elif not kill and not done:
            faults += [f"exit {process.returncode}"] if process.returncode not in (130, 0) else []
            faults += ["a traceback"] if "Traceback" in said else []
            faults += [f"{seconds:.1f} s"] if seconds > SECONDS else []
        if not books.wait_for(lambda: not books.processes(self.project), ENDED):
            faults.append("processes left")
        faults += ["the book is not whole"] if self.pages() not in self.states else []
        self.trials += 1
        faults += [] if self.trials % EVERY else self.mend()
        if faults:
            faults[-1] += f"; it said: {said[-400:]}"
        return [f"{' '.join(work)} at {moment:.2f} s: {fault}" for fault in faults]

    def mend(self) -> list[str]:
        """Build again; what is wrong with that, or left in `_build` and $TMPDIR."""
        faults = []
        after = self.start("build")
        told = after.communicate()[1]
        faults += [f"the next build: exit {after.returncode}: {told[-300:]}"] if after.returncode else []
        left = {path.name for path in self.project.output.iterdir()} - {"html", "cache", "export", *FILES}
        left |= {f"$TMPDIR/{path.name}" for path in self.temporary.iterdir()}
        faults += [f"left: {', '.join(sorted(left))}"] if left else []
        for path in self.temporary.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        faults += ["not the book that was asked for"] if self.pages() != self.states[0] else []
        return faults


def main(what: str = "kills", trials: str = "", seed: str = "0") -> int:
    number = int(trials or {"kills": 1000, "interrupts": 500}[what])
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so have those that a shell starts behind it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder:
        made, counts = Trials(Path(folder), int(seed)), Counter()
        for _ in range(number):
            faults = made.run(what == "kills")
            for fault in faults:
                print(fault, flush=True)
            starting = any("Python itself" in fault for fault in faults)
            counts["starting" if starting else "wrong" if faults else "good"] += 1
            if counts.total() % 50 == 0:
                print(f"{counts.total()} of {number}", flush=True)
    early = f"{counts['starting']} before planbook's first line ran (Python's own traceback)"
    print(f"{number} {what}: {counts['good']} good, {counts['wrong']} wrong, {early}")
    return int(counts["wrong"] > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
