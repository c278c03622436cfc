"""How many small faults in the code the tests notice, in the rooms edition, check and audit.

    python benchmarks/mutants.py [--many N] [--seed N] [--only TEXT]

A mutant is the code with one expression changed: comparison (< to <=), boolean (and to or), arithmetic
(+ to -), constant (3 to 4), return (None instead), condition (always, never). N of all are drawn by the seed.
Each runs the tests that ran its line, from the files that test these rooms alone, until one fails; when none
does, it survives. `equivalent_mutants.txt` names those that no test can tell from the code.

Why no library: mutmut 3.8 leaves out whatever has a decorator (all properties), draws no sample, and fails
with tests that start a process; cosmic-ray 8.7 runs one command for all and writes into the work tree.
"""

import argparse
import ast
import copy
import os
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import chain, groupby, zip_longest
from pathlib import Path
from typing import NamedTuple

import coverage
import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "planbook"
ROOMS = ("edition", "check", "audit")
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.txt")
MOST = 60  # tests of other files for a mutant
LIBRARIES = ("pydantic", "yaml", "lxml.etree")  # imported once, for all
# One test that takes a minute is an endless loop, and noticed.
ENDLESS = ["-o", "faulthandler_timeout=60", "-o", "faulthandler_exit_on_timeout=true"]
PYTEST = ["-q", "-p", "no:cacheprovider", "--noconftest", *ENDLESS]  # what is not imported costs nothing
SWAPS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult,
}  # fmt: skip


class Mutant(NamedTuple):
    module: str  # edition/pairs.py
    line: int
    kind: str
    change: str  # name of the function: a < b → a <= b

    @property
    def key(self) -> str:
        return f"{self.module}: {self.change}"


def changed(node: ast.AST) -> Iterator[tuple[str, str, ast.AST]]:
    """Kind, field and new value of each small fault that this node can have."""
    match node:
        case ast.Compare(ops=[op]):
            yield "comparison", "ops", [SWAPS[type(op)]()]
        case ast.BoolOp(op=op):
            yield "boolean", "op", SWAPS[type(op)]()
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in SWAPS:
            yield "arithmetic", "op", SWAPS[type(op)]()
        case ast.UnaryOp(op=ast.USub()):
            yield "arithmetic", "op", ast.UAdd()
        case ast.Constant(value=bool() as value):
            yield "constant", "value", not value
        case ast.Constant(value=int() as value):
            yield "constant", "value", value + 1
        case ast.Return(value=ast.expr()):
            yield "return", "value", ast.Constant(None)
        case ast.If(test=ast.Name("TYPE_CHECKING")):
            return
        case ast.If() | ast.IfExp():
            yield from (("condition", "test", ast.Constant(value)) for value in (True, False))
        case ast.comprehension(ifs=[_, *_]):
            yield "condition", "ifs", []


def mutants(path: Path) -> Iterator[tuple[Mutant, ast.Module]]:
    """All mutants of a module, each with the tree as it is until the next; what only types read has none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for owner in ast.walk(tree):
        for field in {"annotation", "returns"} & set(owner._fields):
            setattr(owner, field, None if field == "returns" else ast.Name("object"))
    names = {}  # of the innermost function or class around a node
    for owner in ast.walk(tree):
        if isinstance(owner, ast.FunctionDef | ast.ClassDef):
            names |= dict.fromkeys(ast.walk(owner), owner.name)
    for node in ast.walk(tree):
        for kind, field, value in changed(node):
            before, old = show(node), getattr(node, field)
            setattr(node, field, value)
            line = getattr(node, "lineno", None) or node.target.lineno
            change = f"{names.get(node, 'module')}: {before} → {show(node)}"
            yield Mutant(str(path.relative_to(SOURCE)), line, kind, change), tree
            setattr(node, field, old)


def show(node: ast.AST) -> str:
    """A node in one line; of a statement with a body only the head."""
    head = copy.copy(node)
    if isinstance(head, ast.If):
        head.body, head.orelse = [ast.Expr(ast.Constant(...))], []
    return " ".join(ast.unparse(head).removesuffix("...").split())


def files() -> list[str]:
    """The tests of these rooms: they import them, and neither what shows figures nor what makes books."""
    here = re.compile(r"planbook(\.| import .*)\b(edition|check|audit)\b")
    above = re.compile(r"planbook(\.| import .*)\b(show|bind|draft|pipeline|export)\b|mark\.slow")
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").glob("test_*.py"))}
    return [str(path) for path, text in texts.items() if here.search(text) and not above.search(text)]


class Contexts:
    """A plugin of pytest: coverage writes down which test, with its fixtures, ran a line."""

    def __init__(self, measured: coverage.Coverage):
        self.measured = measured

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        self.measured.switch_context(item.nodeid)
        return (yield)


def in_process(work: Callable[[], int]) -> int:
    """Exit code of work in a process of its own, which has the libraries but none of planbook's modules."""
    if not (child := os.fork()):
        try:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            os._exit(work())
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def covered(folder: Path) -> coverage.CoverageData:
    """Which test ran which line; the tests must pass."""

    def run() -> int:
        measured = coverage.Coverage(str(folder / "coverage"), source=[str(SOURCE / room) for room in ROOMS])
        measured.start()
        code = pytest.main([*PYTEST, *files()], plugins=[Contexts(measured)])
        measured.stop()
        measured.save()
        return code

    if in_process(run):
        raise SystemExit("These tests fail without a mutant; mend them first: pytest " + " ".join(files()))
    data = coverage.CoverageData(str(folder / "coverage"))
    data.read()
    return data


def nearest(tests: set[str], module: str) -> list[str]:
    """All tests of the module's own file, then MOST others, one of each function in turn."""

    def in_turn(chosen: Iterable[str]) -> list[str]:
        functions = groupby(sorted(chosen), lambda test: test.partition("[")[0])
        turns = zip_longest(*(list(cases) for _, cases in functions))
        return [test for turn in turns for test in turn if test]

    own = {test for test in tests if f"/test_{Path(module).stem}.py::" in test}
    return in_turn(own) + in_turn(tests - own)[:MOST]


def survives(mutant: Mutant, tests: list[str], copied: Path) -> bool:
    """Whether all these tests pass with the mutant in place of the module."""

    def run() -> int:
        sys.path.insert(0, str(copied))
        os.environ["PYTHONPATH"] = str(copied)  # for tests that start a process
        return pytest.main(["-x", *PYTEST, *tests])

    module = copied / "planbook" / mutant.module
    good = module.read_bytes()
    tree = next(tree for one, tree in mutants(SOURCE / mutant.module) if one == mutant)
    module.write_text(ast.unparse(tree), encoding="utf-8")
    code = in_process(run)
    module.write_bytes(good)
    return code == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--many", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--only", default="", help="mutants whose line holds this: audit/, <=")
    args = parser.parse_args()
    paths = [path for room in ROOMS for path in sorted((SOURCE / room).glob("*.py"))]
    every = [mutant for path in paths for mutant, _ in mutants(path) if args.only in mutant.key]
    drawn = random.Random(args.seed).sample(every, min(args.many, len(every)))
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()
    equivalent = {line for line in lines if " → " in line}
    counted: Counter[tuple[str, str]] = Counter()
    sys.dont_write_bytecode = True  # two mutants of one size and second would share it
    os.chdir(ROOT)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for library in LIBRARIES:
        import_module(library)
    with tempfile.TemporaryDirectory() as folder:
        data, copied = covered(Path(folder)), Path(folder) / "src"
        shutil.copytree(SOURCE, copied / "planbook", ignore=shutil.ignore_patterns("__pycache__"))
        for mutant in drawn:
            room = mutant.module.partition("/")[0]
            ran = data.contexts_by_lineno(str(SOURCE / mutant.module))
            at_line = ran.get(mutant.line, [])
            if at_line == [""]:  # when the module was imported
                at_line = chain.from_iterable(ran.values())
            tests = nearest({*at_line} - {""}, mutant.module)
            if mutant.key in equivalent:
                word = "equivalent"
            else:
                word = "survived" if not tests or survives(mutant, tests, copied) else "killed"
            counted[room, word] += 1
            print(f"{word:<10} {mutant.kind:<10} line {mutant.line:<4} {mutant.key}", flush=True)
    print("\nroom     killed  survived  equivalent  score")
    for room in (*ROOMS, "all"):
        killed, survived, same = (
            sum(n for (place, kind), n in counted.items() if kind == word and room in (place, "all"))
            for word in ("killed", "survived", "equivalent")
        )
        score = f"{killed / (killed + survived):.0%}" if killed + survived else "–"
        print(f"{room:<8} {killed:>6}  {survived:>8}  {same:>10}  {score:>5}")


if __name__ == "__main__":
    main()
