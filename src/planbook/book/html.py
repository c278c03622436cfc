"""A stage of executed notebooks → the pages of the book."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from planbook.book import binder, number_check
from planbook.book.page_cache import Memory
from planbook.errors import BindError

STAMPS = (".buildinfo", ".buildinfo.bak")

Coming = Mapping[str, Callable[[], None]]  # page → returns when the page is on the stage, or raises


def build(stage: Path, out: Path, coming: Coming | None = None, memory: Memory | None = None) -> None:
    """Make the pages of the book from `stage` and put them, all of them or nothing, at `out`.

    Args:
        stage: folder with `_config.yml`, `_toc.yml` and the executed notebooks. A work folder is made in it
            and removed. Nothing is executed here.
        out: folder that does not exist yet, on the file system of the stage.
        coming: pages that are still being made, in the order in which they are expected; of these the stage
            holds any file by that name. All others are read first.
        memory: of the run before, so that pages that have not changed are not made again.

    Raises:
        BindError: every warning and error of Sphinx, every number without an origin, or a full disk; `out`
            does not exist then.
        Whatever waiting for a page raises: that page will never come; `out` does not exist then.
    """
    stage = stage.resolve()
    pages = _Pages(coming or {})

    def prepare(app: Any) -> None:
        pages.attend(app)
        if memory:
            memory.attend(app)

    with binder.work_folder(stage, binder.WORK, out) as work:
        recalled = memory is not None and memory.recall(stage, work, pages.files)
        try:
            made = binder.run(stage, work, "html", prepare=prepare, fresh=not recalled)
        except (BindError, OSError):
            if pages.lost:
                raise pages.lost from None
            raise
        if homeless := number_check.check(made, memory.sound if memory else None):
            raise BindError("\n".join(homeless))
        if memory:
            memory.keep(stage, work)
        for stamp in STAMPS:  # they hold a digest of the machine's paths
            (made / stamp).unlink(missing_ok=True)
        made.rename(out)


class _Pages:
    """Has Sphinx read the pages as they come."""

    def __init__(self, coming: Coming) -> None:
        self.coming = coming
        self.files = {f"{page}.ipynb" for page in coming}
        self.lost: Exception | None = None  # why a page never came

    def attend(self, app: Any) -> None:
        app.connect("env-before-read-docs", self.order)
        app.connect("env-purge-doc", self.wait)  # the last event before a page is read

    def order(self, _app: Any, _env: Any, names: list[str]) -> None:
        last = {name: place for place, name in enumerate(self.coming, start=1)}
        names.sort(key=lambda name: (last.get(name, 0), name))

    def wait(self, app: Any, _env: Any, name: str) -> None:
        if name in self.coming:
            _use_the_time()
            try:
                self.coming[name]()
            except Exception as error:
                self.lost = error
                raise


def _use_the_time() -> None:
    """What the first page that is written would wait for: soupsieve, for the theme, compiles for 0.15 s."""
    import soupsieve

    soupsieve.compile("ul > li.active a")
