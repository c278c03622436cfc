"""The book for reading devices: Sphinx's EPUB builder on the stage, without scripts and the site's furniture.

As a Sphinx extension this module takes off the pages what only a browser needs. Pictures stay vectors, folds
stay folds, numbers stay links to their rows.
"""

import hashlib
import html
import re
import uuid
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from planbook.book import binder
from planbook.formats import archive

if TYPE_CHECKING:
    from planbook.book.page_cache import Memory
    from planbook.formats.cover import Cover
LANGUAGE = "zh-CN"
PLAIN = b'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
COVER, COVERS = "cover.png", f"{binder.WORK}/cover"
COVER_ITEM = f'href="_static/{COVER}" media-type="image/png"'.encode()
TITLES = {"toc": "目录", "cover": "封面"}
STYLE = "planbook-epub.css"


def export(stage: Path, out: Path, *, cover: "Cover", memory: "Memory | None" = None) -> Path:
    """Write the book of `stage` at `out`, whole or not at all. Nothing is executed here.

    Args:
        cover: title and author; its date is that of the book.
        memory: of the pages, so that what was read for them is not read again.

    Raises:
        BindError: what Sphinx complained of, one problem a line.
    """
    from planbook.formats.typst import compile

    identity = f"planbook-{_identity(cover)}"
    settings = {
        "epub_basename": "book",
        "epub_title": cover.title,
        "epub_author": cover.author,
        "epub_contributor": cover.author,
        "epub_publisher": cover.author,
        "epub_description": cover.subtitle,
        "epub_language": LANGUAGE,
        "epub_copyright": cover.author,
        "version": cover.edition or cover.title,
        "epub_scheme": "id",
        "epub_uid": identity,  # Sphinx names the one in one place and the other in another
        "epub_identifier": identity,
        "epub_show_urls": "no",
        "epub_tocdepth": 2,
        "epub_tocdup": False,
        "epub_tocscope": "includehidden",
        "epub_use_index": False,
        "epub_theme_options": {"relbar1": False, "footer": False},
        "epub_cover": (f"_static/{COVER}", "epub-cover.html"),
        "epub_exclude_files": ["_static/sphinx-design.min.css"],
        "html_sidebars": {},
    }

    def prepare(app: Any) -> None:
        app.builder.guide_titles = TITLES
        compile.cover(cover, Path(app.srcdir) / COVERS / COVER)

    with binder.work_folder(stage, binder.WORK, out) as work:
        made = binder.run(
            stage,
            work,
            "epub",
            extensions=["planbook.formats.epub"],
            settings=settings,
            prepare=prepare,
            memory=memory,
        )
        members = list(_numbered(dict(_members(made / "book.epub", cover)), cover).items())
        return archive.put(archive.pack(members, cover.built), out)


def _identity(cover: "Cover") -> uuid.UUID:
    """The same for the same edition with the same parameters."""
    identity = hashlib.sha256("\x1f".join(cover.texts()).encode()).digest()
    return uuid.UUID(bytes=identity[:16], version=4)


def _members(book: Path, cover: "Cover") -> Iterator[tuple[str, bytes]]:
    """What Sphinx packed, without clock and machine."""
    keywords = "".join(f"<dc:subject>{html.escape(word)}</dc:subject>" for word in cover.keywords)
    with zipfile.ZipFile(book) as packed:
        for info in packed.infolist():
            content = packed.read(info)
            if info.filename.endswith("content.opf") and cover.built:
                day = f"{cover.built:%Y-%m-%d}T00:00:00Z".encode()
                content = re.sub(rb"(?<=>)\d{4}-\d\d-\d\dT[\d:]+Z(?=<)", day, content)
                content = content.replace(COVER_ITEM, COVER_ITEM + b' properties="cover-image"')
                content = content.replace(b"</dc:title>", b"</dc:title>" + keywords.encode(), 1)
            if info.filename.endswith(".xhtml"):  # Sphinx's page does not say its language
                content = content.replace(PLAIN, PLAIN[:-1] + b' lang="zh-CN" xml:lang="zh-CN">', 1)
            yield info.filename, content


def _numbered(members: dict[str, bytes], cover: "Cover") -> dict[str, bytes]:
    """The contents name chapters as their pages do, number first; the cover's picture says what it shows."""
    for name, content in members.items():
        title = re.search(rb"<title>(.*?)</title>", content) if name.endswith(".xhtml") else None
        if title and name not in ("nav.xhtml", "epub-cover.xhtml"):
            link = rf'(<a href="{re.escape(name)}">).*?(</a>)'.encode()
            members["nav.xhtml"] = re.sub(
                link, _put(title[1]), members["nav.xhtml"], count=1, flags=re.DOTALL
            )
            label = rf'(<text>)[^<]*(</text>\s*</navLabel>\s*<content src="{re.escape(name)}")'.encode()
            members["toc.ncx"] = re.sub(label, _put(title[1]), members["toc.ncx"], count=1)
    style = f'<link rel="stylesheet" type="text/css" href="_static/{STYLE}" /></head>'.encode()
    members["nav.xhtml"] = members["nav.xhtml"].replace(b"</head>", style, 1)
    if "epub-cover.xhtml" in members:
        said = f'alt="{html.escape(cover.title)}"'.encode()
        members["epub-cover.xhtml"] = members["epub-cover.xhtml"].replace(b'alt="Cover image"', said)
    return members


def _put(title: bytes) -> Callable[[re.Match[bytes]], bytes]:
    return lambda match: match[1] + title + match[2]


class WithoutArrows(SphinxPostTransform):
    """The arrows on folds go: Sphinx Design draws them where EPUB allows no drawing."""

    default_priority = 900

    def run(self, **kwargs: Any) -> None:
        for markup in list(self.document.findall(nodes.raw)):
            if "<svg" in markup.astext():
                markup.parent.remove(markup)


class OpenContents(SphinxPostTransform):
    """Sections are in the contents too."""

    default_priority = 900

    def run(self, **kwargs: Any) -> None:
        for contents in self.document.findall(addnodes.toctree):
            contents["titlesonly"] = False


def _choose(app: Any, config: Any) -> None:
    """Event `config-inited`, last: the site's templates, files and scripts stay at home."""
    from planbook.book import extension

    config.templates_path[:] = [p for p in config.templates_path if not p.startswith(str(extension.HERE))]
    config.html_static_path = [
        str(Path(__file__).parent / "epub_static"),
        str(Path(app.srcdir) / COVERS),
    ]
    config.epub_css_files = [(STYLE, {})]


def _keep_styles(app: Any, _page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """Event `html-page-context`, last: no style but the book's own; the theme asks for no script."""
    kept = (STYLE, "epub.css", "pygments.css")
    context["css_files"][:] = [
        f for f in context["css_files"] if str(getattr(f, "filename", f)).endswith(kept)
    ]


def setup(app: Any) -> dict[str, Any]:
    app.add_post_transform(WithoutArrows)
    app.add_post_transform(OpenContents)
    app.connect("config-inited", _choose, priority=990)
    app.connect("html-page-context", _keep_styles, priority=995)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
