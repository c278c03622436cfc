"""`planbook desk`: a server on this machine's loopback, for as long as somebody works with it."""

from __future__ import annotations

import html
import os
import socket
import threading
import webbrowser
from pathlib import Path

import uvicorn

from planbook.errors import BuildError, InputError
from planbook.run import lock
from planbook.run.project import Project

from . import start_pages
from .app import make
from .jobs import Jobs
from .security import Guard, Keys
from .view import Desk


def serve(project: Project, report: Path | None, *, edition: str = "", like: str = "", port: int = 0,
          browser: bool = True) -> None:  # fmt: skip
    """Serve the desk until Ctrl-C or until its page ends it; a `report` is drafted at once.

    Where the desk of this project is open already its page is opened once more.

    Raises:
        InputError: there is no such report, or the port is taken.
        BuildError: another desk of this project is open, and it cannot be shown or asked to draft.
    """
    if report and not report.is_file():
        raise InputError(f"{report}: no such file; expected a report (docx, pdf, html, txt …)")
    folder = project.output / "desk"
    try:
        with lock.held(folder), _listening(port) as listener:
            _run(project, report, edition, like, listener, folder if browser else None)
    except lock.Busy as busy:
        opener = _opener(folder)
        if browser and not report and opener.is_file():
            print("工作台已经开着，在浏览器里再打开一页。", flush=True)
            _open(opener).join()
            return
        holder = str(busy).partition("(")[2].partition(")")[0]
        raise BuildError(
            f"another desk of this project is open ({holder}); use its window, or end it"
        ) from None


def _run(
    project: Project, report: Path | None, edition: str, like: str, listener: socket.socket,
    folder: Path | None,
) -> None:  # fmt: skip
    port, keys, jobs = listener.getsockname()[1], Keys(), Jobs(project)
    desk = Desk(project, jobs)
    opener = _opener(folder) if folder else None

    def address() -> str:
        return f"http://127.0.0.1:{port}/?token={keys.token}"

    def again() -> None:
        if opener:  # for whoever starts the desk once more
            _write(opener, address())
        else:
            print(f"another window: {address()}", flush=True)

    guarded = Guard(make(desk), port, keys, again)
    server = uvicorn.Server(
        uvicorn.Config(
            guarded, access_log=False, log_level="warning", lifespan="off", ws="none", proxy_headers=False,
            server_header=False, date_header=False, timeout_graceful_shutdown=1, limit_concurrency=100,
        )
    )  # fmt: skip
    desk.end = lambda: setattr(server, "should_exit", True)
    print(f"the desk: {address()}\nit ends with Ctrl-C; what was decided is kept", flush=True)
    if opener:
        print("工作台在浏览器里打开了。关掉这个窗口，工作台就结束；看过的都已存盘。", flush=True)
    try:
        if report:
            start_pages.begin(desk, report.resolve(), edition, like or None)
        else:
            threading.Thread(target=jobs.warm, daemon=True).start()
        if opener:
            _write(opener, address())
            _open(opener)
        server.run(sockets=[listener])
    finally:
        jobs.close()
        if opener:
            opener.unlink(missing_ok=True)


def _listening(port: int) -> socket.socket:
    """A socket on the loopback and nowhere else; a free port where none is asked for."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)  # whoever has the address already may wait
    except OSError as error:
        listener.close()
        raise InputError(f"--port: got {port}, expected one that is free ({error.strerror})") from None
    return listener


def _opener(folder: Path) -> Path:
    return folder / "open.html"


def _write(opener: Path, address: str) -> None:
    """Write the address into a file of its owner only: other users see what a command line says."""
    opener.unlink(missing_ok=True)
    handle = os.open(opener, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        link = html.escape(address, quote=True)
        file.write(
            f'<meta charset="utf-8"><meta http-equiv="refresh" content="0; url={link}">'
            f'<a href="{link}">工作台</a>'
        )


def _open(opener: Path) -> threading.Thread:
    """Open the browser by that file."""
    opening = threading.Thread(target=webbrowser.open, args=(opener.as_uri(),), daemon=True)
    opening.start()
    return opening
