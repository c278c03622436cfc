"""The report: one XHTML page, a table a chapter, in which each printed number is a tagged fact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lxml import etree

from planbook.edition import Edition
from planbook.edition.naming import county
from planbook.formats.xbrl import names
from planbook.formats.xbrl.concepts import BOUND, ITEM, OTHER, PLAIN, PROJECT, SCENARIO
from planbook.formats.xbrl.facts import Context, Fact, by_topic
from planbook.formats.xbrl.names import (
    ISO4217,
    IX,
    IXT,
    LINK,
    OWN,
    SCHEME,
    XBRLDI,
    XBRLI,
    XHTML,
    XLINK,
    XML,
)
from planbook.formats.xbrl.taxonomy import VALUE
from planbook.formats.xbrl.units import Unit
from planbook.show import numbers, palette
from planbook.show.markup import name as called

if TYPE_CHECKING:
    from planbook.formats.cover import Cover

HEADS = ("指标", "时期", "性质", "原文数字", "出处", "说明")
READING = (
    "下划线标出的是带标签的数字：每个数字都是一项事实，带有指标、时期、性质、单位和精度。数字照原文，限定词在标签之外；"
    "原文不是阿拉伯数字的，括号里写出读数。推算数和读者假定的增速不是报告里的数，不在其中。"
)
PRELIMINARY = "预计：报告写作预计或初步核算的数。"
STRENGTH = "{}：报告对目标和任务的用词。"
STYLE = f"""
@namespace ix url({IX});
body {{ max-width: 66em; margin: 2em auto; padding: 0 1em; line-height: 1.6; color: {palette.INK};
  font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif; }}
h1 {{ font-size: 1.75em; line-height: 1.35; }}
h2 {{ margin-top: 2em; font-size: 1.4em; color: {palette.REVIEWED}; border-bottom: 2px solid; }}
table {{ border-collapse: collapse; width: 100%; font-size: .9em; }}
th, td {{ padding: .3em .6em; border-bottom: 1px solid {palette.GRID}; text-align: left;
  vertical-align: top; }}
thead th {{ border-bottom: 2px solid {palette.INK}; }}
th.topic {{ padding-top: 1em; color: {palette.REVIEWED}; }}
td.number {{ font-weight: bold; }}
.muted {{ color: {palette.MUTED}; }}
ix|nonFraction, ix|nonNumeric {{ border-bottom: 1px solid {palette.REVIEWED}; }}
@media (max-width: 40em) {{
  thead {{ display: none; }}
  tr {{ display: block; padding: .4em 0; border-bottom: 1px solid {palette.GRID}; }}
  th, td {{ display: inline-block; padding: 0 .8em 0 0; border: 0; }}
}}
@media print {{ thead {{ display: table-header-group; }} tr {{ break-inside: avoid; }} }}
"""


def page(ed: Edition, facts: Sequence[Fact], cover: Cover, schema: str) -> bytes:
    """The page as a file; `schema` is the address of its taxonomy."""
    return names.as_file(_Page(ed, facts, cover, schema).root, indented=False)


class _Page:
    def __init__(self, ed: Edition, facts: Sequence[Fact], cover: Cover, schema: str):
        self.ed, self.facts = ed, facts
        self.contexts = {
            one: f"c-{number}" for number, one in enumerate(dict.fromkeys(f.context for f in facts), 1)
        }
        self.notes: dict[str, list[str]] = {}  # fact → its footnotes
        self.said: dict[str, str] = {}  # footnotes that facts share
        space = {
            None: XHTML, "ix": IX, "ixt": IXT, "xbrli": XBRLI, "xbrldi": XBRLDI, "link": LINK, "xlink": XLINK,
            "iso4217": ISO4217, OWN: names.namespace(ed.id),
        }  # fmt: skip
        self.root = etree.Element(f"{{{XHTML}}}html", {f"{{{XML}}}lang": "zh-CN"}, nsmap=space)
        head = _tag(self.root, "head")
        _tag(head, "meta", **{"http-equiv": "Content-Type", "content": "text/html; charset=UTF-8"})
        _tag(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
        _tag(head, "title", cover.title)
        _tag(head, "style", STYLE, type="text/css")
        body = _tag(self.root, "body")
        hidden = _tag(body, "div", style="display:none")
        self._front(body, cover)
        for chapter in ed.chapters():
            self._chapter(body, chapter)
        self._back(body)
        self._header(hidden, schema)

    # ---- what is read

    def _front(self, body: Any, cover: Cover) -> None:
        _tag(body, "h1", cover.title)
        if cover.subtitle:
            _tag(body, "p", cover.subtitle)
        for name, value in cover.facts:
            _tag(body, "p", f"{name}：{value}", **{"class": "muted"})
        _tag(body, "p", READING)

    def _chapter(self, body: Any, chapter: str) -> None:
        _tag(body, "h2", self.ed.word("chapter", chapter), id=f"chapter-{chapter}")
        table = _tag(body, "table")
        head = _tag(_tag(table, "thead"), "tr")
        for name in HEADS:
            _tag(head, "th", name, scope="col")
        for topic, facts in by_topic(self.ed, [one for one in self.facts if one.figure.chapter == chapter]):
            group = _tag(table, "tbody")
            heading = {"class": "topic", "colspan": str(len(HEADS)), "scope": "rowgroup"}
            _tag(_tag(group, "tr"), "th", self.ed.word("topic", topic) or OTHER, **heading)
            for fact in facts:
                self._row(group, fact)

    def _row(self, group: Any, fact: Fact) -> None:
        figure, row = fact.figure, _tag(group, "tr", id=f"row-{fact.figure.figure}")
        _tag(row, "td", called(self.ed, figure))
        _tag(row, "td", numbers.period(figure))
        standing = [self.ed.word("scenario", figure.scenario), numbers.strength(figure), numbers.mark(figure)]
        _tag(row, "td", " · ".join(word for word in standing if word))
        self._number(_tag(row, "td", **{"class": "number"}), fact)
        self._note(row, fact, "place", "；".join(map(str, self.ed.places(figure))))
        self._note(row, fact, "note", figure.note)
        if figure.preliminary:
            self._share(fact, "preliminary", PRELIMINARY)
        if word := numbers.strength(figure):
            self._share(fact, f"commitment-{figure.commitment}", STRENGTH.format(word))

    def _number(self, cell: Any, fact: Fact) -> None:
        cell.text = fact.before
        about = {"id": fact.id, "name": f"{OWN}:{fact.concept}", "contextRef": self.contexts[fact.context]}
        if fact.unit:
            about |= {"unitRef": fact.unit.id, "decimals": fact.decimals, "format": "ixt:num-dot-decimal"}
            about |= {"scale": str(fact.scale)} if fact.scale else {}
            about |= {"sign": fact.sign} if fact.sign else {}
        tagged = _ix(cell, "nonFraction" if fact.unit else "nonNumeric", **about)
        tagged.text, tagged.tail = fact.digits, fact.after

    def _note(self, row: Any, fact: Fact, kind: str, text: str) -> None:
        cell = _tag(row, "td", **{"class": "muted"})
        if text:
            id = f"{kind}-{fact.figure.figure}"
            _ix(cell, "footnote", id=id).text = text
            self.notes.setdefault(fact.id, []).append(id)

    def _share(self, fact: Fact, id: str, text: str) -> None:
        self.said[id] = text
        self.notes.setdefault(fact.id, []).append(id)

    def _back(self, body: Any) -> None:
        for id, text in self.said.items():
            _ix(_tag(body, "p", **{"class": "muted"}), "footnote", id=id).text = text

    # ---- what programs read

    def _header(self, hidden: Any, schema: str) -> None:
        header = _ix(hidden, "header")
        references = _ix(header, "references")
        about = {f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": schema}
        etree.SubElement(references, f"{{{LINK}}}schemaRef", about)
        resources = _ix(header, "resources")
        for id, notes in self.notes.items():
            _ix(resources, "relationship", fromRefs=id, toRefs=" ".join(notes))
        for context, id in self.contexts.items():
            self._context(resources, context, id)
        for unit in dict.fromkeys(fact.unit for fact in self.facts if fact.unit):
            _unit(resources, unit)

    def _context(self, resources: Any, context: Context, id: str) -> None:
        root = _xbrli(resources, "context", id=id)
        entity = _xbrli(root, "entity")
        _xbrli(entity, "identifier", scheme=SCHEME).text = county(self.ed.id)
        period = _xbrli(root, "period")
        if context.start:
            _xbrli(period, "startDate").text = context.start
            _xbrli(period, "endDate").text = context.end
        else:
            _xbrli(period, "instant").text = context.end
        scenario = _xbrli(root, "scenario")
        members = {SCENARIO: f"{SCENARIO}-{context.scenario}", BOUND: f"{BOUND}-{context.bound}"}
        members |= {PROJECT: f"{PROJECT}-{context.project}"} if context.project else {}
        for dimension, member in members.items():
            if member != PLAIN:  # the default is never written
                _dimension(scenario, "explicitMember", dimension).text = f"{OWN}:{member}"
        if context.item:
            typed = _dimension(scenario, "typedMember", ITEM)
            etree.SubElement(typed, f"{{{names.namespace(self.ed.id)}}}{VALUE}").text = context.item


def _unit(resources: Any, unit: Unit) -> None:
    root = _xbrli(resources, "unit", id=unit.id)
    if not unit.below:
        _xbrli(root, "measure").text = unit.above
        return
    divide = _xbrli(root, "divide")
    for part, measure in (("unitNumerator", unit.above), ("unitDenominator", unit.below)):
        _xbrli(_xbrli(divide, part), "measure").text = measure


def _tag(parent: Any, tag: str, text: str = "", **about: str) -> Any:
    made = etree.SubElement(parent, f"{{{XHTML}}}{tag}", about)
    made.text = text or None
    made.tail = "\n" if tag in ("tr", "p", "h1", "h2", "tbody", "thead", "div", "head") else None
    return made


def _ix(parent: Any, tag: str, **about: str) -> Any:
    return etree.SubElement(parent, f"{{{IX}}}{tag}", about)


def _xbrli(parent: Any, tag: str, **about: str) -> Any:
    return etree.SubElement(parent, f"{{{XBRLI}}}{tag}", about)


def _dimension(scenario: Any, kind: str, name: str) -> Any:
    return etree.SubElement(scenario, f"{{{XBRLDI}}}{kind}", dimension=f"{OWN}:{name}")
