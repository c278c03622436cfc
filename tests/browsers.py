"""What tests and benchmarks of pages share: Debian's Chromium, a desk as a process, a window on it."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP desk.example 127.0.0.1",  # a name that somebody else makes point here
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


@contextmanager
def launched() -> Iterator:
    """A Chromium without a window; skips, saying so, where there is none or no Playwright."""
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (on Debian: apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Served:
    """A desk as a process of its own: `address` to be let in once, `root` without the token."""

    def __init__(self, root: Path, *arguments: str):
        command = [sys.executable, "-m", "planbook", "desk", "--no-browser", *arguments]
        self.process = subprocess.Popen(
            command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.address = re.search(r"http://\S+", self.process.stdout.readline())[0]
        self.root = self.address.partition("/?")[0]

    def end(self, how: int = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=30)


class Window:
    """A window on a desk that notes what went wrong in its pages, and what it asked of others."""

    def __init__(self, browser, served: Served, **options):
        self.context = browser.new_context(locale="zh-CN", **{"viewport": DESK, **options})
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("response", lambda got: self._note(got.url) if got.status in (404, 500) else None)
        ours = (served.root, "data:")
        self.page.on("request", lambda one: None if one.url.startswith(ours) else self._note(one.url))
        self.page.goto(served.address)
        self.page.wait_for_url(f"{served.root}/")

    def _note(self, fault: str) -> None:
        """Of the desk's own pages: those of the book are other tests' matter."""
        if "/book/" not in self.page.url + fault:
            self.faults.append(fault)

    def count(self) -> list[int]:
        """How many numerals and tasks wait."""
        told = self.page.inner_text("nav.tabs")
        return [int(number) for number in re.findall(r"剩 (\d+)", told)]
