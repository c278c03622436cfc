"""`_config.yml` → Sphinx's configuration. Nothing else of planbook knows of the package jupyter-book.

`_toc.yml` is read by sphinx-external-toc, which Jupyter Book 1.x uses too.
"""

from pathlib import Path
from typing import Any

from planbook.errors import BindError, InputError
from planbook.run.project import Project

EXTENSIONS = ("myst_nb", "sphinx_external_toc", "sphinx_design", "sphinx_book_theme")
EXCLUDED = ("_build", "Thumbs.db", ".DS_Store", "**.ipynb_checkpoints")
# Key of _config.yml → Sphinx's name.
NAMES = {
    "title": "html_title",
    "author": "author",
    "copyright": "copyright",
    "only_build_toc_files": "external_toc_exclude_missing",
}
# Keys without a meaning here: notebooks are executed before, and the pages have no buttons.
IGNORED = {"execute", "launch_buttons", "repository", "html", "parse", "sphinx", "exclude_patterns"}


def require_sound(project: Project) -> None:
    """`_config.yml` and `_toc.yml` can be read and follow Jupyter Book's schemas; else InputError says why.

    The schema is read without its package, whose import takes a second.
    """
    import json
    from importlib.util import find_spec

    from sphinx_external_toc.parsing import MalformedError, parse_toc_data

    try:
        parse_toc_data(project.contents)
    except MalformedError as error:
        raise InputError(f"_toc.yml: {error}") from None
    spec = find_spec("jupyter_book")
    settings = project.configuration
    if spec is None or spec.origin is None:
        return
    from jsonschema import Draft7Validator

    schema = json.loads(Path(spec.origin).with_name("config_schema.json").read_text(encoding="utf-8"))
    wrong = [
        f"_config.yml: {'.'.join(map(str, error.absolute_path)) or 'keys'}: {error.message}"
        for error in Draft7Validator(schema).iter_errors(settings)
    ]
    if wrong:
        raise InputError("\n".join(wrong))


def read(stage: Path) -> dict[str, Any]:
    """Sphinx's configuration as Jupyter Book makes it from `_config.yml`; nothing is executed.

    Without the package jupyter-book our own reading takes its place (see `requirements-next.txt`).

    Raises:
        BindError: the file does not follow Jupyter Book's schema.
    """
    try:
        from jsonschema import ValidationError
        from jupyter_book.config import get_final_config
    except ImportError:
        settings = own(stage)
    else:
        cli: dict[str, Any] = {"latex_individualpages": False}
        try:
            settings, _ = get_final_config(
                user_yaml=stage / "_config.yml", cli_config=cli, sourcedir=stage, raise_on_invalid=True
            )
        except ValidationError as error:
            raise BindError(f"_config.yml: {error.message}") from error
    return settings | {"nb_execution_mode": "off", "external_toc_path": "_toc.yml"}


def own(stage: Path) -> dict[str, Any]:
    """Our own reading: the keys of Jupyter Book's that a book of planbook can use, and no others.

    Raises:
        BindError: the file cannot be read, or has another key.
    """
    import yaml

    try:
        book = yaml.safe_load((stage / "_config.yml").read_text("utf-8")) or {}
        if unknown := book.keys() - NAMES.keys() - IGNORED:
            raise BindError(f"_config.yml: only Jupyter Book reads {', '.join(sorted(unknown))}")
        html, parse, sphinx = (book.get(key) or {} for key in ("html", "parse", "sphinx"))
        extensions = [*EXTENSIONS, *sphinx.get("extra_extensions", ())]
        if html.get("use_multitoc_numbering", True):
            extensions.append("sphinx_multitoc_numbering")
        return {
            **{name: book[key] or "" for key, name in NAMES.items() if key in book},
            "extensions": extensions,
            "exclude_patterns": sorted({*EXCLUDED, *book.get("exclude_patterns", ())}),
            "html_theme": "sphinx_book_theme",
            "html_baseurl": html.get("baseurl") or "",
            "html_theme_options": {"home_page_in_toc": html.get("home_page_in_navbar", True)},
            "myst_enable_extensions": parse.get("myst_enable_extensions", []),
            "myst_url_schemes": ["mailto", "http", "https"],
            "pygments_style": "sphinx",
            "suppress_warnings": ["myst.domains"],
            **sphinx.get("config", {}),
        }
    except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
        raise BindError(f"_config.yml: {error}") from error
