"""What commands print, for people: tables, verdicts, origins of numbers; and how it reaches a terminal."""

import contextlib
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from planbook.edition.finding import is_invisible


class Plain:
    """A stream for people: no character that steers a terminal or turns text round, none that it cannot show.

    Such characters are written as JSON writes them (\\u001b), so that JSON stays JSON.
    """

    def __init__(self, stream: TextIO):
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text; returns its length."""
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        if is_invisible(text) or not text.isascii():
            text = "".join(c if c in "\n\t" or _is_shown(c, encoding) else json.dumps(c)[1:-1] for c in text)
        self._stream.write(text)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _is_shown(character: str, encoding: str) -> bool:
    if is_invisible(character):
        return False
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    except LookupError:
        return character.isascii()
    return True


@contextlib.contextmanager
def plainly() -> Iterator[None]:
    """All that is printed meanwhile is plain: see `Plain`. A stream that is closed stays so."""
    with contextlib.ExitStack() as stack:
        if sys.stdout is not None:
            stack.enter_context(contextlib.redirect_stdout(Plain(sys.stdout)))
        if sys.stderr is not None:
            stack.enter_context(contextlib.redirect_stderr(Plain(sys.stderr)))
        yield


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print columns as wide as their content; the last one runs on."""
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head) - 1)]
    for row in (head, *rows):
        print("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]))


def progress(line: str) -> None:
    """A line of what is being done: beside the output, not in it."""
    print(line, file=sys.stderr, flush=True)


def counted(number: int, noun: str) -> str:
    """2 findings, 1 finding, no findings."""
    return f"{number or 'no'} {noun}{'s' * (number != 1)}"


def or_none(text: str | None) -> str:
    """A value in a table: – where there is none, a word where it is empty."""
    return "–" if text is None else text or "empty"


def verdict(row: dict[str, Any]) -> str:
    """One check of the audit in a few lines. That a report contradicts itself is no fault of the data."""
    facts = {
        "printed": "；".join(row["printed"].values()),
        "computed": f"{row['computed']} {row['bounds']}".strip(),
        "difference": row["difference"],
        "reason": row["reason"],
        "left open": row["unless"] if row["verdict"] == "cannot tell" else "",
        "places": "、".join(row["places"]),
        "matter": str(row["matter"] or ""),
        "key": row["fingerprint"] + (f" {row['status']}: {row['note']}" if row["note"] else ""),
    }
    lines = [f"    {name:<10}  {value}" for name, value in facts.items() if value]
    return "\n".join([f"{row['verdict']} ({row['word']}): {row['title']}", *lines])


def traced(one: dict[str, Any]) -> dict[str, list[str]]:
    """What is known of one figure, as lines under headings."""

    def brief(row: dict[str, str]) -> str:
        return f"{row['id']}  {row['name']}  {row['printed']}"

    def use(row: dict[str, str]) -> str:
        where = f"{row['title']} {row['number']}".strip()
        return f"{where}  {row['shown'] or 'drawn'}  {row['page']}.html#{row['target']}"

    places = []
    for place in one.get("places", ()):
        where = f"{place['place']}, line {place['line']}, {place['fragment']}"
        places.append(f"{where}, sha256 {place['sha256']}")
        places += [place["sentence"]] if "sentence" in place else []
    about = {
        "what": [" · ".join(filter(None, (one.get("period"), one.get("status"), one.get("note"))))],
        "in the report": places,
        "formula": [one["formula"]] if "formula" in one else [],
        "caveat": [one["caveat"]] if one.get("caveat") else [],
        "from": [brief(row) for row in one.get("inputs", ())],
        "gives": [brief(row) for row in one["derived"]],
        "compared": [
            f"{', '.join(row['shown'])}  with {', '.join(other['id'] for other in row['with'])}"
            for row in one["worked_out"]
        ],
        "shown": [use(row) for row in one["uses"]],
    }
    return {title: lines for title, lines in about.items() if any(lines)}


def drafted(made: Any) -> list[str]:
    """What a draft holds, what a person should look at first, and the next step."""
    from planbook.draft.confidence import MEANING

    counts = ", ".join(f"{table} {count}" for table, count in made.counts.items() if count)
    lines = [f"{made.folder}: {counts}"]
    if made.flags:
        lines.append("to be looked at first, at the head of review.csv:")
        lines += [f"  {count:4} {MEANING[flag]} ({flag})" for flag, count in made.flags.most_common()]
    if made.kept:
        lines.append(f"kept as judged: {counted(made.kept, 'row')}")
    if made.lost:
        lines.append(f"judged before, without a place in this text: {counted(made.lost, 'row')}")
    if made.written:
        lines.append(f"data/{made.edition}: written, marked unreviewed (草稿)")
        lines.append(f"review {made.folder / 'review.csv'}, then: planbook draft accept {made.edition}")
    return lines
