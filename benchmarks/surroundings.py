# ruff: noqa: E501 (tables of cases)
"""The same book on odd machines: environment, folders, permissions, line ends; is it the same, byte for byte?

    python benchmarks/surroundings.py [WORD]        the kinds whose name has the word (default: all)

Each kind builds a small book in its own surroundings and compares the pages with those of a plain build, and
builds once more, which must find nothing to do. Where nothing can be written it has to be said: exit 1 or 2
and no traceback. Needs Linux; what takes permissions away from root (`setpriv`) is passed over where it is not
there.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import books  # noqa: E402

from planbook.run import hashing  # noqa: E402

COMMAND = (sys.executable, "-m", "planbook")
WEAK = ("setpriv", "--inh-caps=-all", "--bounding-set=-all")  # root, who may then do what others may
MARK = b"\xef\xbb\xbf"


class Kind(NamedTuple):
    """One kind: the environment (None: a name that is not there), where the book lies, what is done to it before."""

    environment: dict[str, str | None] = {}  # noqa: RUF012 (a default that nobody changes)
    folder: str = "book"
    before: Callable[[Path], object] = lambda root: None
    umask: int = 0o022
    weak: bool = False
    code: int = 0


def texts(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Every text that a person edits, changed."""

    def changed(root: Path) -> None:
        for path in [
            *root.glob("*.yml"),
            *root.glob("*.csv"),
            *root.glob("data/**/*.*"),
            *root.glob("chapters/*"),
        ]:
            path.write_bytes(change(path.read_bytes()))

    return changed


def without_write(root: Path) -> None:
    for path in [root, *root.rglob("*")]:
        path.chmod(path.stat().st_mode & ~0o222)


def of_somebody_else(root: Path, mode: int) -> None:
    for path in [root, *root.rglob("*")]:
        os.chown(path, 65534, 65534)
        path.chmod(mode if path.is_dir() else mode & ~0o111)


KINDS = {
    "umask 077": Kind(umask=0o077),
    "umask 000": Kind(umask=0),
    "TMPDIR is not there": Kind({"TMPDIR": "/nowhere/at/all"}),
    "TMPDIR cannot be written": Kind({"TMPDIR": "/proc"}),
    "TMPDIR is empty": Kind({"TMPDIR": ""}),
    "TMPDIR of odd characters": Kind({"TMPDIR": "odd tmp <&>:*'\"\\$山"}, before=lambda root: (root / "odd tmp <&>:*'\"\\$山").mkdir()),
    "TMPDIR is a long name": Kind({"TMPDIR": "t" * 120}, before=lambda root: (root / ("t" * 120)).mkdir()),
    "no HOME": Kind({"HOME": None}),
    "HOME is not there": Kind({"HOME": "/nowhere"}),
    "LC_ALL=C, ASCII": Kind({"LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "a locale that is not there": Kind({"LC_ALL": "xx_YY.GB18030", "LANG": "xx"}),
    "TZ far east": Kind({"TZ": "Pacific/Kiritimati"}),
    "TZ is nonsense": Kind({"TZ": "Nowhere/<b>"}),
    "next to no environment": Kind(dict.fromkeys(name for name in os.environ if name not in ("PYTHONPATH", "PATH"))),
    "PYTHONHASHSEED, PYTHONOPTIMIZE": Kind({"PYTHONHASHSEED": "7", "PYTHONOPTIMIZE": "2", "PYTHONDONTWRITEBYTECODE": "1"}),
    "COLUMNS=1, NO_COLOR, FORCE_COLOR": Kind({"COLUMNS": "1", "NO_COLOR": "1", "FORCE_COLOR": "1"}),
    "a path with <>&": Kind(folder="a <b>&amp; c"),
    "a path with \\ : *": Kind(folder="a\\b:c*d?e[f]"),
    "a path with quotes and $": Kind(folder="it's \"$HOME\" `x` {y} %20 #1;"),
    "a Chinese path": Kind(folder="广灵县　二〇二六年"),
    "a path with a line break": Kind(folder="a\nb"),
    "a path of 190 bytes": Kind(folder="长" * 60 + "/" + "b" * 10),
    "a path that is no UTF-8": Kind(folder=os.fsdecode(b"caf\xe9"), code=2),
    "CRLF everywhere": Kind(before=texts(lambda raw: raw.replace(b"\n", b"\r\n"))),
    "a byte order mark everywhere": Kind(before=texts(lambda raw: MARK + raw)),
    "both": Kind(before=texts(lambda raw: MARK + raw.replace(b"\n", b"\r\n"))),
    "nothing can be written": Kind(before=without_write, weak=True, code=1),
    "of somebody else": Kind(before=lambda root: of_somebody_else(root, 0o755), weak=True, code=1),
    "of somebody else, open to all": Kind(before=lambda root: of_somebody_else(root, 0o777), weak=True),
}  # fmt: skip


def build(root: Path, kind: Kind) -> subprocess.CompletedProcess:
    environment = {key: value for key, value in (os.environ | kind.environment).items() if value is not None}
    if kind.environment.get("TMPDIR") and (root / environment["TMPDIR"]).is_dir():
        environment["TMPDIR"] = str(root / environment["TMPDIR"])
    return subprocess.run(
        [*(WEAK if kind.weak else ()), *COMMAND, "build"],
        cwd=root, env=environment, umask=kind.umask, capture_output=True,
    )  # fmt: skip


def run(folder: Path, kind: Kind, pages: dict[str, str]) -> str:
    """Build in these surroundings; what is wrong, "" when nothing is."""
    root = make(folder / kind.folder)
    kind.before(root)
    done = build(root, kind)
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    faults = [f"exit {done.returncode}"] if done.returncode != kind.code else []
    faults += ["a traceback"] if "Traceback" in said or "itself failed" in said else []
    if not done.returncode:
        faults += ["other pages"] if hashing.tree(root / "_build", "html") != pages else []
        again = build(root, kind)
        faults += ["not up to date after it"] if b"nothing changed" not in again.stderr else []
        faults += moved(root, pages) if kind == Kind() else []
    return faults and f"{'; '.join(faults)}: {said[-600:]}"


def moved(root: Path, pages: dict[str, str]) -> list[str]:
    """The project's folder under another name: up to date, or made again, and the same book."""
    there = root.rename(root.with_name("moved"))
    done = build(there, Kind())
    same = hashing.tree(there / "_build", "html") == pages
    return (
        []
        if same and not done.returncode
        else [f"moved: exit {done.returncode}: {done.stderr.decode()[-300:]}"]
    )


def make(root: Path) -> Path:
    return books.make(root, overview="looks_up").root


def main(word: str = "") -> int:
    kinds = {"plain, then moved": Kind(), **KINDS}
    if shutil.which("setpriv") is None or os.geteuid():
        kinds = {name: kind for name, kind in kinds.items() if not kind.weak}
    with tempfile.TemporaryDirectory() as folder:
        plain = make(Path(folder) / "plain")
        assert build(plain, Kind()).returncode == 0
        pages, wrong = hashing.tree(plain / "_build", "html"), 0
        kinds = {name: kind for name, kind in kinds.items() if word in name}
        for number, (name, kind) in enumerate(kinds.items()):
            fault = run(Path(folder) / str(number), kind, pages)
            wrong += bool(fault)
            print(f"{name}: {fault or 'good'}", flush=True)
    print(f"{len(kinds)} surroundings: {len(kinds) - wrong} as they should be")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
