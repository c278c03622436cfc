# ruff: noqa: E501 (tables of cases)
"""Ctrl-C ends a command: soon, with 130 and one line, whatever it is at."""

import signal
import subprocess
import sys
import time

import pytest

from planbook import interrupt

CASES = {
    "while it works": "time.sleep(60)",
    "while it is imported": "import planbook.cli as cli, types; sys.modules['planbook.cli'] = None\ntime.sleep(60)",
    "when it is swallowed": "\nfor _ in range(600):\n    try:\n        time.sleep(0.1)\n    except BaseException:\n        pass",
    "when something is waited for": "import threading; threading.Thread(target=time.sleep, args=[60]).start(); time.sleep(60)",
    "in text that is executed": "exec('time.sleep(60)')",
    "when Python makes another error of it": "class Slow:\n    def __set_name__(self, owner, name):\n        time.sleep(60)\nclass Owner:\n    field = Slow()",
    "when a command makes another error of it": "\ndef run(args):\n    try:\n        time.sleep(60)\n    except BaseException:\n        raise OSError('broken') from None\nimport types\ncli.parser = lambda: types.SimpleNamespace(parse_args=lambda typed: types.SimpleNamespace(run=run))\nreturn cli._run([])",
    "again and again": "\ntry:\n    time.sleep(60)\nfinally:\n    time.sleep(1)",
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_ctrl_c(case, tmp_path):
    """Exit code 130, nothing but the line; a second one does nothing."""
    body = "\n".join(f"    {line}" for line in CASES[case].splitlines())
    code = f"import sys, time\nfrom planbook import __main__, cli\ndef main():\n    print('ready', flush=True)\n{body}\n"
    code += "cli.main = main\nsys.exit(__main__.main())"
    (tmp_path / "command.py").write_text(code)
    process = subprocess.Popen(
        [sys.executable, "-m", "command"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    for _ in range(3):
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (interrupt.CODE, f"{interrupt.STOPPED}\n")


AT_EACH_LINE = """
import os, signal, sys
from planbook import __main__, cli, interrupt
cli.main = lambda: 0
OURS = {__main__.__file__, interrupt.__file__}

def trace(frame, event, _):
    global left
    if frame.f_code.co_filename in OURS and event != "call":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGINT)
    return trace

for number in range(1, 60):
    reader, writer = os.pipe()
    if not (child := os.fork()):
        os.dup2(writer, 2)
        left = number
        sys.settrace(trace)
        code = __main__.main()
        sys.settrace(None)
        os._exit(99 if left > 0 else code)
    os.close(writer)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(code, repr(os.read(reader, 9999).decode()))
"""


def test_at_each_line():
    """From the first line of main() to the last: stopped and so told, or done and nothing told."""
    done = subprocess.run([sys.executable, "-c", AT_EACH_LINE], capture_output=True, text=True)
    ends = done.stdout.splitlines()
    assert done.stderr == "" and len(ends) == 59 and ends[-1] == "99 ''"
    assert {*ends} == {f"{interrupt.CODE} {interrupt.STOPPED + chr(10)!r}", "0 ''", "99 ''"}


def test_while_our_modules_are_found():
    """One that comes before main() begins waits for it."""
    code = "import os, signal, sys\nclass Finder:\n    def find_spec(name, *_):\n        if name == 'planbook.interrupt':\n"
    code += "            os.kill(os.getpid(), signal.SIGINT)\nsys.meta_path.insert(0, Finder)\n"
    code += "from planbook.__main__ import main\nsys.exit(main())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (interrupt.CODE, f"{interrupt.STOPPED}\n")


def test_who_has_it_ignored():
    """What a shell starts behind it stays behind it."""
    code = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nfrom planbook import interrupt; interrupt.listen()"
    code += "\nprint(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "True\n"
