"""Many editions: one book each, side by side, every one in a folder of its own, and a page that lists them.

    _build/editions/<edition>/    what a build of that edition writes: html, cache, manifest
    _build/editions/index.html    the list

Each book is an ordinary `pipeline.build` in a process of its own. Where these run is somebody else's matter:
`planbook.pool` on this machine, `planbook.cluster` on the workers of a Dask cluster.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from planbook import pool, space
from planbook.errors import BuildError, InputError
from planbook.run import lock, manifest
from planbook.run.manifest import Request
from planbook.run.project import Project

Say = Callable[[str], None]
Run = Callable[[Project, Request, Mapping[str, str], Say], dict[str, str]]  # such as pool.build


class Failed(BuildError):
    """Editions whose books could not be built: {edition: why}. The other books are as asked for."""

    def __init__(self, causes: dict[str, str], editions: int):
        self.causes = causes
        others = editions - len(causes)
        lines = [
            f"{edition}: {cause.replace(chr(10), chr(10) + '    ')}" for edition, cause in causes.items()
        ]
        lines.append(f"not built: {', '.join(causes)}; up to date: {others} of {editions}")
        super().__init__("\n".join(lines))


def build(project: Project, request: Request, say: Say = lambda line: None, run: Run | None = None) -> Path:
    """Build the book of every edition that has data, as `request` asks, and return the page that lists them.

    run: builds those that may differ; `pool.build` if nothing else is said.

    Raises:
        InputError: what is asked cannot hold for every edition, or for none. Nothing was built.
        Failed: some editions could not be built; their books are as they were, the others are built.
        BuildError: another build of all editions is running.
    """
    editions = project.editions()
    _require_for_all(project, request, editions)
    with lock.held(project.shelf):
        # 1. Which books may differ, by hashes alone.
        todo = [edition for edition in editions if _may_differ(project.of(edition), request)]
        if len(todo) < len(editions):
            unchanged = len(editions) - len(todo)
            say(f"nothing changed in {unchanged} of {len(editions)}" if todo else "nothing changed")

        # 2. Build those, several at a time. One that fails does not stop the others.
        causes: dict[str, str] = {}
        if todo:
            _require_for_some(project, request, todo)
            numbers = {edition: f"{editions.index(edition) + 1} of {len(editions)}" for edition in todo}
            causes = (run or pool.build)(project, request, numbers, say)
            space.save(project, editions, [edition for edition in todo if edition not in causes])

        # 3. List what stands there now.
        page = _list(project, editions, say)
    if causes:
        raise Failed(causes, len(editions))
    return page


def _require_for_all(project: Project, request: Request, editions: list[str]) -> None:
    """Refuse what names one edition: it cannot be asked of all."""
    if not editions:
        raise InputError(f"{project.data}: no edition there; expected a folder with a source.yml")
    one = ["-p edition" for name, _ in request.options if name == "edition"]
    if request.files:
        from planbook.run.parameters import sources

        items = (item for file in request.files for item in sources.read(file, project, []))
        one += [f"{item.where} edition" for item in items if item.label == "edition"]
    if request.source:
        one.append("--source")
    if one:
        raise InputError(f"--all and {one[0]}: every edition, or that one? Leave one of them out")


def _may_differ(book: Project, request: Request) -> bool:
    if request.force or request.only:
        return True
    return not manifest.unchanged(book, manifest.fingerprint(book, request))


def _require_for_some(project: Project, request: Request, todo: list[str]) -> None:
    """Refuse parameters that no edition can use; those that only some cannot use fail those only."""
    from planbook.run.parameters import settings

    refused: list[InputError] = []
    for edition in todo:
        try:
            settings.resolve(project.of(edition), request.files, request.options)
            return
        except InputError as wrong:
            refused.append(wrong)
    raise refused[0]


# ---------------------------------------------------------------- the page that lists them


def _list(project: Project, editions: list[str], say: Say) -> Path:
    """Write the page that lists the books, and those that compare them, if they say something new."""
    from planbook.book import editions_index

    books = []
    for edition in editions:
        book = project.of(edition)
        built = (manifest.read(book.manifest) or {}) if book.html.is_dir() else {}
        books.append(editions_index.Book(edition, len(built.get("figures", ())), **built.get("report", {})))
    more = ""
    if len(editions) > 1 and _compare(project, editions_index.font(books), say):
        more = '<p><a href="compare/index.html">各县对照</a></p>'
    return editions_index.write(project.shelf / "index.html", editions_index.page(books, more))


def _compare(project: Project, font: str, say: Say) -> bool:
    """Write the pages that compare, unless all that they come from is as it was; are there any?"""
    from planbook.run import hashing

    made_of = project.shelf / "compare" / ".made-of"

    def now() -> str:
        program = hashing.code((".",))
        pages = hashing.stamps(project.shelf, "compare")
        settled = pages and hashing.UNSETTLED not in program.values()
        return hashing.digest([hashing.stamps(project.data, "."), program, font, pages]) if settled else ""

    before = now()
    if before and made_of.is_file() and made_of.read_text(encoding="ascii") == before:
        return True
    from planbook.compare import page
    from planbook.compare.gather import Observations

    found = Observations(project.data, project.root / "_build" / "compare", say)
    if not page.write(found, project.shelf, font):
        return False
    made_of.write_text(now(), encoding="ascii")
    return True
