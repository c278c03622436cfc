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
    "again and again": "\ntry:\n    time.sleep(60)\nfinally:\n    time.sleep(1)",
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_ctrl_c(case):
    """Exit code 130, nothing but the line; a second one does nothing."""
    body = "\n".join(f"    {line}" for line in CASES[case].splitlines())
    code = f"import sys, time\nfrom planbook import __main__, cli\ndef main():\n    print('ready', flush=True)\n{body}\n"
    code += "cli.main = main\nsys.exit(__main__.main())"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "ready\n"
    for _ in range(3):
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (interrupt.CODE, f"{interrupt.STOPPED}\n")


def test_who_has_it_ignored():
    """What a shell starts behind it stays behind it."""
    code = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nfrom planbook import interrupt; interrupt.listen()"
    code += "\nprint(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "True\n"
