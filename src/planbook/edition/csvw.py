"""The tables of an edition as CSV on the Web: each number as an observation, with its place in the report.

`csv-metadata.json` beside the CSVs is what the W3C's tools look for. Concepts are those of SDMX, as the RDF
Data Cube vocabulary names them. A place is a URI: the text by its SHA-256 (RFC 6920), the characters by their
offsets (RFC 5147): `ni:///sha-256;…?ct=text/plain#char=416,422`. A place can be quoted without the
text, and checked by whoever has it.

`python -m planbook.edition.csvw EDITION` writes the file.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

from . import document, folder
from .model import TABLES, Source
from .package import TITLES, _kind, header

NAME = "csv-metadata.json"
CONTEXT = "http://www.w3.org/ns/csvw"
CUBE = "http://purl.org/linked-data/cube#"
SDMX = "http://purl.org/linked-data/sdmx/2009/"
DUBLIN = "http://purl.org/dc/terms/"
ORIGIN = "http://www.w3.org/ns/prov#hadPrimarySource"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
FIGURE = "figures.csv#figure={figure}"
# column of figures.csv → the concept that it is; a column without one keeps its own name as its property
CONCEPTS = {
    "chapter": DUBLIN + "isPartOf",
    "indicator": CUBE + "measureType",
    "period": SDMX + "dimension#refPeriod",
    "value": SDMX + "measure#obsValue",
    "unit": SDMX + "attribute#unitMeasure",
    "note": SDMX + "metadata#statConcDef",
    "preliminary": SDMX + "attribute#obsStatus",
}  # fmt: skip
REMARKS = {"preliminary": "true is SDMX's OBS_STATUS P, provisional; empty is A, normal."}


def describe(data: Path, edition: str) -> dict[str, Any]:
    """The metadata of one edition's figures and mentions, for `data/<edition>/csv-metadata.json`."""
    source = Source.model_validate(document.read(data / edition / "source.yml", data).data)
    tables = [(data / edition / f"{name}.csv", make) for name, make in _TABLES.items()]
    return {
        "@context": [CONTEXT, {"@language": "zh"}],
        "dc:title": source.title,
        "dc:creator": source.producer,
        "dc:date": {"@value": source.date.isoformat(), "@type": "xsd:date"},
        "dc:source": {"@id": text_uri(source.text.sha256)},
        "dc:spatial": source.county,
        "dc:rights": source.licence,
        "dialect": {"encoding": "utf-8", "header": True},
        "tables": [make(source, header(path)) for path, make in tables if path.exists()],
    }


def text_uri(sha256: str) -> str:
    """The name of a text by its content (RFC 6920), from its sha256 in hex."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}?ct=text/plain"


def text(metadata: dict[str, Any]) -> str:
    """The text of the file."""
    return json.dumps(metadata, ensure_ascii=False, indent=1) + "\n"


def _figures(source: Source, header: list[str]) -> dict[str, Any]:
    columns = _columns("figures", header)
    for column in columns:
        if concept := CONCEPTS.get(column["name"]):
            column["propertyUrl"] = concept
        if remark := REMARKS.get(column["name"]):
            column["rdfs:comment"] = {"@value": remark, "@language": "en"}
    columns += [
        _virtual("kind", TYPE, valueUrl=CUBE + "Observation"),
        _virtual("area", SDMX + "dimension#refArea", default=source.county),
    ]
    return _table("figures", columns, primaryKey="figure")


def _mentions(source: Source, header: list[str]) -> dict[str, Any]:
    fragment = "#char={char_start},{char_end}"
    columns = [
        *_columns("mentions", header),
        _virtual("place", ORIGIN, valueUrl=text_uri(source.text.sha256) + fragment),
    ]
    reference = {"resource": "figures.csv", "columnReference": "figure"}
    return _table(
        "mentions",
        columns,
        primaryKey=["figure", "char_start"],
        foreignKeys=[{"columnReference": "figure", "reference": reference}],
    )


_TABLES = {"figures": _figures, "mentions": _mentions}


def _table(name: str, columns: list[dict[str, Any]], **keys: Any) -> dict[str, Any]:
    schema = {"columns": columns, **keys, "aboutUrl": FIGURE}
    return {"url": f"{name}.csv", "dc:title": TITLES[name], "tableSchema": schema}


def _columns(table: str, header: list[str]) -> list[dict[str, Any]]:
    fields = TABLES[table].model_fields
    return [
        {
            "name": name,
            "titles": name,
            "dc:title": fields[name].title,
            "dc:description": {"@value": fields[name].description, "@language": "en"},
            "datatype": _datatype(_kind(fields[name].annotation)),
        }
        for name in header
    ]


def _datatype(kind: str) -> Any:
    return {"number": "decimal", "boolean": {"base": "boolean", "format": "true|false"}}.get(kind, kind)


def _virtual(name: str, concept: str, **more: str) -> dict[str, Any]:
    return {"name": name, "virtual": True, "propertyUrl": concept, **more}


def main(edition: str) -> None:
    """Write the file of an edition."""
    data = folder.find(edition)
    (data / edition / NAME).write_text(text(describe(data, edition)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
