"""A desk for the tests: an invented county's report of ten sentences, drafted; a client that is let in."""

import re
import shutil
from pathlib import Path

import books
import drafting
from starlette.testclient import TestClient

from planbook.desk.app import make
from planbook.desk.jobs import Jobs
from planbook.desk.security import Guard, Keys
from planbook.desk.view import Desk
from planbook.draft import run
from planbook.edition.rows import SHARED
from planbook.run.project import Project

PORT = 8765
BASE = f"http://127.0.0.1:{PORT}"
OURS = {"origin": BASE, "sec-fetch-site": "same-origin"}
EDITION = "yunxi-2026"


COUNTIES = Path(__file__).parent / "data" / "counties"


def next_year(folder: Path) -> Project:
    """The invented county's edition of 2026, and the draft of its report of 2027 after it."""
    made = project(folder, draft=False)
    shutil.copytree(COUNTIES / "qingshi-2026", made.data / "qingshi-2026")
    run.run(made.data, made.output, COUNTIES / "qingshi-2027.txt", like=None)
    return made


def project(folder: Path, draft: bool = True) -> Project:
    """A small book beside the shared tables, and the report's draft."""
    made = books.make(folder, overview="simple", industry="simple")
    for name in SHARED:
        shutil.copyfile(drafting.DATA / f"{name}.csv", made.data / f"{name}.csv")
    shutil.rmtree(made.data / "qingshi-2026")
    made.params.write_text(f"edition: {EDITION}\n", encoding="utf-8")
    report = folder / "report.txt"
    report.write_text(drafting.REPORT, encoding="utf-8")
    if draft:
        run.run(made.data, made.output, report, edition=EDITION)
    return made


def client(made: Project, keys: Keys | None = None) -> TestClient:
    """A browser that was let in."""
    keys = keys or Keys()
    desk = Desk(made, Jobs(made))
    found = TestClient(Guard(make(desk), PORT, keys), base_url=BASE, raise_server_exceptions=False)
    assert found.get(f"/?token={keys.token}").status_code == 200
    found.desk = desk
    return found


class Reviewer:
    """One window on the review of a draft; `page` is what it shows."""

    def __init__(self, window: TestClient, edition: str = EDITION):
        self.window, self.edition, self.at = window, edition, f"/review/{edition}"
        self.page = ""

    def open(self, query: str = "") -> str:
        response = self.window.get(self.at + query)
        assert response.status_code == 200, response.text
        self.page = response.text
        return self.page

    def post(self, action: str, **given: str):
        """Send a form; the page that comes of it."""
        response = self.window.post(self.at + action, data=given, headers=OURS)
        self.page = response.text
        return response

    def decide(self, id: str, do: str, **given: str):
        """Decide the row that is shown, as its form would."""
        self.open(f"?at={id}{'&table=clauses' if id.startswith('c') else ''}")
        return self.post(f"/{id}", **{**self.form(), "do": do, **given})

    def form(self) -> dict[str, str]:
        """What the page's form would send."""
        return fields(self.page, "decision")


def fields(page: str, form: str) -> dict[str, str | list[str]]:
    """The fields of a form, by name; several of one name as a list."""
    from lxml import html

    (found,) = html.fromstring(page).xpath(f"//form[@id='{form}']")
    values: dict[str, list[str]] = {}
    for name, value in found.form_values():
        values.setdefault(name, []).append(value)
    return {name: some if len(some) > 1 else some[0] for name, some in values.items() if name != "do"}


def last(page: str) -> str:
    """What the page says of the last decision."""
    found = re.search(r"刚才：(.*?)，已存盘", page)
    return found[1].replace("&#34;", '"') if found else ""


def html_value(page: str, name: str) -> str:
    """The value of a hidden field."""
    from lxml import html

    (found,) = html.fromstring(page).xpath(f"//input[@name='{name}']/@value")
    return str(found)


def area(page: str) -> str:
    """What a page's text area holds."""
    from lxml import html

    (found,) = html.fromstring(page).xpath("//textarea")
    return str(found.value)
