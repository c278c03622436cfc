"""The desk: how many decisions a report's review takes, and whether a kill loses any.

    python benchmarks/desk.py review REPORT EDITION [LAST]    in a Chromium, as somebody who knows the answers
    python benchmarks/desk.py kills [N] [SEED]                kill -9 in the middle of decisions, default 50

review: REPORT is the text of the accepted EDITION (a folder), LAST the folder of the county's edition before. Somebody
reads the report in, looks at a sample of the sure rows of both kinds and takes them all, then decides the rest one by
one: a row that says what EDITION says at its place is accepted, another is corrected, field by field. Each row looked
at counts as one decision, each field that is corrected as one more; a decision is 4 seconds. What the bulk has let
pass is counted as well, and what it would take to correct it.

kills: decisions are sent one after the other; the desk is killed at a moment of chance and started again. Every
decision that was acknowledged must be in the review file, and no other row may be anything else than it was.
"""

import csv
import http.client
import json
import random
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import browsers  # noqa: E402

from planbook.draft import run  # noqa: E402
from planbook.edition import rows  # noqa: E402

PACE = 4  # seconds of a decision
FIELDS = ("measure", "period", "scenario", "value", "unit", "bound", "preliminary", "sign", "chapter")
TASK_FIELDS = ("commitment", "chapter")
INVENTED = ROOT / "tests" / "data" / "counties" / "qingshi-2027.txt"


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
            return {"indicator": ""} if not is_figure and place in self.numerals else None if is_figure else {}
        known = self.numerals[place]
        wrong = {name: known[name] for name in FIELDS if known[name] != row[name]}
        if wrong.get("sign") == "" or ("value" in wrong and _number(known["value"]) == _number(row["value"])):
            wrong.pop("value", None)
        # An indicator that only the edition has may bear another name; a shared one may not.
        if known["indicator"] != row["indicator"] and known["indicator"] in self.shared:
            wrong["indicator"] = self.labels[known["indicator"]]
        return wrong


def _place(row: dict[str, str]) -> tuple[int, int]:
    return int(row["char_start"]), int(row["char_end"])


def _number(text: str) -> float | None:
    return float(text) if text else None


# ------------------------------------------------------------ the review


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
            if self.page.locator(".error").count():  # what cannot be corrected field by field is left as it is
                print("refused:", row.get("printed") or row["text"], self.page.locator(".error").first.inner_text())
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
        print(f"{count:6}  decisions: {count * PACE / 60:.1f} minutes; {whole} rows, {len(sure)} of them sure")
        print(f"{count * PACE / whole:6.2f}  seconds a row; the page: {sorted(reviewer.waited)[len(reviewer.waited) // 2]:.2f} s a decision")
        more = sum(2 if row["kind"] != "figure" else 1 + len(answers.wrong(row) or "x") for row in passed)
        print(f"{len(passed):6}  sure rows that EDITION has otherwise; to correct them: {more} decisions, {more * PACE / 60:.1f} minutes")
        if window.faults:
            print("faults:", window.faults)


# ------------------------------------------------------------ kills


class Client:
    """One window without a browser: it is let in once, then sends decisions."""

    def __init__(self, address: str):
        parts = urlsplit(address)
        self.host = parts.netloc
        answer = self._ask("GET", f"/?{parts.query}")
        self.cookie = answer.getheader("set-cookie").partition(";")[0]

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None, **headers: str):
        line = http.client.HTTPConnection(self.host, timeout=20)
        body = urlencode(form).encode() if form else None
        line.request(method, path, body, headers)
        answer = line.getresponse()
        self.text = answer.read().decode()
        line.close()
        return answer

    def get(self, path: str) -> str:
        self._ask("GET", path, cookie=self.cookie)
        return self.text

    def post(self, path: str, form: dict[str, str]) -> int:
        headers = {"cookie": self.cookie, "origin": f"http://{self.host}", "sec-fetch-site": "same-origin"}
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, form, **headers, **kind).status


def kills(count: int, seed: int) -> None:
    """Kill the desk in the middle of decisions, `count` times."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        root = project(Path(place) / "book")
        made = run.run(root / "data", root / "_build", INVENTED, edition="qingshi-2027")
        file = made.folder / "review.csv"
        noted: dict[str, str] = {}  # what was acknowledged: place of the row → its note
        pending: tuple[str, str] | None = None
        sent = acknowledged = lost = 0
        for number in range(count):
            served = browsers.Served(root)
            client = Client(served.address)
            timer = threading.Timer(chance.uniform(0, 0.8), served.process.kill)
            timer.start()
            try:
                while True:
                    page = client.get(f"/review/qingshi-2027?at=n{chance.randrange(80)}")
                    place_of, path, seen = _form(page)
                    sent += 1
                    pending = (place_of, f"k{sent}")
                    if client.post(path, {"do": "change", "seen": seen, "note": f"k{sent}"}) == 303:
                        noted[place_of] = f"k{sent}"
                        acknowledged += 1
                    pending = None
            except (OSError, http.client.HTTPException):
                pass
            timer.join()
            served.process.wait()
            served = browsers.Served(root)  # it puts right what the dead one left
            Client(served.address).get("/review/qingshi-2027")
            served.process.kill()
            served.process.wait()
            now = {f"{row['char_start']}-{row['char_end']}": row["note"] for row in table(file) if row["note"].startswith("k")}
            if pending and now.get(pending[0]) == pending[1]:  # it was on the disk, and nobody was told
                noted[pending[0]] = pending[1]
            bad = {at for at in {*now, *noted} if now.get(at) != noted.get(at)}
            lost += len(bad)
            print(f"{number + 1}: {acknowledged} acknowledged, {len(bad)} wrong", flush=True)
        entries = len((made.folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()) - 1
        print(json.dumps({"kills": count, "sent": sent, "acknowledged": acknowledged, "journal": entries, "lost": lost}))


def _form(page: str) -> tuple[str, str, str]:
    """Of a review page: the place of the row, where its form is sent, the version that it shows."""
    found = re.search(r'<form action="([^"?]*)[^>]*id="decision" data-place="([^"]*)">', page)
    return found[2], found[1], re.search(r'name="seen" value="(\d+)"', page)[1]


if __name__ == "__main__":
    what, *more = sys.argv[1:] or [""]
    if what == "review" and len(more) in (2, 3):
        review(Path(more[0]), Path(more[1]).resolve(), Path(more[2]).resolve() if len(more) == 3 else None)
    elif what == "kills":
        kills(int(more[0]) if more else 50, int(more[1]) if len(more) > 1 else 1)
    else:
        sys.exit(__doc__)
