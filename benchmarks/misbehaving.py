# ruff: noqa: E501 (tables of cases)
"""Chapters that misbehave: is each told by cell and cause, the book whole, and nothing left of it?

    python benchmarks/misbehaving.py [NAME …]

Each kind is put into a cell of a small book that was built before; then the book is built, and the chapter put back.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import books  # noqa: E402

from planbook.run import descendants, hashing  # noqa: E402

COMMAND = (sys.executable, "-m", "planbook", "build")
CHILD = "import subprocess, sys\n{how}\nprint('started')"
SLEEPER = "import os, time; os.environ; time.sleep(1000)"


class Kind(NamedTuple):
    """The cell; the exit code of the build (0: the chapter is good all the same); what the message says."""

    cell: str
    code: int = 1
    said: str = "industry.ipynb cell 4"


KINDS = {
    "raises": Kind("1 / 0", said="cell 4: ZeroDivisionError: division by zero"),
    "raises without words": Kind("raise ValueError", said="cell 4: ValueError"),
    "cannot say what it raises": Kind("class E(Exception):\n    def __str__(self): raise RuntimeError\nraise E"),
    "sys.exit()": Kind("import sys; sys.exit()", said="cell 4: SystemExit"),
    "sys.exit(0)": Kind("import sys; sys.exit(0)", said="cell 4: SystemExit"),
    "raise SystemExit, no warnings": Kind("import warnings; warnings.simplefilter('ignore'); raise SystemExit", said="cell 4: SystemExit"),
    "exit()": Kind("exit()", code=-1, said=""),
    "os._exit(0)": Kind("import os; os._exit(0)", said="cell 4: its kernel died"),
    "segfault": Kind("import ctypes; ctypes.string_at(0)", said="cell 4: its kernel died"),
    "kills itself": Kind("import os; os.kill(os.getpid(), 9)", said="cell 4: its kernel died"),
    "kills its group": Kind("import os; os.killpg(0, 9)", said="cell 4: its kernel died"),
    "recursion": Kind("def f(): return f()\nf()", said="cell 4: RecursionError"),
    "reads the keyboard": Kind("input('?')", said="cell 4: StdinNotImplementedError"),
    "interrupts itself": Kind("raise KeyboardInterrupt", said="cell 4"),
    "a syntax error": Kind("def (", said="cell 4: SyntaxError"),
    "100 MB printed": Kind("for n in range(100):\n    print('x' * 1_000_000)", said="cell 4: it put out more than"),
    "100 MB on the descriptor": Kind("import os\nfor n in range(10_000):\n    os.write(1, b'x' * 10_000)", said="cell 4: it put out more than"),
    "prints without end": Kind("while True:\n    print('x' * 1000)", said="cell 4: it put out more than"),
    "prints to stderr": Kind("import sys; print('careful', file=sys.stderr)", said="cell 4: it printed to stderr: “careful”"),
    "a warning": Kind("import warnings; warnings.warn('old')", said="cell 4: it printed to stderr"),
    "JavaScript": Kind("from IPython.display import Javascript, display\ndisplay(Javascript('alert(1)'))", said="cell 4: it shows application/javascript"),
    "a script in HTML": Kind("from IPython.display import HTML, display\ndisplay(HTML('<table><tr><td onclick=\"x()\">a</td></tr></table>'))", said="cell 4: it shows text/html"),
    "HTML that is no table": Kind("from IPython.display import HTML, display\ndisplay(HTML('<marquee>a</marquee>'))", said="cell 4: it shows HTML that is no table"),
    "a script in SVG": Kind("from IPython.display import SVG, display\ndisplay(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x</script></svg>'))", said="cell 4: it shows image/svg+xml"),
    "a child that stays": Kind(CHILD.format(how=f"subprocess.Popen([sys.executable, '-c', {SLEEPER!r}])"), 0),
    "a child of its own session": Kind(CHILD.format(how=f"subprocess.Popen([sys.executable, '-c', {SLEEPER!r}], start_new_session=True)"), 0),
    "a daemon": Kind("import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(1000)\n    os._exit(0)\nprint('x')", 0),
    "a daemon, and it dies": Kind(CHILD.format(how=f"subprocess.Popen([sys.executable, '-c', {SLEEPER!r}], start_new_session=True)") + "\nimport os; os.kill(os.getpid(), 9)", said="its kernel died"),
    "closes its files": Kind("import os\nfor n in range(3, 200):\n    try: os.close(n)\n    except OSError: pass", said="industry.ipynb"),
    "writes into the published book": Kind("from pathlib import Path\nPath('../_build/html/index.html').write_text('mine')\n1 / 0", said="cell 4: ZeroDivisionError"),
    "removes the stage": Kind("import shutil; shutil.rmtree('../_build/stage')", said=""),
    "6 GB of memory": Kind("import resource; resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30)); x = bytearray(6 << 30)", said="cell 4: MemoryError"),
}  # fmt: skip


class Trials:
    def __init__(self, folder: Path) -> None:
        self.project = books.make(folder / "book", overview="looks_up", industry="simple")
        books.edit(self.project, "industry", 5, "")
        self.good = self.project.notebook("industry").read_bytes()
        self.build()
        self.pages = hashing.tree(self.project.output, "html")

    def build(self) -> subprocess.CompletedProcess:
        return subprocess.run([*COMMAND], cwd=self.project.root, text=True, capture_output=True, timeout=300)

    def run(self, name: str) -> str:
        """Try one kind; returns what is wrong, "" when nothing is."""
        kind = KINDS[name]
        books.edit(self.project, "industry", 4, kind.cell)
        done = self.build()
        said = done.stdout + done.stderr
        faults = [f"exit {done.returncode}"] if kind.code not in (-1, done.returncode) else []
        faults += [f"it does not say “{kind.said}”"] if done.returncode and kind.said not in said else []
        faults += ["a traceback"] if "Traceback" in said or "itself failed" in said else []
        mark = f"PLANBOOK_ROOT={self.project.root}"
        if not books.wait_for(lambda: not descendants.marked(mark), 5):
            left = descendants.marked(mark)
            faults.append(f"{len(left)} processes left")
            descendants.kill(left)
        left = {path.name for path in self.project.output.iterdir()} & {"run", "stage", "new"}
        faults += [f"left: {left}"] if left else []
        pages = hashing.tree(self.project.output, "html")
        if done.returncode and pages != self.pages and "the published book was changed" not in said:
            faults.append("the book is not what it was, and it is not said")
        self.project.notebook("industry").write_bytes(self.good)
        after = self.build()
        if after.returncode or hashing.tree(self.project.output, "html") != self.pages:
            faults.append(f"the next build: exit {after.returncode}: {after.stderr[-300:]}")
            shutil.rmtree(self.project.output)
            self.build()
        return faults and f"{'; '.join(faults)}: {said[-500:]}"


def main(*names: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        trials, wrong = Trials(Path(folder)), 0
        for name in names or KINDS:
            begin = time.monotonic()
            said = trials.run(name)
            wrong += bool(said)
            print(f"{name}: {said or 'good'} ({time.monotonic() - begin:.0f} s)", flush=True)
    print(f"{len(names or KINDS)} misbehaving chapters: {len(names or KINDS) - wrong} as they should be")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
