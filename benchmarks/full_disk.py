"""Builds and exports on a disk that fills up: is the book whole, is it said, and is all mended after?

    python benchmarks/full_disk.py [N] [SEED]        N trials, default 60

The book, and in half of the trials $TMPDIR, lie on a small file system in memory, which is filled up but for
0 to 25 MB; it is mounted in a namespace of its own (`unshare`, of Linux), so that nobody has to be root. A
trial is good when the work ends with 0, or with 1 and a message that says what was lacking, without a
traceback; when the book is one of the two whole states, the one before it where the work failed; and when the
next build, with room again, is good and leaves nothing.
"""

import errno
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import interruptions

INSIDE = "PLANBOOK_FULL_DISK"  # the folder to mount at, in the process that may mount
FULL = os.strerror(errno.ENOSPC)


class Trials(interruptions.Trials):
    """Trials on a disk of its own; `codes` counts how the work ended."""

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder, seed)
        self.codes: Counter[int] = Counter()

    def run(self, kill: bool = False) -> list[str]:
        """One trial; what is wrong."""
        work, free = (
            self.chance.choice(interruptions.WORK),
            int(self.chance.choice((1e6, 5e6, 25e6)) * self.chance.random()),
        )
        before, folder = self.pages(), self.project.root.parent
        self.temporary = folder / "tmp" if self.chance.random() < 0.5 else Path(tempfile.mkdtemp())
        disk = os.statvfs(folder)
        ballast = folder / "ballast"
        with ballast.open("wb") as stream:
            os.posix_fallocate(stream.fileno(), 0, max(1, disk.f_bavail * disk.f_frsize - free))
        process = self.start(*work)
        try:
            _, said = process.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            process.kill()
            return [f"{' '.join(work)} with {free / 1e6:.1f} MB: it did not end"]
        code = process.returncode
        self.codes[code] += 1
        faults = [f"exit {code}"] if code not in (0, 1) else []
        faults += ["a traceback"] if "Traceback" in said or "itself failed" in said else []
        faults += ["it does not say why"] if code and FULL not in said else []
        faults += ["the book is not what it was"] if code and self.pages() != before else []
        faults += ["the book is not whole"] if self.pages() not in self.states else []
        ballast.unlink()
        faults += self.mend()
        if faults:
            faults[-1] += f"; it said: {said[-400:]}"
        return [f"{' '.join(work)} with {free / 1e6:.1f} MB: {fault}" for fault in faults]


def main(trials: int = 60, seed: int = 0) -> int:
    if INSIDE not in os.environ:
        with tempfile.TemporaryDirectory() as folder:
            command = ["unshare", "--user", "--map-root-user", "--mount", sys.executable, *sys.argv]
            return subprocess.run(command, env={**os.environ, INSIDE: folder}).returncode
    folder = Path(os.environ.pop(INSIDE))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300m", "planbook", str(folder)], check=True)
    made, wrong = Trials(folder, seed), 0
    for _ in range(trials):
        faults = made.run()
        wrong += bool(faults)
        for fault in faults:
            print(fault, flush=True)
    enough = f"{made.codes[0]} had room enough"
    print(f"{trials} times a full disk: {trials - wrong} good ({enough}), {wrong} wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
