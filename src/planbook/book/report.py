"""The report's own text in the book, when a build was given it (`planbook build --source FILE`).

The stage then holds `report.txt` beside the index of figures: each row of the data page gets the sentences
that print its figure, and a page of its own shows the whole text with a link at every figure. The text goes
into nodes as it is, so nothing in it is read as markup.
"""

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from planbook.book.backlinks import row_ids
from planbook.book.ledger import INDEX, enter
from planbook.book.links import TITLE, standard
from planbook.edition.places import sentence

TEXT = "report.txt"
LABEL = "report"  # the label of the page with the whole text


class Span(NamedTuple):
    """A stretch of the text [start, end) with the figures that stand there; none: why it is no figure."""

    start: int
    end: int
    figures: tuple[str, ...]
    reason: str = ""

    @property
    def id(self) -> str:
        """Its id on the page, after RFC 5147: char-416-422."""
        return f"char-{self.start}-{self.end}"


class Report:
    """The text, its figures by place, its headings."""

    def __init__(self, folder: Path):
        self.text = (folder / TEXT).read_bytes().decode("utf-8")
        self.index: dict[str, Any] = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        places: dict[tuple[int, int], list[str]] = {}
        for anchor, figure in self.index["figures"].items():
            for place in figure["places"]:
                places.setdefault((place["start"], place["end"]), []).append(anchor)
        spans = [Span(*at, tuple(figures)) for at, figures in places.items()]
        spans += [Span(one["start"], one["end"], (), one["reason"]) for one in self.index["others"]]
        self.spans = sorted(spans)

    def pieces(self, start: int, end: int) -> Iterator[str | Span]:
        """What stands between two offsets: plain text and spans, in order."""
        at = start
        for span in self.spans[bisect_right(self.spans, (start,)) :]:
            if span.start >= end:
                break
            if span.start >= at:  # a span inside another one is part of it
                yield self.text[at : span.start]
                yield span
                at = span.end
        yield self.text[at:end]


def of(env: BuildEnvironment) -> Report | None:
    """The report of the book that is being built, if the build was given it. Never kept on `env`, which
    Sphinx writes to disk."""
    folder = Path(env.srcdir)
    return Report(folder) if (folder / TEXT).is_file() else None


LINE = re.compile(r"line-\d+")  # the id of a line on the page of the text


class ReportText(SphinxDirective):
    """`report-text`: the whole text, a section for each heading, a link to its row at each figure."""

    has_content: ClassVar[bool] = False

    def run(self) -> list[nodes.Node]:
        report = of(self.env)
        if report is None:
            raise self.error("there is no text of the report; give it with: planbook build --source FILE")
        headings = {heading["line"]: heading["level"] for heading in report.index["headings"]}
        made = nodes.container()
        open_: list[nodes.Element] = [made]  # where the next paragraph goes, and what is around it
        start = 0
        self.entries: list[dict[str, str]] = []
        for number, line in enumerate(report.text.split("\n"), 1):
            end, words = start + len(line), line.strip()
            inside = list(self._inline(report, end - len(line.lstrip()), end)) if words else []
            if words and number in headings:
                del open_[headings[number] :]
                section = nodes.section("", nodes.title("", "", *inside), ids=[f"line-{number}"])
                open_[-1] += section
                open_.append(section)
            elif words:
                open_[-1] += nodes.paragraph("", "", *inside, ids=[f"line-{number}"], classes=["report"])
            start = end + 1
        made.insert(0, self._legend(report))
        return enter(made.children, {"kind": "source", "entries": self.entries})

    def _legend(self, report: Report) -> nodes.bullet_list:
        """Why numerals are no figures, each reason with how many there are; planbook.js marks them by it."""
        made = nodes.bullet_list(classes=["review-legend"])
        for reason, many in Counter(span.reason for span in report.spans if span.reason).most_common():
            label = nodes.inline("", report.index["reasons"][reason], classes=[f"reason-{reason}"])
            count = nodes.inline("", str(many), classes=["counted"])
            self.entries.append({"shown": str(many)})
            made += nodes.list_item(
                "", nodes.paragraph("", "", label, nodes.Text(" "), count, nodes.Text("处"))
            )
        return made

    def _inline(self, report: Report, start: int, end: int) -> Iterator[nodes.Node]:
        for piece in report.pieces(start, end):
            if isinstance(piece, str):
                yield from [nodes.Text(piece)] if piece else []
                continue
            shown = report.text[piece.start : piece.end]
            if not piece.figures:
                yield nodes.inline("", shown, classes=["not-figure", f"reason-{piece.reason}"])
                continue
            first, *others = piece.figures
            holder = nodes.inline("", "", self._link(report, first, shown), ids=[piece.id])
            for other in others:  # one number that serves several figures
                holder += nodes.superscript("", "", self._link(report, other, "又"))
            yield holder

    def _link(self, report: Report, anchor: str, shown: str) -> nodes.Node:
        figure = report.index["figures"][anchor]
        self.entries.append({"row": anchor, "shown": shown, "tip": figure["tip"]})
        carrier = nodes.inline("", shown)
        carrier[TITLE] = figure["tip"]
        made = addnodes.pending_xref(
            "",
            nodes.inline("", "", carrier),
            refdomain="",
            reftype="myst",
            reftarget=anchor,
            refexplicit=True,
            refdoc=self.env.docname,
        )
        self.set_source_info(made)
        return made


class Quote(SphinxPostTransform):
    """In each row of the data page: its places as links into the text, and the sentence around each."""

    default_priority = 12

    def run(self, **kwargs: Any) -> None:
        places = [node for node in self.document.findall(nodes.inline) if "place" in node["classes"]]
        report = of(self.env) if places else None
        labels = standard(self.env).anonlabels
        if report is None or LABEL not in labels:
            return
        page = labels[LABEL][0]
        rows = report.index["figures"]
        for place in places:
            figure = next((rows[id] for id in row_ids(place) if id in rows), None)
            if figure is None:  # no row of a figure: a task, a statement, a term, each with its line
                for line in (css for css in place["classes"] if LINE.fullmatch(css)):
                    text = nodes.Text(place.astext())
                    place.children = []
                    place += make_refnode(self.app.builder, self.env.docname, page, line, text)
                continue
            place.children = []
            cell = place.parent.parent
            for number, spot in enumerate(figure["places"]):
                span = Span(spot["start"], spot["end"], ())
                link = make_refnode(
                    self.app.builder, self.env.docname, page, span.id, nodes.Text(spot["place"])
                )
                if number:
                    cell += nodes.paragraph("", "", link)
                else:
                    place += link
                cell += _quoted(report, span)


def _quoted(report: Report, span: Span) -> nodes.paragraph:
    before, number, after = sentence(report.text, span.start, span.end)
    marked = nodes.inline("", "", nodes.strong("", number), classes=["quoted-number"])
    return nodes.paragraph("", "", nodes.Text(before), marked, nodes.Text(after), classes=["quote"])
