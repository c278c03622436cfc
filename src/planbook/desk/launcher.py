"""A file to double-click: it starts the desk of this project with this Python, in a window that says so.

Linux has .desktop files, macOS .command, Windows .cmd. A terminal opens with each; closing its window ends
the desk.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from planbook.errors import InputError
from planbook.run.project import Project

from .view import HERE

NAME = "计划读本工作台"


def write(project: Project, folder: Path, platform: str = sys.platform) -> Path:
    """Write the file into a folder (the project's own, the person's desktop) and return its path.

    Raises:
        InputError: there is no such folder, or the system knows no such files.
    """
    if not folder.is_dir():
        raise InputError(f"--launcher: {folder} is no folder; expected one such as ~/Desktop")
    if platform == "darwin":
        path, text = folder / f"{NAME}.command", _command(project.root.resolve())
    elif platform.startswith("linux"):
        path, text = folder / f"{NAME}.desktop", _entry(project.root.resolve())
    elif platform == "win32":
        path, text = folder / f"{NAME}.cmd", batch(str(project.root.resolve()), sys.executable)
    else:
        raise InputError(f"--launcher: got the system {platform}, expected Linux, macOS or Windows")
    path.write_text(text, encoding="utf-8", newline="")
    path.chmod(0o755)
    return path


def _command(root: Path) -> str:
    return f"#!/bin/sh\ncd {shlex.quote(str(root))} && exec {shlex.quote(sys.executable)} -m planbook desk\n"


def batch(root: str, python: str) -> str:
    """A batch file: names are UTF-8, a per cent sign is doubled, nothing else means anything in quotes; the
    window stays when the desk could not start, to be read."""
    folder, program = (name.replace("%", "%%") for name in (root, python))
    lines = ["@echo off", "chcp 65001 >nul", f'cd /d "{folder}" && "{program}" -m planbook desk || pause', ""]
    return "\r\n".join(lines)


def _entry(root: Path) -> str:
    """A desktop entry (freedesktop.org); the window stays when the desk could not start, to be read."""
    shell = _quoted('cd "$1" && "$0" -m planbook desk || read -r line')
    command = f"sh -c {shell} {_quoted(sys.executable)} {_quoted(str(root))}"
    return "\n".join(
        [
            "[Desktop Entry]", "Type=Application", "Version=1.0", f"Name={NAME}",
            "Comment=审阅计划报告，做成书", f"Exec={command}", f"Icon={HERE / 'static' / 'desk.svg'}",
            "Terminal=true", "Categories=Office;", "",
        ]
    )  # fmt: skip


def _quoted(argument: str) -> str:
    """An argument of Exec: quoted by the rules of Exec, then escaped as a value of the file."""
    for sign in ("\\", '"', "`", "$"):
        argument = argument.replace(sign, f"\\{sign}")
    quoted = f'"{argument}"'.replace("%", "%%")
    return quoted.replace("\\", "\\\\").replace("\n", "\\n")
