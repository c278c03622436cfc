"""The file to double-click: it starts the desk with this Python in this project, whatever their names are."""

import os
import re
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from planbook import cli
from planbook.desk import launcher
from planbook.errors import InputError
from planbook.run.project import Project

NAMES = ["book", "我的 书", 'it\'s "$HOME" `id` 100% \\n']


def unquoted(entry: str) -> list[str]:
    """The words of Exec as a desktop reads them: the value's escapes first, then the quotes, then %%."""
    (line,) = [line for line in entry.split("\n") if line.startswith("Exec=")]
    value = line.removeprefix("Exec=")
    plain = value.replace("\\\\", "\\")
    words = re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', plain)
    return [re.sub(r"\\(.)", r"\1", quoted).replace("%%", "%") or bare for quoted, bare in words]


def fake(path: Path) -> Path:
    """Something in the place of Python that says where it was started, and how."""
    path.write_text('#!/bin/sh\nprintf "%s " "$PWD" "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_a_desktop_entry_runs_it(tmp_path, name):
    """Run as a desktop would: the shell goes to the project and starts the desk with our Python."""
    root = tmp_path / name
    root.mkdir()
    path = launcher.write(Project(root), tmp_path, "linux")
    assert path.suffix == ".desktop" and path.stat().st_mode & stat.S_IXUSR
    words = unquoted(path.read_text(encoding="utf-8"))
    assert words[:2] == ["sh", "-c"] and words[-2:] == [sys.executable, str(root)]
    python = fake(tmp_path / "python")
    done = subprocess.run([*words[:3], str(python), str(root)], capture_output=True, text=True)
    assert done.stdout == f"{root} -m planbook desk "


@pytest.mark.parametrize("name", NAMES)
def test_a_command_file_runs_it(tmp_path, name):
    root = tmp_path / name
    root.mkdir()
    path = launcher.write(Project(root), root, "darwin")
    python = fake(tmp_path / "python")
    text = path.read_text(encoding="utf-8").replace(shlex.quote(sys.executable), shlex.quote(str(python)))
    path.write_text(text, encoding="utf-8")
    done = subprocess.run([str(path)], capture_output=True, text=True)
    assert path.suffix == ".command" and done.stdout == f"{root} -m planbook desk "


@pytest.mark.parametrize("folder", [r"C:\计划 读本", r"D:\100% & more (2)^", r"\\\\server\books"])
def test_a_batch_file_runs_it(folder):
    """As cmd.exe reads it: quotes first, in which only per cent signs mean anything, then && and ||."""
    first, code_page, line, end = launcher.batch(folder, r"C:\Py%1\python.exe").split("\r\n")
    assert (first, code_page, end) == ("@echo off", "chcp 65001 >nul", "")
    assert "%" not in line.replace("%%", "")
    words = re.findall(r'"([^"]*)"|(\S+)', line.replace("%%", "%"))
    assert [quoted or bare for quoted, bare in words] == [
        "cd", "/d", folder, "&&", r"C:\Py%1\python.exe", "-m", "planbook", "desk", "||", "pause"
    ]  # fmt: skip


def test_on_windows_it_is_a_cmd_file(tmp_path):
    path = launcher.write(Project(tmp_path), tmp_path, "win32")
    assert path.suffix == ".cmd" and path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n") == 3
    assert str(tmp_path) in path.read_text(encoding="utf-8")


def test_no_such_folder_and_no_such_system(tmp_path):
    with pytest.raises(InputError, match="no folder"):
        launcher.write(Project(tmp_path), tmp_path / "nowhere", "linux")
    with pytest.raises(InputError, match="Linux, macOS or Windows"):
        launcher.write(Project(tmp_path), tmp_path, "sunos5")


def test_the_command_says_where_it_is(tmp_path, monkeypatch, capsys):
    """In the folder where it is asked for, or in the one that is named; nothing is served."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "_toc.yml").write_text("root: chapters/overview\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["desk", "--launcher"]) == 0
    assert Path(capsys.readouterr().out.strip()).is_file()
    assert cli.main(["desk", "--launcher", "chapters"]) == 0
    assert Path(capsys.readouterr().out.strip()).parent.name == "chapters"
    assert cli.main(["desk", "--launcher", "nowhere"]) == 2
    assert os.listdir(tmp_path / "chapters")  # noqa: PTH208
