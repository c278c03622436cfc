"""What Sphinx read and wrote before: a page that has not changed is not made again.

The memory holds Sphinx's environment and document trees, the pictures that the notebooks left beside them,
the pages as they were written with the text for the search, and Jinja's compiled templates. It counts
when everything that reading depends on is the same, by content. A page is then read again when it has
changed, and written again when it has changed, when it names a caption that has, or when anything else that
pages show of each other has: their titles, places and numbers. Sphinx itself goes by times: everything on
the stage is made old for it, and what has changed is named.

The memory may vanish at any moment, and is replaced only after a run without complaints.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Container, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planbook.book.exports import FOLDER
from planbook.run import hashing, tidy

if TYPE_CHECKING:  # who has nothing to bind does not wait for Sphinx
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

READ = ("doctrees", "jupyter_execute")  # what reading leaves in Sphinx's work folder
DATA = ("data/", "provenance.json", "search.json", "settings")
SEARCH = "searchtext.js"  # what writing adds to for each page


class Memory:
    """The memory of one book.

    folder: where it is kept; stage: the files of the stage, by content; program: a digest of all else that
    pages are made by, code and libraries.
    """

    def __init__(self, folder: Path, stage: Mapping[str, str], program: str):
        self.folder = folder
        self._offered = {name: seen for name, seen in stage.items() if name.startswith(f"{FOLDER}/")}
        # Data are only linked to; figures are looked up by the checks after writing; settings are on a page.
        rest = {
            name: seen
            for name, seen in stage.items()
            if not (_is_page(name) or name.startswith(DATA) or name in self._offered)
        }
        self.key = hashlib.sha256(json.dumps([rest, program], sort_keys=True).encode()).hexdigest()
        self._last: dict[str, Any] = {}  # of the run before, when it counts
        self._changed: list[str] = []  # the pages that are not what they were
        self.reading: set[str] = set()  # those that this run reads
        self.chosen: set[str] = set()  # those that are written again although they are not read
        self._images: set[str] = set()
        self._face = ""
        self._captions: dict[str, str] = {}
        self._named: dict[str, list[str]] = {}  # the labels that each page names
        self.sound: set[str] = (
            set()
        )  # pages whose numbers all have an origin (see planbook.book.number_check)

    @property
    def recalled(self) -> bool:
        """Whether there is a run before that counts."""
        return bool(self._last)

    def recall(self, stage: Path, work: Path, coming: Container[str]) -> bool:
        """Put what was read and written into the work folder, and make the stage old.

        Args:
            coming: the pages whose files are not yet what they will be.

        Returns:
            Whether there was anything to recall.
        """
        try:
            index = json.loads(self._index.read_text(encoding="utf-8"))
            if index["key"] != self.key or index["kept"] != self._kept():
                return False
            for name in READ:
                if (self.folder / name).is_dir():
                    shutil.copytree(self.folder / name, work / name)
            now = pages(stage)
            same = {page for page in now if now[page] == index["pages"].get(page) and page not in coming}
            _take(self.folder / "html", work / "html", same)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            shutil.rmtree(work, ignore_errors=True)
            return False
        changed = {stage / page for page in now.keys() - same}
        for path in stage.rglob("*"):
            if path.is_file() and work not in path.parents:
                os.utime(path, None if path in changed else (0, 0))
        self._changed = [str(Path(page).with_suffix("")) for page in now.keys() - same]
        self._last, self.sound = index, set(index["sound"])
        self._named = index["named"]
        return True

    def attend(self, app: "Sphinx") -> None:
        """Have Sphinx use compiled templates, and write no page that would be what it was."""
        from jinja2 import FileSystemBytecodeCache

        templates = self.folder / "templates"
        if not self._last:
            tidy.remove(templates)
        tidy.folder(templates)
        app.builder.templates.environment.bytecode_cache = FileSystemBytecodeCache(str(templates))
        app.connect("env-get-outdated", lambda *_: self._changed)
        app.connect("env-before-read-docs", self._note, priority=900)
        app.connect("doctree-read", self._note_names)
        app.connect("env-get-updated", self._choose, priority=900)  # when all numbers are given out
        self._leave_root(app)

    def lend(self, app: "Sphinx") -> None:
        """Have another builder write the trees that were read for the pages; it leaves nothing behind.

        Trees are the same for all builders, which choose when they write; so what else it is configured with
        is no reason to read again.
        """
        from sphinx import environment

        if app.env.config_status == environment.CONFIG_NEW:  # it could not be read back
            return
        app.env.config_status = environment.CONFIG_OK
        app.connect("env-get-outdated", lambda *_: self._changed)
        if not self._changed:  # all numbers are given out
            app.env.check_dependents = lambda *_: iter(())  # type: ignore[method-assign]

    def _leave_root(self, app: "Sphinx") -> None:
        """Sphinx writes the landing page whenever it writes any."""
        prepare: Callable[[set[str]], None] = app.builder.prepare_writing

        def prepare_writing(pages: set[str]) -> None:
            if self._last and app.config.root_doc not in self.reading | self.chosen:
                pages.discard(app.config.root_doc)
            prepare(pages)

        app.builder.prepare_writing = prepare_writing  # type: ignore[method-assign, assignment]

    def _note(self, _app: "Sphinx", _env: "BuildEnvironment", names: list[str]) -> None:
        self.reading = set(names)

    def _note_names(self, app: "Sphinx", doctree: "nodes.document") -> None:
        from sphinx.addnodes import pending_xref

        names = {str(link["reftarget"]).lower() for link in doctree.findall(pending_xref)}
        self._named[app.env.docname] = sorted(names)

    def _choose(self, app: "Sphinx", env: "BuildEnvironment") -> list[str]:
        """The pages to be written beside those that were read."""
        others = self._others(app, env)
        # NOTE: where no page is written, Sphinx writes nothing of the rest either.
        self.chosen = others if others or self.reading else {app.config.root_doc}
        return sorted(self.chosen)

    def _others(self, app: "Sphinx", env: "BuildEnvironment") -> set[str]:
        self._face, self._images, self._captions = face(env), set(env.images), captions(env)
        if self._face != self._last.get("face") or app.config.html_copy_source:  # sources go with their pages
            return set(env.found_docs)
        for uri, (shown_by, name) in env.images.items():
            kept = [Path(app.outdir, app.builder.get_target_uri(page)) for page in shown_by - self.reading]
            # What is read notes its own when it is written; a drawing may stand in the page itself.
            if any(name in page.read_text(encoding="utf-8") for page in kept if page.is_file()):
                app.builder.images[uri] = name
        before = self._last.get("captions", {})
        new = {label for label, caption in self._captions.items() if before.get(label) != caption}
        pages = {page for page, names in self._named.items() if new.intersection(names)}
        if self._offered != self._last.get("offered"):
            pages |= {
                app.config.root_doc,
                *(page for offering, _ in env.dlfiles.values() for page in offering),
            }
        return pages & env.found_docs

    def keep(self, stage: Path, work: Path) -> None:
        """Take over what a run without complaints has read and written; nothing when there is no room."""
        with contextlib.suppress(OSError):
            tidy.remove(self._index)
            tidy.folder(self.folder)
            for name in (*READ, "html"):
                tidy.remove(self.folder / name)
            for name in READ:
                if (work / name).is_dir():
                    shutil.move(work / name, self.folder / name)
            for path in (self.folder / "jupyter_execute").rglob("*.*"):
                if not any(uri.endswith(path.relative_to(self.folder).as_posix()) for uri in self._images):
                    path.unlink()  # a picture of an earlier run
            now = pages(stage)
            _take(work / "html", self.folder / "html", now)
            index = {"key": self.key, "pages": now, "offered": self._offered, "face": self._face}
            index |= {"captions": self._captions, "named": self._named}
            index |= {"sound": sorted(self.sound), "kept": self._kept()}
            new = self._index.with_name("pages.new")
            new.write_text(json.dumps(index), encoding="utf-8")
            new.replace(self._index)

    def _kept(self) -> dict[str, str]:
        """All that is kept, by content: of what is damaged nothing is used."""
        return hashing.tree(self.folder, *READ, "html", "templates")

    @property
    def _index(self) -> Path:
        return self.folder / "pages.json"  # written last, removed first: without it there is no memory


def _take(from_: Path, to: Path, sources: Iterable[str]) -> None:
    """Copy the text for the search, and what was written of some pages (of one outside the book, nothing)."""
    for name in (SEARCH, *(f"{Path(source).with_suffix('')}.html" for source in sources)):
        if name == SEARCH or (from_ / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(from_ / name, to / name)


def pages(stage: Path) -> dict[str, str]:
    """Every page on a stage, by content; told by the file, `chapters/industry.ipynb`."""
    sources = {path.relative_to(stage).as_posix(): path for path in sorted((stage / "chapters").rglob("*"))}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in sources.items()
        if _is_page(name)
    }


def _is_page(name: str) -> bool:
    return name.startswith("chapters/") and name.endswith((".ipynb", ".md"))


def captions(env: "BuildEnvironment") -> dict[str, str]:
    """What a link without words of its own shows, by label: captions and titles of sections."""
    from planbook.book.links import standard

    return {label: str(caption) for label, (_, _, caption) in standard(env).labels.items()}


def face(env: "BuildEnvironment") -> str:
    """What every page shows of other pages, in one digest: titles, order, numbers, targets."""
    from planbook.book.links import standard

    domain = standard(env)
    parts = [
        sorted(env.found_docs),
        {page: title.astext() for page, title in env.titles.items()},
        {page: title.astext() for page, title in env.longtitles.items()},
        {page: toc.pformat() for page, toc in env.tocs.items()},
        {page: [list(key) for key in entries] for page, entries in env.toctree_includes.items()},
        {page: sorted(map(repr, entries.items())) for page, entries in env.toc_secnumbers.items()},
        {page: sorted(map(repr, entries.items())) for page, entries in env.toc_fignumbers.items()},
        sorted((label, page, target) for label, (page, target, _) in domain.labels.items()),
        sorted(map(repr, domain.anonlabels.items())),
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
