"""How many decisions a report's review at the desk takes, in a Chromium, by somebody who knows the answers.

    python benchmarks/desk_review.py REPORT EDITION [LAST]

REPORT is the text of the accepted EDITION (a folder), LAST the folder of the county's edition of the year
before. Somebody reads the report in, looks at a sample of the sure rows of both kinds and takes all of them,
then decides the rest one by one: a row that says what EDITION says at its place is accepted, another is
corrected, field by field. Each row looked at is one decision, each corrected field one more; a decision is 4
seconds. What the bulk has let pass is counted as well, and what it would take to correct it.
"""

import csv
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import browsers  # noqa: E402

from planbook.edition import rows  # noqa: E402

PACE = 4  # seconds of a decision
FIELDS = ("measure", "period", "scenario", "value", "unit", "bound", "preliminary", "sign", "chapter")
TASK_FIELDS = ("commitment", "chapter")


def project(folder: Path, *editions: Path) -> Path:
    """A project with the shared tables and some editions."""
    shutil.copytree(ROOT / "chapters", folder / "chapters")
    (folder / "data").mkdir()
    for name in rows.SHARED:
        shutil.copyfile(ROOT / "data" / f"{name}.csv", folder / "data" / f"{name}.csv")
    for edition in editions:
        shutil.copytree(edition, folder / "data" / edition.name)
    for name in ("_config.yml", "_toc.yml"):
        shutil.copyfile(ROOT / name, folder / name)
    (folder / "params.yml").write_text("{}\n", encoding="utf-8")
    return folder


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Answers:
    """What an accepted edition says at each place of its text."""

    def __init__(self, edition: Path):
        figures = {row["figure"]: row for row in table(edition / "figures.csv")}
        labels = {row["indicator"]: row["label_zh"] for row in table(ROOT / "data" / "indicators.csv")}
        self.shared = set(labels)
        if (edition / "indicators.csv").is_file():
            labels |= {row["indicator"]: row["label_zh"] for row in table(edition / "indicators.csv")}
        self.labels = labels
        self.numerals = {_place(row): figures[row["figure"]] for row in table(edition / "mentions.csv")}
        self.others = {_place(row): row["reason"] for row in table(edition / "not_figures.csv")}
        self.tasks = {_place(row): row for row in table(edition / "tasks.csv")}

    def wrong(self, row: dict[str, str]) -> dict[str, str] | None:
        """The fields of a drafted row that are not so, and how they are; None: it is no figure, no task."""
        place = _place(row)
        if "text" in row:
            if (row["kind"] == "task") != (place in self.tasks):
                return {} if row["kind"] != "task" else None
            task = self.tasks.get(place, row)
            return {name: task[name] for name in TASK_FIELDS if task[name] != row[name]}
        if row["kind"] == "not_figure" or place not in self.numerals:
            is_figure = row["kind"] != "not_figure"
            return (
                {"indicator": ""} if not is_figure and place in self.numerals else None if is_figure else {}
            )
        known = self.numerals[place]
        wrong = {name: known[name] for name in FIELDS if known[name] != row[name]}
        if wrong.get("sign") == "" or ("value" in wrong and _number(known["value"]) == _number(row["value"])):
            wrong.pop("value", None)
        # An indicator that only the edition has may bear another name; a shared one may not.
        if known["indicator"] != row["indicator"] and known["indicator"] in self.shared:
            wrong["indicator"] = self.labels[known["indicator"]]
            if known["item"] != row["item"]:
                wrong["item"] = known["item"]
        return wrong


def _place(row: dict[str, str]) -> tuple[int, int]:
    return int(row["char_start"]), int(row["char_end"])


def _number(text: str) -> float | None:
    return float(text) if text else None


class Reviewer:
    """Somebody at the desk; `decisions` by what they were about."""

    def __init__(self, page, root: str, name: str, answers: Answers, draft: Path):
        self.page, self.at, self.answers = page, f"{root}/review/{name}", answers
        self.draft = draft
        self.decisions: Counter[str] = Counter()
        self.waited: list[float] = []

    def bulk(self, clauses: bool) -> None:
        """Look at the sample of the sure rows, and take them."""
        self.page.goto(f"{self.at}/bulk{'?table=clauses' if clauses else ''}")
        self.decisions["rows of samples"] += self.page.locator("tbody tr").count()
        self.page.check("[name=looked]")
        self.page.click("text=接受这")
        self.page.wait_for_selector("nav.tabs")
        self.decisions["bulk"] += 1

    def rest(self, clauses: bool) -> None:
        """Decide what waits, row by row, the doubtful first."""
        kind = "clauses" if clauses else "numerals"
        self.page.goto(f"{self.at}{'?table=clauses' if clauses else ''}")
        while (id := self._shown()) and self._left()[clauses]:
            row = self._row(id, clauses)
            wrong = self.answers.wrong(row)
            self.decisions[f"{kind} looked at"] += 1
            begin = time.monotonic()
            with self.page.expect_navigation():
                if wrong is None or (row["kind"] == "open" and not wrong):
                    self.decisions[f"{kind} rejected"] += 1
                    self.page.select_option("#reason", index=1)
                    self.page.click("button[value=reject]")
                elif wrong:
                    self.decisions[f"{kind}: fields corrected"] += len(wrong)
                    self._correct(wrong)
                else:
                    self.page.keyboard.press("a")
            self.waited.append(time.monotonic() - begin)
            if self.page.locator(
                ".error"
            ).count():  # what cannot be corrected field by field is left as it is
                print(
                    "refused:",
                    row.get("printed") or row["text"],
                    self.page.locator(".error").first.inner_text(),
                )
                self.page.goto(f"{self.at}?at={id}")
                with self.page.expect_navigation():
                    self.page.keyboard.press("a")
                self.decisions[f"{kind}: refused"] += 1

    def _correct(self, wrong: dict[str, str]) -> None:
        for name, value in wrong.items():
            field = self.page.locator(f"#f-{name}")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        self.page.click("button[value=change]")

    def _shown(self) -> str:
        form = self.page.locator("#decision")
        if not form.count():
            return ""
        return urlsplit(form.get_attribute("action")).path.rpartition("/")[2]

    def _row(self, id: str, clauses: bool) -> dict[str, str]:
        """The row behind a page: the review file has it, at the place that the page shows."""
        place = self.page.evaluate("document.querySelector('#decision').dataset.place").split("-")
        name = "review_tasks.csv" if clauses else "review.csv"
        return next(
            row for row in table(self.draft / name) if [row["char_start"], row["char_end"]] == place
            and row["state"] == "new"
        )  # fmt: skip

    def _left(self) -> list[int]:
        return [int(n) for n in re.findall(r"剩 (\d+)", self.page.inner_text("nav.tabs"))]


def review(report: Path, edition: Path, last: Path | None) -> None:
    """Review a report and print the decisions that it took."""
    with tempfile.TemporaryDirectory() as place, browsers.launched() as browser:
        root = project(Path(place) / "book", *([last] if last else []))
        served = browsers.Served(root)
        window = browsers.Window(browser, served)
        page = window.page
        page.set_input_files("#report", report)
        page.click("summary")
        page.fill("#edition", edition.name)
        page.click("text=开始")
        page.click("text=开始审阅", timeout=120_000)
        draft = root / "_build" / "draft" / edition.name
        answers = Answers(edition)
        drafted = {name: table(draft / name) for name in ("review.csv", "review_tasks.csv")}
        reviewer = Reviewer(page, served.root, edition.name, answers, draft)
        for clauses in (False, True):
            reviewer.bulk(clauses)
            reviewer.rest(clauses)
        sure = [row for rows_ in drafted.values() for row in rows_ if row["confidence"] == "high"]
        passed = [row for row in sure if answers.wrong(row) != {}]
        page.goto(reviewer.at)
        page.click("text=全部看完，成为正式数据")
        print(page.inner_text("main"))
        served.end(signal.SIGINT)
        count, whole = sum(reviewer.decisions.values()), sum(map(len, drafted.values()))
        for name, number in reviewer.decisions.items():
            print(f"{number:6}  {name}")
        print(
            f"{count:6}  decisions: {count * PACE / 60:.1f} minutes; {whole} rows, {len(sure)} of them sure"
        )
        middle = sorted(reviewer.waited)[len(reviewer.waited) // 2]
        print(f"{count * PACE / whole:6.2f}  seconds a row; {middle:.2f} s from a decision to the next row")
        more = sum(2 if row["kind"] != "figure" else 1 + len(answers.wrong(row) or "x") for row in passed)
        print(f"{len(passed):6}  sure rows that EDITION has otherwise: {more} decisions more")
        if window.faults:
            print("faults:", window.faults)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    report, *editions = (Path(one).resolve() for one in sys.argv[1:])
    review(report, editions[0], editions[1] if len(editions) > 1 else None)
