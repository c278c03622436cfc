"""The data of an edition as one archive: CSVs, datapackage.json, the manifest of the build.

Made from the data folder, not from pages. The package validates with the Frictionless tools; its CSVs begin
with a byte-order mark, without which Excel takes Chinese for another encoding (`encoding: utf-8` still holds:
the mark belongs to it, and every CSV reader that knows UTF-8 skips it).
"""

import codecs
import datetime
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planbook.edition import rows
from planbook.edition.package import describe
from planbook.errors import BindError
from planbook.formats import archive

PACKAGE = "datapackage.json"
MANIFEST = "manifest.json"


def export(
    data: Path, edition: str, out: Path, *, manifest: Path | None = None, day: datetime.date | None = None
) -> Path:
    """Pack an edition at `out`, whole or not at all.

    Args:
        data: the folder of the editions; the tables that editions share lie in it.
        manifest: the manifest of the build that goes along; None: none does.
        day: the date that every file in the archive bears.

    Raises:
        BindError: a text of the data begins like a formula, so that opening the CSV would run it.
    """
    package = describe(data, edition)
    members: dict[str, bytes] = {}
    wrong: list[str] = []
    for resource in package["resources"]:
        wrong += _formulas(data, edition, resource)
        plain = (data / resource["path"]).read_bytes().removeprefix(codecs.BOM_UTF8)
        members[resource["path"]] = content = codecs.BOM_UTF8 + plain
        resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    if wrong:
        raise BindError("\n".join(wrong))
    others = [data / "README.md", *sorted((data / edition).glob("*.yml"))]
    members |= {path.relative_to(data).as_posix(): path.read_bytes() for path in others if path.is_file()}
    if manifest is not None:
        members[MANIFEST] = manifest.read_bytes()
    first = {PACKAGE: text(package).encode()}
    return archive.put(archive.pack((first | dict(sorted(members.items()))).items(), day), out)


def text(package: dict[str, Any]) -> str:
    """A datapackage.json as it is written down, here and in data/."""
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _formulas(data: Path, edition: str, resource: dict[str, Any]) -> Iterator[str]:
    """A complaint for each cell that a spreadsheet would compute instead of showing it."""
    numeric = {field["name"] for field in resource["schema"]["fields"] if field["type"] != "string"}
    file = data / resource["path"]
    for row in rows.load(file.stem, data, edition):
        if row.file != rows.name_of(file, data):  # the edition's own rows of a shared table, or those
            continue
        for column, cell in row.items():
            if column not in numeric and rows.is_formula(cell):
                yield (
                    f"{resource['path']}:{row.line} {column}: begins with {cell[0]!r}, got {cell!r}: "
                    "a spreadsheet that opens the file would run it as a formula; begin it with a word"
                )
