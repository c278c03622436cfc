"""The report package: the page, its taxonomy, and what says so (Report Package 1.0, Taxonomy Package 1.0)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lxml import etree
from lxml.builder import ElementMaker

from planbook.edition import Edition
from planbook.formats.xbrl import names, taxonomy
from planbook.formats.xbrl.concepts import concepts
from planbook.formats.xbrl.facts import Fact
from planbook.formats.xbrl.networks import networks
from planbook.formats.xbrl.page import page
from planbook.formats.xbrl.sums import sums

if TYPE_CHECKING:
    from planbook.formats.cover import Cover

TYPE = "https://xbrl.org/report-package/2023"
PACKAGE = "http://xbrl.org/2016/taxonomy-package"
CATALOG = "urn:oasis:names:tc:entity:xmlns:xml:catalog"


def members(ed: Edition, facts: Sequence[Fact], cover: Cover) -> Iterator[tuple[str, bytes]]:
    """The files of the package by name, all in one folder, as the specification wants it."""
    files = {
        "META-INF/reportPackage.json": json.dumps({"documentInfo": {"documentType": TYPE}}).encode(),
        "META-INF/taxonomyPackage.xml": _about(ed, cover),
        "META-INF/catalog.xml": _catalog(ed),
        f"reports/{ed.id}.xhtml": page(ed, facts, cover, f"../taxonomy/{taxonomy.schema(ed.id)}"),
    }
    made = taxonomy.files(ed.id, concepts(ed, facts), networks(ed, facts, sums(ed, facts)))
    files |= {f"taxonomy/{name}": content for name, content in made.items()}
    return ((f"{ed.id}/{name}", content) for name, content in files.items())


def _about(ed: Edition, cover: Cover) -> bytes:
    make = ElementMaker(namespace=PACKAGE, nsmap={"tp": PACKAGE})
    entry = f"{names.namespace(ed.id)}/{taxonomy.schema(ed.id)}"
    root = make.taxonomyPackage(
        make.identifier(names.namespace(ed.id)),
        make.name(cover.title),
        make.publisher("planbook"),
        make.publicationDate(ed.source.date.isoformat()),
        make.entryPoints(make.entryPoint(make.name(cover.title), make.entryPointDocument(href=entry))),
    )
    root.set(f"{{{names.XML}}}lang", "zh")
    return names.as_file(root)


def _catalog(ed: Edition) -> bytes:
    root = etree.Element(f"{{{CATALOG}}}catalog", nsmap={None: CATALOG})
    about = {"uriStartString": f"{names.namespace(ed.id)}/", "rewritePrefix": "../taxonomy/"}
    etree.SubElement(root, f"{{{CATALOG}}}rewriteURI", about)
    return names.as_file(root)
