"""The names and namespaces of XBRL, and names of our own made of any text."""

import re
from typing import Any

from lxml import etree

BASE = "https://planbook.invalid/xbrl"  # .invalid: nobody's, and never to be looked up (RFC 2606)
SCHEME = "https://planbook.invalid/county"
OWN = "pb"  # the prefix of an edition's own names

XHTML = "http://www.w3.org/1999/xhtml"
XSD = "http://www.w3.org/2001/XMLSchema"
XML = "http://www.w3.org/XML/1998/namespace"
XLINK = "http://www.w3.org/1999/xlink"
LINK = "http://www.xbrl.org/2003/linkbase"
XBRLI = "http://www.xbrl.org/2003/instance"
XBRLDI = "http://xbrl.org/2006/xbrldi"
XBRLDT = "http://xbrl.org/2005/xbrldt"
ISO4217 = "http://www.xbrl.org/2003/iso4217"
IX = "http://www.xbrl.org/2013/inlineXBRL"
IXT = "http://www.xbrl.org/inlineXBRL/transformation/2022-02-16"

STANDARD_LINK = "http://www.xbrl.org/2003/role/link"
_PLAIN = re.compile(r"[A-Za-z0-9一-鿿]")


def ncname(text: str) -> str:
    """A text as part of an XML name: letters, digits and Chinese stay, other characters become _x002F_; two
    texts never have one name. None begins with a digit."""
    signs = [sign if _PLAIN.match(sign) else f"_x{ord(sign):04X}_" for sign in text]
    return "".join(
        f"_x{ord(sign):04X}_" if at == 0 and sign.isdigit() else sign for at, sign in enumerate(signs)
    )


def namespace(edition: str) -> str:
    """The namespace of an edition's concepts: two counties may mean different things by one id."""
    return f"{BASE}/{edition}"


def role(edition: str, name: str) -> str:
    """The role of one network of relations."""
    return f"{namespace(edition)}/role/{name}"


def as_file(root: Any, *, indented: bool = True) -> bytes:
    """A document as bytes; `indented` where blanks between elements say nothing."""
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=indented)
    return made
