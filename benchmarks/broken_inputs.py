"""Every file that a person can edit, broken in every way: refused, accepted, crashed or slow?

    python benchmarks/broken_inputs.py [--edition NAME] [--only WORD] [--seed N] [--all]

Each file of a copy of the project is broken by itself; then everything is done that a build does before its
first kernel starts (parameters, contents, configuration, chapters, `planbook check`, actuals to date). A
refusal is one InputError, a second later than the sound files take at most, whose message holds no control
character. What is harmless (a byte order mark, other line ends) has to be accepted; some values are right by
chance, and are told as accepted. `--all` prints every trial.
"""

import argparse
import contextlib
import io
import os
import random
import re
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from planbook.book import configuration
from planbook.edition.finding import is_invisible
from planbook.errors import InputError
from planbook.run import chapters
from planbook.run.manifest import Request
from planbook.run.parameters import settings
from planbook.run.project import Project

ROOT = Path(__file__).resolve().parents[1]
DAY = "2026-06-30"
PATIENCE, SLOW = 10, 1.0  # seconds: until a trial counts as hanging; more than the sound files take
HARMLESS = {"byte order mark", "CRLF", "CR alone", "no line end", "two line ends"}

Change = Callable[[bytes, random.Random], bytes | None]  # None: there is no such thing in this file


def _text(change: Callable[[str, random.Random], str | None]) -> Change:
    def changed(raw: bytes, chance: random.Random) -> bytes | None:
        text = change(raw.decode("utf-8"), chance)
        return None if text is None else text.encode("utf-8", "surrogatepass")

    return changed


def _inside(what: str) -> Change:
    """Something in the middle of a word or number of the second half's lines."""

    def changed(text: str, chance: random.Random) -> str:
        lines = text.split("\n")
        at = chance.choice(
            [n for n, line in enumerate(lines) if n and re.search(r"\w\w", line.split("#")[0])]
        )
        found = [*re.finditer(r"(?<=\w)(?=\w)", lines[at].split("#")[0].split('"')[0])] or [None]
        place = (chance.choice(found) or re.search("$", lines[at])).start()
        lines[at] = lines[at][:place] + what + lines[at][place:]
        return "\n".join(lines)

    return _text(changed)


def _header(change: Callable[[list[str]], list[str]]) -> Change:
    def changed(text: str, chance: random.Random) -> str:
        head, _, rest = text.partition("\n")
        return ",".join(change(head.split(","))) + "\n" + rest

    return _text(changed)


def _encoded(encoding: str, errors: str = "strict") -> Change:
    def changed(raw: bytes, chance: random.Random) -> bytes | None:
        text = raw.decode("utf-8")
        return None if text.isascii() and not encoding.startswith("utf") else text.encode(encoding, errors)

    return changed


ANY: dict[str, Change] = {
    "byte order mark": lambda raw, _: b"\xef\xbb\xbf" + raw,
    "CRLF": lambda raw, _: raw.replace(b"\n", b"\r\n"),
    "CR alone": lambda raw, _: raw.replace(b"\n", b"\r"),
    "no line end": lambda raw, _: raw.rstrip(b"\n"),
    "two line ends": lambda raw, _: raw + b"\n",
    "GBK": _encoded("gb18030"),
    "Big5": _encoded("big5", "replace"),
    "UTF-16": _encoded("utf-16"),
    "UTF-16, no mark": _encoded("utf-16-le"),
    "UTF-32": _encoded("utf-32"),
    "a byte of Latin-1": lambda raw, _: raw + b"# caf\xe9\n",
    "NUL": _inside("\0"),
    "ESC": _inside("\x1b[31m"),
    "bell": _inside("\a"),
    "U+202E": _inside("\u202e"),
    "U+2066": _inside("\u2066"),
    "zero width": _inside("\u200b"),
    "line separator": _inside("\u2028"),
    "C1 control": _inside("\x9b31m"),
    "lone surrogate": _inside("\ud800"),
    "a megabyte in a line": _inside("长" * 350_000),
    "33 MB": lambda raw, _: raw + b"#" * (33 * 2**20),
    "nothing": lambda raw, _: b"",
    "blanks": lambda raw, _: b" \n\t\n \n",
    "random bytes": lambda raw, chance: chance.randbytes(2000),
    "a zip": lambda raw, _: b"PK\x03\x04" + raw,
    "a picture": lambda raw, _: b"\x89PNG\r\n\x1a\n" + raw,
    "HTML": lambda raw, _: b"<!doctype html><html><body>404 Not Found</body></html>\n",
    "JSON list": lambda raw, _: b'["a", 1]\n',
    "conflict markers": lambda raw, _: b"<<<<<<< ours\n" + raw + b"=======\n>>>>>>> theirs\n",
}
CSV: dict[str, Change] = {
    "semicolons": lambda raw, _: raw.replace(b",", b";"),
    "tabs": lambda raw, _: raw.replace(b",", b"\t"),
    "no header": lambda raw, _: raw.partition(b"\n")[2],
    "header twice": lambda raw, _: raw.partition(b"\n")[0] + b"\n" + raw,
    "column missing": _header(lambda names: names[1:]),
    "column twice": _header(lambda names: [*names, names[0]]),
    "column renamed": _header(lambda names: ["nosuch", *names[1:]]),
    "columns in another order": _header(lambda names: names[::-1]),
    "upper case": _header(lambda names: [name.upper() for name in names]),
    "field too many": _text(lambda text, _: text.rstrip("\n") + ",x\n"),
    "field too few": _text(lambda text, _: text.rstrip("\n").rpartition(",")[0] + "\n"),
    "open quote": _text(lambda text, _: text.rstrip("\n").rpartition(",")[0] + ',"x\n'),
    "formula": _text(lambda text, _: _field(text, lambda old: "=cmd|' /C calc'!A0")),
    "blank before": _text(lambda text, _: _field(text, lambda old: " " + old)),
    "line in a field": _text(lambda text, _: _field(text, lambda old: f'"{old}\nx"')),
    "row twice": _text(
        lambda text, _: text.rstrip("\n") + "\n" + text.rstrip("\n").rpartition("\n")[2] + "\n"
    ),
}
YAML: dict[str, Change] = {
    "anchor": _text(lambda text, _: text + "\nzz_anchor: &a [x]\nzz_alias: *a\n"),
    "alias bomb": lambda raw, _: (
        b"a: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (n, n, b",".join([b"*%c" % (n - 1)] * 9)) for n in range(98, 110))
    ),
    "tag": _text(lambda text, _: text + "\nzz: !!python/object/apply:os.getcwd []\n"),
    "harmless tag": _text(lambda text, _: text + "\nzz: !!str x\n"),
    "deep": lambda raw, _: raw + b"\nzz: " + b"[" * 5000 + b"\n",
    "deep mapping": lambda raw, _: raw + b"\nzz: " + b"{a: " * 200 + b"}" * 200 + b"\n",
    "200,000 items": lambda raw, _: raw + b"\nzz: [" + b"1," * 200_000 + b"]\n",
    "a list": lambda raw, _: b"- a\n- b\n",
    "a word": lambda raw, _: b"word\n",
    "a number": lambda raw, _: b"5\n",
    "null": lambda raw, _: b"null\n",
    "key twice": _text(lambda text, _: text + "\n" + _entry(text)),
    "tab": _text(lambda text, _: text + "\nzz:\n\t- x\n"),
    "open bracket": _text(lambda text, _: text + "\nzz: [x\n"),
    "two documents": _text(lambda text, _: text + "\n---\na: b\n"),
    "unknown key": _text(lambda text, _: text + "\nnosuchkey: x\n"),
    "number as key": _text(lambda text, _: text + "\n5: x\n"),
    "null as key": _text(lambda text, _: text + "\n~: x\n"),
    "mapping as key": _text(lambda text, _: text + "\n? {a: b}\n: x\n"),
    "merge key": _text(lambda text, _: text + "\n<<: {a: b}\n"),
}
VALUES = (
    "5", "-1", "1.5", "1e999", ".inf", ".nan", "9" * 5000, "0x10", "1_000", "1:30", "true", "yes", "null",
    "''", "[]", "{}", "[[1]]", "{a: {b: c}}", "20260127", "2026-02-30", "2026-W05-2", "0", '"\\ud800"',
    '"\\e[31m"',
)  # fmt: skip


def _field(text: str, change: Callable[[str], str]) -> str:
    """The first field of the last row, changed."""
    head, _, last = text.rstrip("\n").rpartition("\n")
    first, comma, rest = last.partition(",")
    return f"{head}\n{change(first)}{comma}{rest}\n"


def _entry(text: str) -> str:
    """The first entry at the top of a YAML file."""
    return re.search(r"^\w[^\n]*:.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)[0]


def _values(raw: bytes, chance: random.Random, many: int = 12) -> Iterator[tuple[str, bytes]]:
    """Values of other types in the place of some that are there; and some keys left out."""
    text = raw.decode("utf-8")
    found = [*re.finditer(r"^( *[\w-]+:) (?![|>#])(.+)$", text, re.MULTILINE)]
    for match in chance.sample(found, min(many, len(found))):
        value = chance.choice(VALUES)
        if value.strip("'\"") != match[2].strip("'\""):
            name = f"{match[1].strip()} {value[:20]}"
            yield name, (text[: match.start(2)] + value + text[match.end(2) :]).encode()


def _places(path: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """What else may stand in a file's place."""
    yield "a folder", path.mkdir
    yield "a pipe", lambda: os.mkfifo(path)
    yield "/dev/zero", lambda: path.symlink_to("/dev/zero")
    yield "/dev/tty", lambda: path.symlink_to("/dev/tty")
    yield "a link to itself", lambda: path.symlink_to(path)
    yield "a link to nothing", lambda: path.symlink_to("nowhere")
    yield "a socket", lambda: _socket(path)
    if os.geteuid():
        yield "no permission", lambda: (path.write_bytes(b"x"), path.chmod(0))


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's name is at most 107 bytes
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as made:
        made.bind(path.name)
    os.chdir(here)


class Trial:
    """A copy of the project, and all that a build does with it before its first kernel."""

    def __init__(self, folder: Path, edition: str, data: Path):
        self.root, self.edition = folder / "book", edition
        shutil.copytree(ROOT / "chapters", self.root / "chapters", ignore=shutil.ignore_patterns(".*"))
        for name in ("_config.yml", "_toc.yml"):
            shutil.copyfile(ROOT / name, self.root / name)
        for table in ("indicators", "units", "codelists"):
            shutil.copyfile(ROOT / "data" / f"{table}.csv", self._made(f"data/{table}.csv"))
        shutil.copytree(data / edition, self.root / "data" / edition)
        self._made("params.yml").write_text(
            f"edition: {edition}\nchapters:\n  industry:\n    top_projects: 9\n"
        )
        self._made("more.yml").write_text("chapters:\n  projects: {stages: [built]}\n")
        shutil.copyfile(ROOT / "data" / "examples" / f"progress-{DAY}.csv", self._made("progress.csv"))

    def _made(self, name: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def files(self) -> list[str]:
        """Every file that a person can edit."""
        own = sorted((self.root / "data").rglob("*.csv")) + sorted((self.root / "data").rglob("*.yml"))
        names = [path.relative_to(self.root).as_posix() for path in own]
        with_progress = ["progress.csv"] if self.edition == "guangling-2026" else []
        return [*names, "params.yml", "more.yml", "_config.yml", "_toc.yml", *with_progress]

    def run(self, broken: str) -> None:
        """InputError, where the project cannot be used."""
        project = Project(self.root)
        options = []
        if broken == "progress.csv":
            options = [("progress", str(self.root / "progress.csv")), ("as_of", DAY)]
        configuration.require_sound(project)
        asked = settings.resolve(project, [self.root / "more.yml"], options)
        chapters.survey(project, asked, Request())
        chapters.require_sound_edition(project, asked)

    def judge(self, broken: str) -> tuple[str, str, float]:
        """What became of it: accepted, refused, crashed, hangs, badly said; the message; seconds."""

        def enough(*_: object) -> None:
            raise TimeoutError

        signal.signal(signal.SIGALRM, enough)
        signal.alarm(PATIENCE)
        start, printed = time.perf_counter(), io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                self.run(broken)
            result, message = "accepted", ""
        except InputError as error:
            message = str(error)
            is_plain = message.strip() and not is_invisible(message.replace("\n", ""))
            result = "refused" if is_plain else "badly said"
        except TimeoutError:
            result, message = "hangs", ""
        except Exception as error:
            result, message = "crashed", f"{type(error).__name__}: {error}"
        finally:
            signal.alarm(0)
        return result, message.partition("\n")[0], time.perf_counter() - start


def trials(trial: Trial, name: str, chance: random.Random) -> Iterator[tuple[str, str, str, float]]:
    """Each way of breaking one file: its name, what became of it, the message, seconds."""
    path = trial.root / name
    raw = path.read_bytes()
    changes = ANY | (CSV if path.suffix == ".csv" else YAML)
    made = [(how, change(raw, chance)) for how, change in changes.items()]
    made += list(_values(raw, chance)) if path.suffix == ".yml" else []
    for how, changed in made:
        if changed is None or (changed == raw and how not in HARMLESS):
            continue
        path.write_bytes(changed)
        yield how, *trial.judge(name)
    for how, put in _places(path):
        path.unlink(missing_ok=True)
        put()
        yield how, *trial.judge(name)
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    path.write_bytes(raw)


def main() -> int:
    """Print the table; 1 when anything crashed, hung, was badly said or wrongly taken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--edition", default="guangling-2026", metavar="NAME")
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="where the edition's folder lies")
    parser.add_argument("--only", default="", metavar="WORD", help="only files whose name has it")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--all", action="store_true", help="print every trial")
    args = parser.parse_args()
    chance, bad = random.Random(args.seed), []
    head = ("file", "tried", "refused", "accepted", "harmless", "crashed", "hangs", "badly said", "slow")
    row = "{:<36}{:>7}{:>9}{:>10}{:>10}{:>9}{:>7}{:>12}{:>6}"
    print(row.format(*head))
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), args.edition, args.data)
        sound = [trial.judge("")[2] for _ in range(2)][1]
        for name in trial.files():
            if args.only not in name:
                continue
            counts: Counter[str] = Counter()
            for how, result, message, seconds in trials(trial, name, chance):
                kind = "harmless" if result == "accepted" and how in HARMLESS else result
                counts.update([kind, "tried", *(["slow"] if seconds > sound + SLOW else [])])
                is_bad = kind not in ("refused", "harmless") or seconds > sound + SLOW
                is_bad = is_bad or (how in HARMLESS and result == "refused")
                if is_bad:
                    bad.append(f"{name}: {how}: {result} in {seconds:.1f} s: {message[:150]}")
                if args.all:
                    print(f"    {how}: {result} in {seconds:.1f} s: {message[:150]}")
            total += counts
            print(row.format(name, *(counts[key] for key in head[1:])), flush=True)
    print(row.format("all", *(total[key] for key in head[1:])))
    print(*bad, sep="\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
