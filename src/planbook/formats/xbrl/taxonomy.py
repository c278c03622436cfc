"""The files of a taxonomy: the schema, and a linkbase for each kind of relation and each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lxml import etree

from planbook.formats.xbrl import names
from planbook.formats.xbrl.concepts import ITEM, Concept
from planbook.formats.xbrl.names import LINK, OWN, XBRLDT, XBRLI, XLINK, XML, XSD
from planbook.formats.xbrl.networks import CALCULATION, DEFINITION, PRESENTATION, Network

VALUE = "item-value"  # the element that holds an item's name
LANGUAGES = ("zh", "en")
_DIMENSIONS = "http://www.xbrl.org/2005/xbrldt-2005.xsd"
_IMPORTED = {XBRLI: "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd", XBRLDT: _DIMENSIONS}
_DIMENSIONAL = ("all", "hypercube-dimension", "dimension-domain", "dimension-default", "domain-member")
_ARCROLES = {name: f"http://xbrl.org/int/dim/arcrole/{name}" for name in _DIMENSIONAL} | {
    "parent-child": "http://www.xbrl.org/2003/arcrole/parent-child",
    "concept-label": "http://www.xbrl.org/2003/arcrole/concept-label",
    "summation-item": "https://xbrl.org/2023/arcrole/summation-item",
}
# Where the arcroles that XBRL 2.1 does not have are defined.
_DEFINED = dict.fromkeys(_DIMENSIONAL, _DIMENSIONS) | {
    "summation-item": "https://www.xbrl.org/2023/calculation-1.1.xsd"
}


def schema(edition: str) -> str:
    """The name of the schema, at which a taxonomy is entered."""
    return f"{edition}.xsd"


def files(edition: str, concepts: Mapping[str, Concept], networks: Sequence[Network]) -> dict[str, bytes]:
    """Each file by its name; what nothing is said in is left out."""
    made = {}
    for language in LANGUAGES:
        if named := {name: text for name, one in concepts.items() if (text := getattr(one, language))}:
            made[f"{edition}-label-{language}.xml"] = _labels(edition, named, language)
    for kind in (PRESENTATION, DEFINITION, CALCULATION):
        if some := [one for one in networks if one.kind == kind]:
            made[f"{edition}-{kind}.xml"] = _relations(edition, some)
    return {schema(edition): _schema(edition, concepts, networks, made), **made}


def _schema(
    edition: str, concepts: Mapping[str, Concept], networks: Sequence[Network], linkbases: Iterable[str]
) -> bytes:
    own = names.namespace(edition)
    space = {"xsd": XSD, "link": LINK, "xlink": XLINK, "xbrli": XBRLI, "xbrldt": XBRLDT, OWN: own}
    root = etree.Element(f"{{{XSD}}}schema", nsmap=space, targetNamespace=own, elementFormDefault="qualified")
    notes = _under(_under(root, XSD, "annotation"), XSD, "appinfo")
    for network in networks:
        if network.role != names.STANDARD_LINK:
            role = _under(notes, LINK, "roleType", roleURI=network.role, id=_role_id(network.role))
            _under(role, LINK, "definition").text = network.title
            _under(role, LINK, "usedOn").text = f"link:{network.kind}Link"
    for file in linkbases:
        _simple(notes, "linkbaseRef", file, **{f"{{{XLINK}}}arcrole": f"{XLINK}/properties/linkbase"})
    for imported, file in _IMPORTED.items():
        _under(root, XSD, "import", namespace=imported, schemaLocation=file)
    for name, concept in concepts.items():
        about = {"id": f"{OWN}_{name}", "name": name, "type": concept.type, "nillable": "true"}
        about |= {"substitutionGroup": concept.group, "abstract": "true" if concept.abstract else "false"}
        about[f"{{{XBRLI}}}periodType"] = "instant" if concept.instant else "duration"
        if name == ITEM:
            about[f"{{{XBRLDT}}}typedDomainRef"] = f"#{OWN}_{VALUE}"
        _under(root, XSD, "element", **about)
    value = _under(root, XSD, "element", id=f"{OWN}_{VALUE}", name=VALUE)
    rule = _under(_under(value, XSD, "simpleType"), XSD, "restriction", base="xsd:string")
    _under(rule, XSD, "minLength", value="1")
    return names.as_file(root)


def _labels(edition: str, named: Mapping[str, str], language: str) -> bytes:
    root = _linkbase()
    link = _extended(root, "labelLink", names.STANDARD_LINK)
    for name, text in named.items():
        _locator(link, edition, name)
        about = {f"{{{XLINK}}}type": "resource", f"{{{XLINK}}}label": f"label-{name}"}
        about |= {f"{{{XLINK}}}role": "http://www.xbrl.org/2003/role/label", f"{{{XML}}}lang": language}
        _under(link, LINK, "label", **about).text = text
        _arc(link, "labelArc", "concept-label", name, f"label-{name}")
    return names.as_file(root)


def _relations(edition: str, networks: Sequence[Network]) -> bytes:
    root = _linkbase()
    for one in networks:
        if one.role != names.STANDARD_LINK:
            _simple(root, "roleRef", f"{schema(edition)}#{_role_id(one.role)}", roleURI=one.role)
    used = dict.fromkeys(arcrole for one in networks for arcrole, *_ in one.arcs)
    for name in (name for name in used if name in _DEFINED):
        _simple(root, "arcroleRef", f"{_DEFINED[name]}#{name}", arcroleURI=_ARCROLES[name])
    for one in networks:
        link = _extended(root, f"{one.kind}Link", one.role)
        for name in dict.fromkeys(end for _, source, target, _ in one.arcs for end in (source, target)):
            _locator(link, edition, name)
        for order, (arcrole, source, target, more) in enumerate(one.arcs, 1):
            _arc(link, f"{one.kind}Arc", arcrole, source, target, order=str(order), **more)
    return names.as_file(root)


def _role_id(role: str) -> str:
    return f"role-{role.rpartition('/')[2]}"


def _linkbase() -> Any:
    return etree.Element(f"{{{LINK}}}linkbase", nsmap={"link": LINK, "xlink": XLINK, "xbrldt": XBRLDT})


def _under(parent: Any, space: str, tag: str, **about: str) -> Any:
    return etree.SubElement(parent, f"{{{space}}}{tag}", about)


def _simple(parent: Any, tag: str, href: str, **about: str) -> Any:
    return _under(parent, LINK, tag, **{f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": href, **about})


def _extended(root: Any, tag: str, role: str) -> Any:
    return _under(root, LINK, tag, **{f"{{{XLINK}}}type": "extended", f"{{{XLINK}}}role": role})


def _locator(link: Any, edition: str, name: str) -> None:
    about = {"type": "locator", "label": name, "href": f"{schema(edition)}#{OWN}_{name}"}
    _under(link, LINK, "loc", **{f"{{{XLINK}}}{key}": value for key, value in about.items()})


def _arc(link: Any, tag: str, arcrole: str, source: str, target: str, **more: str) -> None:
    about = {"type": "arc", "arcrole": _ARCROLES[arcrole], "from": source, "to": target}
    _under(link, LINK, tag, **{f"{{{XLINK}}}{key}": value for key, value in about.items()}, **more)
