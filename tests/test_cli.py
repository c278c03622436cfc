"""The command line: what it prints, its exit codes, and what it imports to say no."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import books
import pytest

from planbook import cli

KILLS = int(os.environ.get("PLANBOOK_KILLS", "3"))  # moments at which a build is killed


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A book that was built once, by the command."""
    project = books.make(tmp_path_factory.mktemp("cli") / "book", overview="looks_up", industry="simple")
    done = planbook(project, "build")
    assert (done.returncode, done.stdout) == (0, f"{project.html}/index.html\n"), done.stderr
    return project


@pytest.fixture
def project(built, tmp_path):
    """A copy that nothing else changes."""
    shutil.copytree(built.root, tmp_path / "book")
    return type(built)(tmp_path / "book")


def planbook(project, *arguments: str, **more) -> subprocess.CompletedProcess:
    return subprocess.run([*COMMAND, *arguments], cwd=project.root, text=True, capture_output=True, **more)


COMMAND = (sys.executable, "-m", "planbook")

WRONG = {
    "build -p editon qingshi-2026": "-p editon: expected the name of a parameter; nearest: edition",
    "build -p edition qingshi-2062": '-p edition: got "qingshi-2062", expected one of qingshi-2026',
    "build -p industry.top_projects 99": "-p industry.top_projects: got 99, expected a whole number",
    "build -f nowhere.yml": "nowhere.yml -f: expected a file that can be read",
    "build --only indsutry": '--only: got "indsutry", expected one of overview, industry; nearest: industry',
    "build --source extra.csv": "extra.csv sha256: This is not the text that the edition was read from",
    "build --jobs 0": "argument -j/--jobs: got '0', expected a whole number from 1",
    "build -p edition": "argument -p: expected 2 arguments",
    "status -p as_of 2026-13-01": '-p as_of: got "2026-13-01", expected a date such as 2026-06-30',
    "params indstry": 'CHAPTER: got "indstry", expected one of overview, industry; nearest: industry',
    "progress-template qingshi-2062": 'EDITION: got "qingshi-2062", expected one of qingshi-2026; nearest',
    "progress-template -o no/where.csv": "-o: got no/where.csv, expected a file in a folder that exists",
    "check qingshi-2027": "data: There is no such edition: got “qingshi-2027”",
    "build -p as_of 2026-06-30 -p progress extra.csv": "expected a parameter that a chapter declares",
    "check " + "x" * 300: "File name too long",
    "diff " + "x" * 5000: "File name too long",
    "trace " + "x" * 10_001: "got an argument of 10001 characters, expected at most 10000",
    "progress-template -o " + "x" * 300: "File name too long",
    "biuld": "invalid choice: 'biuld'",
    "": "the following arguments are required: COMMAND",
}


IMPORTS = """
import sys
from planbook import cli

def main(arguments):
    try:
        code = cli.main(arguments)
    except SystemExit as end:
        code = end.code
    roots = {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names
    print("others:", *sorted(root for root in roots if root != "planbook" and root[0] != "_"), flush=True)
    return code
"""
ONE = f"{IMPORTS}\nsys.exit(main(sys.argv[1:]))"
# each command in a process of its own, forked before it imports anything; what it says goes to a file
EACH = f"""{IMPORTS}
import os

for number, typed in enumerate(sys.argv[2:]):
    child = os.fork()
    if not child:
        with open(f"{{sys.argv[1]}}/{{number}}", "w") as said:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            os._exit(main(typed.split()))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
# what runs and binds chapters, and takes seconds to import
HEAVY = {
    "IPython",
    "jupyter_client",
    "matplotlib",
    "nbformat",
    "numpy",
    "pandas",
    "papermill",
    "seaborn",
    "sphinx",
}


@pytest.fixture(scope="module")
def answers(built, tmp_path_factory) -> dict[str, tuple[str, str]]:
    """For each wrong command its exit code and what was said."""
    folder = tmp_path_factory.mktemp("answers")
    command = [sys.executable, "-c", EACH, str(folder), *WRONG]
    done = subprocess.run(command, cwd=built.root, text=True, capture_output=True)
    said = [(folder / str(number)).read_text(encoding="utf-8") for number in range(len(WRONG))]
    return dict(zip(WRONG, zip(done.stdout.split(), said, strict=True), strict=True))


@pytest.mark.parametrize("typed", WRONG)
def test_wrong_input(answers, typed):
    """Exit code 2, one line that says what is wrong, no traceback; told before anything heavy is imported."""
    code, said = answers[typed]
    assert code == "2"
    assert WRONG[typed] in said and "Traceback" not in said
    others = said.rpartition("others:")[2].split()
    assert not HEAVY.intersection(others)


def test_outside_of_a_book(tmp_path):
    """Where there is no book, every command says what it looked for."""
    for command in ("build", "status", "params", "check"):
        done = subprocess.run([*COMMAND, command], cwd=tmp_path, text=True, capture_output=True)
        assert done.returncode == 2
        assert done.stderr.startswith(f"no book in {tmp_path} or above it: expected a folder with _toc.yml")


def test_help_imports_nothing_of_others(built):
    """`planbook --help` and a build that finds nothing to do import the standard library only."""
    planbook(built, "build")
    for arguments in (["--help"], ["build", "--help"], ["build"], ["status"]):
        done = subprocess.run(
            [sys.executable, "-S", "-c", ONE, *arguments],
            cwd=built.root,
            text=True,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        assert done.stdout.endswith("others:\n"), (arguments, done.stdout, done.stderr)
        assert arguments != ["build"] or "nothing changed" in done.stderr


def test_status_tells_reasons(project):
    """`planbook status` names what would run and why, and changes nothing."""
    planbook(project, "build")
    assert planbook(project, "status").stdout == "nothing would be run: the book is up to date\n"
    done = planbook(project, "status", "-p", "industry.top_projects", "5")
    assert done.stdout == "overview: up to date\nindustry: stale\n    parameter top_projects: 12 → 5\n"


def test_params(built):
    """Every parameter with type, default, bounds and meaning; as JSON Schema; as a notebook's cell."""
    said = planbook(built, "params", "industry").stdout.splitlines()
    assert said[0].split() == ["parameter", "type", "default", "accepts", "meaning"]
    assert "top_projects  int   12       a whole number from 1 to 60  " in said[1]
    schema = json.loads(planbook(built, "params", "industry", "--schema").stdout)
    assert schema["properties"]["top_projects"]["maximum"] == 60
    assert "top_projects: int = 12  # " in planbook(built, "params", "industry", "--cell").stdout
    assert planbook(built, "params", "--cell").returncode == 2


def test_check(project):
    """No findings: exit code 0. Findings: exit code 2, for people or as JSON."""
    done = planbook(project, "check")
    assert (done.returncode, done.stdout) == (0, "qingshi-2026: no findings\n")
    figures = project.data / "qingshi-2026" / "figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace(",5.8,%", ",5.9,%"), encoding="utf-8")
    done = planbook(project, "check", "qingshi-2026")
    assert done.returncode == 2 and done.stdout.endswith("qingshi-2026: 1 finding\n")
    found = json.loads(planbook(project, "check", "--json").stdout)["qingshi-2026"]
    assert [(f["slug"], f["field"], f["got"]) for f in found] == [("not-as-printed", "value", "“5.9”")]


def test_progress_template(project):
    """The sheet lies in the folder of the caller, under the edition's name; a second one is refused."""
    done = planbook(project, "progress-template")
    assert (done.returncode, done.stdout) == (0, "progress-qingshi-2026.csv\n")
    assert "no tasks: fill in value and state; then: planbook build -p progress FILE" in done.stderr
    again = planbook(project, "progress-template")
    assert again.returncode == 2 and again.stderr.startswith("-o: progress-qingshi-2026.csv exists already")
    assert planbook(project, "progress-template", "qingshi-2026", "--force").returncode == 0


def test_every_command_is_documented():
    """Each command has a line of help and answers --help."""
    said = cli.parser().format_help()
    for command in cli.COMMANDS:
        assert command.name in said and command.help in said
        with pytest.raises(SystemExit) as end:
            cli.main([command.name, "--help"])
        assert end.value.code == 0


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), RuntimeError("odd")], ids=str)
def test_no_traceback(monkeypatch, capsys, error):
    """A full disk and our own mistakes end in one line and exit code 1."""

    def fail(_):
        raise error

    monkeypatch.setattr(cli, "COMMANDS", [cli.Command("fail", "", lambda parser: None, fail)])
    assert cli.main(["fail"]) == 1
    said = capsys.readouterr().err
    full = "No space left on device; the published book is whole\n"
    assert said == full if isinstance(error, OSError) else "planbook itself failed: RuntimeError: odd" in said


def _start(project, *arguments):
    return subprocess.Popen(
        [*COMMAND, "build", *arguments],
        cwd=project.root,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.parametrize("kernels", [(), ("--plain-kernels",)], ids=["forked", "ordinary"])
def test_ctrl_c(project, kernels):
    """Ctrl-C: exit code 130, one line, no process left, the book as it was. Until then no second build."""
    before = (project.html / "index.html").read_bytes()
    shutil.copyfile(books.NOTEBOOKS / "slow.ipynb", project.notebook("industry"))
    process = _start(project, *kernels)
    assert books.wait_for(lambda: len(books.processes(project)) >= 1)
    second = planbook(project, "build")
    told = f"another build is running (process {process.pid}); try again later\n"
    assert (second.returncode, second.stderr) == (1, told)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=25)
    assert (process.returncode, said.splitlines()[-1]) == (130, "stopped; the published book is whole")
    assert "Traceback" not in said
    assert books.wait_for(lambda: not books.processes(project))
    assert (project.html / "index.html").read_bytes() == before


def test_the_terminal_is_not_the_chapters(project):
    """What is typed while a build runs is no input of a kernel's."""
    books.edit(project, "industry", 4, "import os\n\nprint('read', len(os.read(0, 9)))")
    done = subprocess.run([*COMMAND, "build"], cwd=project.root, input=b"typed", capture_output=True)
    assert done.returncode == 0, done.stderr
    assert "read 0" in (project.html / "chapters" / "industry.html").read_text(encoding="utf-8")


def test_kill(project):
    """kill -9 of the build alone, while a kernel is at a cell: what it started ends, too."""
    shutil.copyfile(books.NOTEBOOKS / "slow.ipynb", project.notebook("industry"))
    process = _start(project)
    assert books.wait_for(lambda: len(books.processes(project)) >= 2)
    time.sleep(1)
    process.kill()
    process.communicate(timeout=25)
    assert books.wait_for(lambda: not books.processes(project))


@pytest.mark.slow
def test_kill_at_any_moment(project):
    """kill -9 whenever it falls: the book is whole, the old one or the new; the next build works."""
    asked = ("-p", "industry.top_projects", "5")
    seen = [_pages(project)]
    chance = random.Random(KILLS)
    for _ in range(KILLS):
        process = _start(project, *asked, "--force")
        time.sleep(chance.uniform(0, 6))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert books.wait_for(lambda: not books.processes(project))
        seen.append(_pages(project))
    assert planbook(project, "build", *asked).returncode == 0
    assert all(pages in (seen[0], _pages(project)) for pages in seen)
    left = {path.name for path in project.output.iterdir()}
    assert left <= {"html", "cache", "manifest.json", "previous.json", "state.json", "times.json", ".lock"}


def _pages(project) -> dict[str, bytes]:
    return {str(p.relative_to(project.html)): p.read_bytes() for p in project.html.rglob("*") if p.is_file()}
