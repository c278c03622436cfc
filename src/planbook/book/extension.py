"""The Sphinx extension of the book, named in `_config.yml`; plain `jupyter-book build .` loads it too.

It makes the book stand alone (no request to any other host), speak Chinese, and be searchable in Chinese;
it takes the notebooks' outputs as `planbook.show` emits them (see outputs.py), and it brings the look
(static/, templates/).
"""

import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from planbook.book import (
    backlinks,
    downloads,
    i18n,
    late,
    ledger,
    links,
    numbering,
    outputs,
    pictures,
    report,
    search,
    sections,
    share,
    sparks,
    tables,
    whole_numbers,
)

HERE = Path(__file__).parent
# Extensions that Jupyter Book always loads and this book has no use for: they ask other hosts for scripts,
# or add English buttons. Their files, and the theme's icon font and source maps, do not belong in the book
# either.
UNUSED_EXTENSIONS = (
    "sphinx_thebe",
    "sphinx_togglebutton",
    "sphinx_copybutton",
    "sphinx_comments",
    "sphinx.ext.mathjax",
)
UNUSED_ASSETS = (
    "design-tabs", "thebe", "togglebutton", "copybutton", "clipboard", "mathjax", "sphinx_highlight",
)  # fmt: skip
UNUSED_FILES = (
    "vendor",
    "**/*.map",
    "*thebe*",
    "*copybutton*",
    "clipboard*",
    "togglebutton*",
    "check-solid.svg",
    "design-tabs.js",
    "sphinx_highlight.js",
    "searchtools.js",
    "language_data.js",
    "**/fontawesome.js",
    "locales",
    "images",
    "*webpack-macros.html",
    "**/*.LICENSE.txt",
    "jquery.js",
    "underscore.js",
    "plus.png",
    "minus.png",
    "file.png",
)
NOT_OURS = ("http:", "https:", "//")

OWN = (
    *(f"static/{name}.css" for name in ("planbook", "tables", "pictures", "search", "reading")),
    *(f"static/{name}.js" for name in ("planbook", "explorer", "pictures", "reading", "search")),
    "templates/layout.html",
)


def configure(app: Sphinx, config: Config) -> None:
    """Event `config-inited`: what holds for every book, whatever its _config.yml says."""
    if gone := [name for name in OWN if not (HERE / name).is_file()]:
        raise ExtensionError(f"planbook lacks {', '.join(gone)} in {HERE}; next: install it again")
    # NOTE new lists, not `append`: Sphinx's defaults are shared by every build of the process.
    config.templates_path = [str(HERE / "templates"), *config.templates_path]
    config.html_static_path = [*config.html_static_path, str(HERE / "static")]
    config.html_favicon = config.html_favicon or str(HERE / "static/planbook.svg")
    config.html_copy_source = False
    config.html_show_sourcelink = False
    config.html_show_copyright = bool(config.copyright)
    config.html_secnumber_suffix = "\u2002"
    config.html_last_updated_fmt = None
    config.html_permalinks_icon = "#"
    config.html_use_index = False
    config.html_domain_indices = False
    config.html_context = {"default_mode": "auto", "theme_styles": theme_styles(), **config.html_context}
    config.numfig = True
    config.nb_render_markdown_format = "myst"


def theme_styles() -> list[str]:
    """The theme's own styles, in their order; its newer versions have no bootstrap.css."""
    import pydata_sphinx_theme

    styles = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static/styles"
    names = ("theme.css", "bootstrap.css", "pydata-sphinx-theme.css")
    return [name for name in names if (styles / name).is_file()]


def close_up(app: Sphinx) -> None:
    """Event `builder-inited`: lines that hold nothing but a template's own tags leave no blank lines."""
    if app.builder.name == "html":
        environment = app.builder.templates.environment
        environment.trim_blocks = environment.lstrip_blocks = True


def keep_home(app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Event `html-page-context`, last: drop the scripts and styles that call other hosts or serve nobody."""

    def ours(asset: object) -> bool:
        name = str(getattr(asset, "filename", None) or asset)
        inline = str(getattr(asset, "attributes", {}).get("body", "")).lower()
        return not name.startswith(NOT_OURS) and not any(
            word in name or word in inline for word in UNUSED_ASSETS
        )

    for kind in ("script_files", "css_files"):
        context[kind][:] = [asset for asset in context[kind] if ours(asset)]


def dismiss(app: Sphinx) -> None:
    """Take the handlers of the unused extensions off every event; they were set up before this extension."""
    for listeners in app.events.listeners.values():
        listeners[:] = [
            each for each in listeners if not each.handler.__module__.startswith(UNUSED_EXTENSIONS)
        ]


def prune(app: Sphinx, exception: Exception | None) -> None:
    """Event `build-finished`: leave out of the book the files that no page asks for."""
    if exception is None and app.builder.format == "html":
        static = Path(app.outdir, "_static")
        for pattern in UNUSED_FILES:
            for path in list(static.glob(pattern)):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def setup(app: Sphinx) -> dict[str, Any]:
    dismiss(app)
    texts = search.Texts()
    app.add_transform(links.PackTitles)
    app.add_transform(links.Addresses)
    app.add_transform(sections.Sections)
    app.add_transform(outputs.NoRawHtml)
    app.add_post_transform(sections.Headline)
    app.add_post_transform(links.ResolveLabels)
    app.add_post_transform(links.UnpackTitles)
    app.add_post_transform(outputs.UnwrapCells)
    app.add_post_transform(pictures.Draw)
    app.add_env_collector(ledger.Collector)
    app.add_env_collector(numbering.Outlines)
    app.add_post_transform(backlinks.FillUses)
    app.add_post_transform(sparks.Sparks)
    app.add_post_transform(downloads.OfferExports)
    app.add_post_transform(whole_numbers.WholeNumbers)
    tables.setup(app)
    app.add_directive("report-text", report.ReportText)
    app.add_directive("planbook-settings", late.Settings)
    app.add_post_transform(report.Quote)
    app.add_css_file("planbook.css", priority=900)
    app.add_css_file("tables.css", priority=901)
    app.add_css_file("pictures.css", priority=901)
    app.add_css_file("search.css", priority=901)
    app.add_css_file("reading.css", priority=910)
    app.add_js_file("planbook.js", priority=100)
    app.add_js_file("explorer.js", priority=101)
    app.add_js_file("pictures.js", priority=110)
    app.add_js_file("reading.js", priority=110)
    app.connect("config-inited", configure, priority=100)
    app.connect("config-inited", share.configure)
    app.connect("config-inited", i18n.speak, priority=900)
    app.connect("builder-inited", close_up)
    app.connect("builder-inited", texts.no_index)
    app.connect("env-get-updated", numbering.serve, priority=1)
    app.connect("env-get-updated", numbering.restore, priority=950)
    app.connect("env-updated", downloads.take_along)
    app.connect("doctree-resolved", late.settle)
    app.connect("doctree-resolved", texts.collect)
    app.connect("html-collect-pages", texts.page)
    app.connect("html-page-context", share.describe)
    app.connect("html-page-context", keep_home, priority=990)
    app.connect("build-finished", late.fill)
    app.connect("build-finished", texts.write)
    app.connect("build-finished", ledger.write_index)
    app.connect("build-finished", share.write_index)
    app.connect("build-finished", prune, priority=990)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
