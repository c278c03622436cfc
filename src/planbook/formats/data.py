"""The data of an edition as one archive: CSVs, datapackage.json, the manifest of the build.

Made from the data folder, not from pages. The package validates with the Frictionless tools; its CSVs begin
with a byte-order mark, without which Excel takes Chinese for another encoding (`encoding: utf-8` still holds:
the mark belongs to it, and every CSV reader that knows UTF-8 skips it).
"""

import codecs
import datetime
import hashlib
import json
from pathlib import Path
from typing import Any

from planbook.edition.package import describe
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
    """
    package = describe(data, edition)
    members: dict[str, bytes] = {}
    for resource in package["resources"]:
        plain = (data / resource["path"]).read_bytes().removeprefix(codecs.BOM_UTF8)
        members[resource["path"]] = content = codecs.BOM_UTF8 + plain
        resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    others = [data / "README.md", *sorted((data / edition).glob("*.yml"))]
    members |= {path.relative_to(data).as_posix(): path.read_bytes() for path in others if path.is_file()}
    if manifest is not None:
        members[MANIFEST] = manifest.read_bytes()
    first = {PACKAGE: text(package).encode()}
    return archive.put(archive.pack((first | dict(sorted(members.items()))).items(), day), out)


def text(package: dict[str, Any]) -> str:
    """A datapackage.json as it is written down, here and in data/."""
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"
