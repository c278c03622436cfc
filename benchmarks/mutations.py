"""How many wrong digits are noticed: by `planbook check`, with the report's text, and by the audit.

    python benchmarks/mutations.py [--source FILE] [--edition NAME] [--many N] [--seed N]

Three ways in which a digit goes wrong, each tried many times, one digit at a time:

    slip      any digit of figures.csv changes (a slip of the keyboard)
    misread   a printed number and its value change alike, and the digests with them (a number read wrongly)
    misprint  the report itself prints another digit, and everything follows it (needs --source)

The audit counts as noticing when a check that held no longer does (`alarm`), or when any verdict changes.
"""

import argparse
import csv
import random
import shutil
import tempfile
from collections import Counter
from hashlib import sha256
from pathlib import Path

from planbook.audit import audit
from planbook.check import check
from planbook.check.locate import digest
from planbook.edition import load
from planbook.edition.rows import HEADERS

ROOT = Path(__file__).resolve().parents[1]


def other(digit: str, chance: random.Random) -> str:
    """Another digit from 1 to 9, of the same width: never a leading zero."""
    first = "１" if ord(digit) > 127 else "1"
    return chance.choice([d for d in (chr(ord(first) + n) for n in range(9)) if d != digit])


def is_digit(sign: str) -> bool:
    return sign in "0123456789０１２３４５６７８９"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, HEADERS[path.stem], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def slip(folder: Path, chance: random.Random) -> str:
    """Change one digit of figures.csv."""
    path = folder / "figures.csv"
    text = path.read_text(encoding="utf-8")
    start = text.index("\n")
    at = chance.choice([n for n, sign in enumerate(text) if n > start and is_digit(sign)])
    path.write_text(text[:at] + other(text[at], chance) + text[at + 1 :], encoding="utf-8")
    return text[text.rindex("\n", 0, at) + 1 :].partition(",")[0]


def misread(folder: Path, chance: random.Random) -> str:
    """Change one digit of a figure's printed number, its value and its digests."""
    figures, mentions = read(folder / "figures.csv"), read(folder / "mentions.csv")
    # a percentage or a count in Arabic digits; Ⅱ类 and 五家 hold none
    known = [row for row in figures if row["value"] and any(map(is_digit, row["printed"]))]
    row = chance.choice(known)
    at = chance.choice([n for n, sign in enumerate(row["printed"]) if is_digit(sign)])
    digit = other(row["printed"][at], chance)
    place = sum(map(is_digit, row["printed"][:at]))  # the same place in `value`, whose digits are the same
    where = [n for n, sign in enumerate(row["value"]) if sign.isdigit()][place]
    row["value"] = row["value"][:where] + str(int(digit)) + row["value"][where + 1 :]
    row["printed"] = row["printed"][:at] + digit + row["printed"][at + 1 :]
    for mention in mentions:
        if mention["figure"] == row["figure"]:
            mention["sha256"] = digest(row["printed"])
    write(folder / "figures.csv", figures)
    write(folder / "mentions.csv", mentions)
    return row["figure"]


def misprint(folder: Path, chance: random.Random, text: str) -> tuple[str, str]:
    """Like `misread`, and the report prints the same wrong digit; the figure and the changed text."""
    figure = misread(folder, chance)
    figures, mentions = read(folder / "figures.csv"), read(folder / "mentions.csv")
    printed = next(row["printed"] for row in figures if row["figure"] == figure)
    spans = {(int(m["char_start"]), int(m["char_end"])) for m in mentions if m["figure"] == figure}
    shared = [m for m in mentions if (int(m["char_start"]), int(m["char_end"])) in spans]
    for start, end in spans:
        text = text[:start] + printed + text[end:]
    value = next(row["value"] for row in figures if row["figure"] == figure)
    for row in figures:  # one number that serves several figures changes for all of them
        if row["figure"] in {mention["figure"] for mention in shared}:
            row["printed"], row["value"] = printed, value
    for mention in shared:
        mention["sha256"] = digest(printed)
    write(folder / "figures.csv", figures)
    write(folder / "mentions.csv", mentions)
    source = folder / "source.yml"
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    new = f"  sha256: {sha256(text.encode()).hexdigest()}\n"
    source.write_text("".join(new if "sha256:" in line else line for line in lines), encoding="utf-8")
    return figure, text


def verdicts(edition: str, data: Path) -> dict[str, str] | None:
    """Each check of the audit with its verdict; None when the edition cannot be loaded."""
    try:
        return {row.fingerprint: row.judgement.word for row in audit.rows(load(edition, data))}
    except (LookupError, ValueError):
        return None


def alarm(before: dict[str, str], after: dict[str, str]) -> bool:
    """Whether a check that held no longer does, or a new one fails."""
    bad = {"不一致", "不能判断"}
    return any(word in bad and before.get(key) not in bad for key, word in after.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--source", type=Path, help="the report's text")
    parser.add_argument("--edition", default="guangling-2026")
    parser.add_argument("--many", type=int, default=50)
    parser.add_argument("--seed", type=int, default=2026)
    args = parser.parse_args()
    text = args.source.read_bytes().decode() if args.source else ""
    good = verdicts(args.edition, ROOT / "data")
    ways = ("slip", "misread", "misprint") if args.source else ("slip", "misread")
    print("way       tried  check  check --source  audit: alarm  audit: any change  missed by all")
    for way in ways:
        chance, counted, missed = random.Random(args.seed), Counter(), []
        for _ in range(args.many):
            with tempfile.TemporaryDirectory() as folder:
                data = Path(folder) / "data"
                shutil.copytree(ROOT / "data", data)
                changed, report = "", args.source
                if way == "misprint":
                    changed, printed = misprint(data / args.edition, chance, text)
                    report = Path(folder) / "report.txt"
                    report.write_bytes(printed.encode())
                else:
                    changed = {"slip": slip, "misread": misread}[way](data / args.edition, chance)
                found = bool(check(args.edition, data))
                proved = bool(args.source and check(args.edition, data, report))
                after = None if way == "slip" and found else verdicts(args.edition, data)
                noticed = after is not None and alarm(good, after)
                moved = after is not None and after != good
                counted.update(check=found, source=proved, alarm=noticed, moved=moved)
                if not (found or proved or moved):
                    missed.append(changed)
        told = counted["source"] if args.source else "-"
        audited = "-" if way == "slip" else counted["alarm"]
        changes = "-" if way == "slip" else counted["moved"]
        print(
            f"{way:<9} {args.many:>5}  {counted['check']:>5}  {told:>14}  {audited:>12}  {changes:>17}"
            f"  {len(missed)}{': ' + ', '.join(missed) if way == 'slip' and missed else ''}"
        )


if __name__ == "__main__":
    main()
