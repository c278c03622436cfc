# ruff: noqa: E501 (tables of cases)
"""Is every wrong parameter refused: exit code 2, at once, without a traceback, and is nothing wrong accepted?

    python benchmarks/wrong_parameters.py [--processes]

Each kind is tried with `planbook status` on a small book, in this process; with --processes each in one of its own,
as a person would.
"""

import argparse
import contextlib
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import books  # noqa: E402

SECONDS = 1.0  # what a refusal may take
HUGE = "9" * 5000


class Wrong(NamedTuple):
    """What somebody types behind `planbook status`; `made` is the file that `-f wrong.yml` names."""

    kind: str
    typed: tuple[str, ...]
    made: bytes | None = None


def options() -> Iterator[Wrong]:
    """-p: names, and values of each type."""

    def p(kind: str, *pairs: str) -> Wrong:
        typed = [word for pair in zip(pairs[::2], pairs[1::2], strict=True) for word in ("-p", *pair)]
        return Wrong(kind, tuple(typed))

    names = ("", ".", "..", "editon", "Edition", "edition ", " edition", "edition.x", "industry", "industry.",
             ".top_projects", "industry.top_project", "top_projects", "industry.top_projects.x", "indstry.top_projects",
             "growth.", "growht.gdp", "chapters", "chapters.industry", "x" * 10_000, "产业.项目", "a\nb", "\x1b[31m",
             "\u202eedition", "edi\udcfftion", "-p", "--force", "industry.edition", "projects.top_projects")  # fmt: skip
    yield from (p(f"name {name[:20]!r}", name, "5") for name in names)
    numbers = ("", " ", "x", "0", "-1", "61", "1.5", "1e1", "0x10", "010", "1_0", "+", "--5", "５", "٥", "五", "5 ", " 5",
               "5%", "-5%", "5\n", "inf", "nan", "true", "null", "[5]", "{a: 5}", HUGE, f"-{HUGE}", "1" * 40, "1" * 100_000,
               "5;6", "5,0", "!!int 5", "&a 5", "1:30", "½", "5\x1b[0m", "\udcff")  # fmt: skip
    yield from (p(f"whole number {text[:12]!r}", "industry.top_projects", text) for text in numbers)
    rates = ("", "x", "101", "-51", "-5%", "-1e1", "1e999", "-inf", ".5.5", "5..5", "nan", "5％", "－5", "−5", "true", "[5]",
             HUGE, f"0.{HUGE}", "5e", "0x5", "5_5", "1:30", "５", "5 5", "\udcff", "5\u202e", "!!float 5")  # fmt: skip
    yield from (p(f"rate {text[:12]!r}", "scenario", "own", "growth.gdp", text) for text in rates)
    mappings = ("", "x", "5", "[gdp]", "{gdp}", "{gdp: }", "{gdp: x}", "{gdp: [5]}", "{gdp: {a: 5}}", "{5: 5}", "{gdp: 5, gdp: 6}",
                "{gdpp: 5}", "{gdp: 5", "{gdp: !!float foo}", "{[a]: 5}", "{? {a: b} : 5}", "&a {gdp: 5}", "{gdp: &a 5, revenue: *a}",
                "{gdp: 5, <<: {revenue: 6}}", "{null: 5}", "{unemployment: 5}", "{gdp: 1e999}", "- gdp: 5", "{gdp: 5}\n---\n{}",
                "{" * 10_000, "{a: " * 500 + "5" + "}" * 500, "{" + "gdp: 5, " * 100_000 + "}", "!!python/name:os.system")  # fmt: skip
    yield from (p(f"mapping {text[:16]!r}", "scenario", "own", "growth", text) for text in mappings)
    bomb = "[&a [x,x,x,x,x,x,x,x,x], &b [*a,*a,*a,*a,*a,*a,*a,*a,*a], &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]]"
    lists = ("", "x", "5", "water", "[5]", "[nosuch]", "[watre]", "[水利]", "['water ']", "[water, water]", "[[water]]", "[{a: b}]",
             "{a: b}", "[water", "[null]", "[true]", "[1.5]", "['']", "['\x1b']", "['\u202e']", "[!!int foo]", "[!!timestamp foo]",
             bomb, "[" * 10_000, "[" * 13 + "]" * 13, "[" + "water," * 200_000 + "]", "[" + "x," * 70 + "]", "[water, \udcff]",
             "!!set {a, b}", "!!binary aGk=", "*a", "%YAML 9", "@", "`", "\t[water]", "[a]\n[b]")  # fmt: skip
    yield from (p(f"list {text[:16]!r}", "industry.sectors", text) for text in lists)
    stages = (
        "[builtt]",
        "[built, built]",
        "[Built]",
        "built",
        "[建成]",
        "[built; planned]",
        "[5]",
        "[[built]]",
        "[]x",
    )
    yield from (p(f"choices {text[:16]!r}", "projects.stages", text) for text in stages)
    choices = ("", "Plan", "OWN", "plan ", "x", "5", "true", "[plan]", "\x1b", HUGE)
    yield from (p(f"choice {text[:12]!r}", "scenario", text) for text in choices)
    yield from (
        p(f"choice {text[:12]!r}", "overview.order", text) for text in ("", "Gap", "x", "5", "gap given")
    )
    thresholds = ("-1", "101", "60%", "sixty", "1e1", "", "0.5", HUGE)
    yield from (p(f"threshold {text[:12]!r}", "livelihood.threshold", text) for text in thresholds)
    days = ("x", "20260630", "2026-W10-1", "2026-W27", "2026-6-30", "2026-06-31", "2026-13-01", "0000-01-01", "26-06-30", "2026/06/30",
            "2026-06-30 ", "2026-06-30T00:00", "2026-06-30T00:00:00Z", "２０２６-06-30", "2026-06", "2026", "-2026-06-30", "30.06.2026",
            "2026年6月30日", "2025-06-30", "2027-01-01", "today", "1e3", HUGE, "\udcff", "2026-06-30\n")  # fmt: skip
    yield from (p(f"day {text[:20]!r}", "progress", "progress.csv", "as_of", text) for text in days)
    paths = ("nowhere.csv", ".", "..", "/", "/dev/zero", "/dev/null", "pipe", "loop", "a\0b", "\udcff", "x" * 300,
             "x/" * 3000, "progress.csv\n", "~/progress.csv", "http://x/y.csv", "\x1b[31m")  # fmt: skip
    yield from (p(f"path {text[:16]!r}", "progress", text, "as_of", "2026-06-30") for text in paths)
    editions = ("x", "qingshi-2025", "Qingshi-2026", "qingshi-2026/", "../data/qingshi-2026", "/etc", "..", "qingshi-2026 ", "青石-2026",
                "qingshi_2026", "\0", "\udcff", "\u202e", "x" * 100_000, "qingshi-2026\nx", "*", "--all")  # fmt: skip
    yield from (p(f"edition {text[:20]!r}", "edition", text) for text in editions)
    yield p("scenario without growth", "scenario", "own")
    yield p("growth without scenario", "growth.gdp", "5")
    yield p("progress without a day", "progress", "progress.csv")
    yield p("a day without progress", "as_of", "2026-06-30")
    yield Wrong("-p alone", ("-p",))
    yield Wrong("-p with a name", ("-p", "scenario"))


def files() -> Iterator[Wrong]:
    """-f: files that are none, no text, no YAML, or give what cannot be."""

    def f(kind: str, made: bytes | str) -> Wrong:
        raw = made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")
        return Wrong(f"file: {kind}", ("-f", "wrong.yml"), raw)

    for name in (
        "nowhere.yml",
        ".",
        "/",
        "/dev/zero",
        "/dev/random",
        "/dev/tty",
        "pipe",
        "loop",
        "x" * 300,
        "x/" * 3000,
        "\udcff",
    ):
        yield Wrong(f"-f {name[:12]!r}", ("-f", name))
    yield f("GBK", "edition: 青石".encode("gbk"))
    yield f("UTF-16", "scenario: own\n".encode("utf-16"))
    yield f("NUL", b"scenario: own\0\n")
    yield f("random", bytes(range(256)))
    yield f("200,000 items", "chapters:\n  industry:\n    sectors:\n" + "    - x\n" * 200_000)
    yield f("200 MB", b"#" * 200_000_000)
    yield f("50 kB of one list", "chapters: {industry: {sectors: [" + "x," * 24_900 + "]}}")
    yield f(
        "a bomb", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b]\n"
    )
    yield f("a merge of itself", "a: &a {<<: *a}\n")
    texts = (
        "scenario", "- scenario", "5", "'", '"', "[", "{", "scenario: own", "scenario: [own]", "scenario: {a: b}", "scenario:\n",
        "scenario: own\nscenario: plan\n", "scenario: !!str own\n", "scenario: !!python/object/apply:os.system [ls]\n",
        "growth: {gdp: 5, gdp: 6}\nscenario: own\n", "growth:\n  gdp: 5\n  gdp: 5\nscenario: own\n", "growth: {gdp: yes}\nscenario: own\n",
        "growth: {gdp: 5_5}\nscenario: own\n", "growth: {gdp: .inf}\nscenario: own\n", "growth: 5\nscenario: own\n",
        f"growth: {{gdp: {HUGE}}}\nscenario: own\n", "growth: {gdp: !!float foo}\nscenario: own\n", "as_of: !!timestamp foo\n",
        "as_of: 2026-06-30\n", "as_of: 20260630\nprogress: progress.csv\n", "as_of: 2026-06-30T00:00:00\nprogress: progress.csv\n",
        "as_of: 2026-02-30\nprogress: progress.csv\n", "progress: pipe\nas_of: 2026-06-30\n", "progress: 5\nas_of: 2026-06-30\n",
        "progress: \"a\\0b\"\nas_of: 2026-06-30\n", "edition: 2026\n", "edition: [qingshi-2026]\n", "edition: ../x\n", "edition: \"\\e[31m\"\n",
        "chapters: 5\n", "chapters: [industry]\n", "chapters: {indstry: {}}\n", "chapters: {industry: 5}\n", "chapters: {industry: [a]}\n",
        "chapters: {industry: {top_project: 5}}\n", "chapters: {industry: {top_projects: 0}}\n", "chapters: {industry: {top_projects: 0x10}}\n",
        "chapters: {industry: {top_projects: 1:30}}\n", "chapters: {industry: {top_projects: 1_0}}\n", "chapters: {industry: {top_projects: '5'}}\n",
        "chapters: {industry: {top_projects: 010}}\n", "chapters: {industry: {top_projects: true}}\n", "chapters: {industry: {top_projects: 5.0}}\n",
        "chapters: {industry: {top_projects: !!int foo}}\n", f"chapters: {{industry: {{top_projects: {HUGE}}}}}\n",
        "chapters: {industry: {top_projects: 5}, industry: {}}\n", "chapters: {industry: {edition: x}}\n", "chapters: {overview: {order: Gap}}\n",
        "chapters: {industry: {sectors: water}}\n", "chapters: {industry: {sectors: [water, water]}}\n", "chapters: {industry: {sectors: [wtaer]}}\n",
        "chapters: {projects: {stages: [built, 5]}}\n", "chapters: {livelihood: {threshold: 101}}\n", "chapters: {livelihood: {threshold: 60%}}\n",
        "editon: x\n", "top_projects: 5\n", "? [a]\n: 5\n", "? {a: b}\n: 5\n", "1: 5\n", "null: 5\n", "\tscenario: plan\n", "scenario: plan\n\tx: 1\n",
        "scenario: plan\n...\nx\n---\ny\n", "%YAML 9.9\n---\nscenario: own\n", "<<: {scenario: own}\n", "scenario: plan: own\n", "scenario: 'own\n",
        "scenario: |\n  own\n", "scenario: \"\\x41\\uD800\"\n", "a: " + "[" * 5000, "a: " + "{a: " * 5000, "- " * 5000, "scenario: \u202eown\n",
    )  # fmt: skip
    yield from (f(repr(text[:40]), text) for text in texts)


def prepare(folder: Path) -> Path:
    """The book on which they are tried, with a pipe and a loop of links."""
    chapters = ("overview", "industry", "projects", "livelihood")
    project = books.make(folder / "book", **dict.fromkeys(chapters, "simple"))
    cell = "\n".join(
        f"{name} = None"
        for name in (
            "edition",
            "scenario",
            "growth",
            "progress",
            "as_of",
            "top_projects",
            "sectors",
            "stages",
            "order",
            "threshold",
        )
    )
    for chapter in chapters:
        books.edit(project, chapter, 2, cell)
    (project.root / "progress.csv").write_text(
        "indicator,item,project,measure,value,unit,preliminary,note\n", "utf-8"
    )
    os.mkfifo(project.root / "pipe")
    (project.root / "loop").symlink_to("loop")
    return project.root


def every() -> list[Wrong]:
    return [*options(), *files()]


def run(root: Path, wrong: Wrong, process: bool = False) -> str:
    """Try one; returns what is wrong with the refusal, "" when nothing is."""
    from planbook import cli

    if wrong.made is not None:
        (root / "wrong.yml").write_bytes(wrong.made)
    typed = ["status", *wrong.typed]
    out, begin = io.StringIO(), time.monotonic()
    if any(len(word.encode("utf-8", "surrogateescape")) > 120_000 or "\0" in word for word in typed):
        process = False  # no system takes it
    if process:
        done = subprocess.run(
            [sys.executable, "-m", "planbook", *map(os.fsencode, typed)], cwd=root, capture_output=True
        )
        code, said = done.returncode, (done.stderr + done.stdout).decode("utf-8", "replace")
    else:
        with contextlib.redirect_stderr(out), contextlib.redirect_stdout(out), contextlib.chdir(root):
            try:
                code = cli.main(typed)
            except SystemExit as end:
                code = end.code
            except BaseException as error:
                code = repr(error)
        said = out.getvalue()
    seconds = time.monotonic() - begin
    faults = [f"exit {code}"] if code != 2 else []
    faults += [f"{seconds:.1f} s"] if seconds > SECONDS else []
    faults += ["a traceback"] if "Traceback" in said else []
    faults += (
        ["raw control characters"]
        if any((c < " " and c not in "\n\t") or c in "\x7f\u202e" for c in said)
        else []
    )
    faults += [f"{len(said)} characters"] if len(said) > 20_000 else []
    return f"{', '.join(faults)}: {said[:200]!r}" if faults else ""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--processes", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = prepare(Path(folder))
        run(root, Wrong("imports", ("-p", "x", "y")))
        told = {wrong.kind: said for wrong in every() if (said := run(root, wrong, asked.processes))}
    for kind, said in told.items():
        print(f"{kind}: {said}")
    kinds = [wrong.kind for wrong in every()]
    print(f"{len(kinds)} wrong parameters and files: {len(kinds) - len(told)} refused within {SECONDS} s")
    return int(bool(told))


if __name__ == "__main__":
    sys.exit(main())
