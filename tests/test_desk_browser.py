"""The whole way in a browser: a report's docx, the draft, three corrections, a kill, the edition, the book.

The desk runs as its users run it, `planbook desk --no-browser`; Debian's Chromium opens the printed address.
"""

import os
import re
import shutil
import signal
import subprocess
import sys

import books
import desks
import docx
import drafting
import pytest
from browsers import DESK, PHONE, Served, Window

pytestmark = pytest.mark.browser

SIZES = {"phone": PHONE, "desk": DESK}


@pytest.fixture
def served(tmp_path):
    """Starts desks of one project, and ends what is left of them."""
    project = desks.project(tmp_path / "book", draft=False)
    started = []

    def serve(*arguments: str) -> Served:
        started.append(Served(project.root, *arguments))
        return started[-1]

    serve.project = project
    yield serve
    for one in started:
        if one.process.poll() is None:
            one.end(signal.SIGKILL)
    assert books.wait_for(lambda: not books.processes(project)), "something still works for the book"


def test_from_docx_to_book(browser, served):
    """Upload, draft, correct three rows, be killed, accept the rest, build: all of it is in the data."""
    project = served.project
    desk = served()
    window = Window(browser, desk)
    page = window.page
    report = docx.Document()
    for line in drafting.REPORT.split("\n"):
        report.add_paragraph(line)
    report.save(project.root / "计划报告.docx")
    page.set_input_files("#report", project.root / "计划报告.docx")
    page.click("summary")
    page.fill("#edition", desks.EDITION)
    page.click("text=开始")
    page.click("text=开始审阅", timeout=120_000)

    # Three corrections: a field, a new indicator, a numeral that is none.
    numerals, tasks = window.count()
    page.click("ol >> text=320座")
    page.fill("#f-note", "含改造")
    page.click("text=保存修改")
    page.click("ol >> text=46家")
    page.fill("#f-indicator", "示范农场")
    page.click("text=保存修改")
    assert "没有叫“示范农场”的指标" in page.inner_text(".wrong")
    page.check("[name=new_indicator]")
    page.click("text=保存修改")
    page.click("ol >> text=38万人次")
    page.select_option("#reason", "word")
    page.click("button:has-text('排除')")
    assert window.count() == [numerals - 3, tasks]

    # The machine dies; the next desk knows it all.
    desk.end(signal.SIGKILL)
    desk = served()
    window = Window(browser, desk)
    page = window.page
    page.click("section[aria-labelledby=go-on] a")
    assert window.count() == [numerals - 3, tasks]
    page.click("text=撤销")
    assert window.count() == [numerals - 2, tasks]
    page.select_option("#reason", "word")
    page.click("button:has-text('排除')")

    # The sure ones by the sample, the others one by one with the key.
    for table in ("", "?table=clauses"):
        page.goto(f"{desk.root}/review/{desks.EDITION}{table}")
        page.click("text=成批接受把握高的")
        page.check("[name=looked]")
        page.click("text=接受这")
        page.wait_for_url(re.compile(r"/review/[\w-]+\?table="))
        page.wait_for_load_state()  # keys work from then on
        while window.count()["clauses" in table]:
            with page.expect_navigation():
                page.keyboard.press("a")
    assert window.count() == [0, 0]
    page.click("text=全部看完，成为正式数据")
    page.click("main >> text=做书")

    # A wrong parameter is refused beside its field, a right one builds.
    page.fill("#p-industry-top_projects", "500")
    page.click("button:has-text('做书')")
    assert "应为：从 1 到 60 的整数" in page.inner_text(".field.wrong")
    page.fill("#p-industry-top_projects", "5")
    page.click("button:has-text('做书')")
    page.click("text=打开书", timeout=180_000)
    page.wait_for_url(f"{desk.root}/book/chapters/overview.html")
    assert "云溪县" in page.title()
    assert page.evaluate("document.documentElement.dataset.theme || document.documentElement.dataset.mode")
    assert window.faults == []

    # It can be sent as a file.
    page.goto(f"{desk.root}/build")
    page.click("button:has-text('数据包')")
    with page.expect_download(timeout=120_000) as download:
        page.click("text=下载 yunxi")
    assert download.value.path().read_bytes().startswith(b"PK")

    figures = (project.data / desks.EDITION / "figures.csv").read_text(encoding="utf-8")
    assert "含改造" in figures and "38万人次" not in figures
    assert "示范农场" in (project.data / desks.EDITION / "indicators.csv").read_text(encoding="utf-8")
    assert desk.end() in (0, 130)


def test_a_build_is_stopped_and_another_desk_refused(browser, served):
    """Stop and kill end the kernels and publish nothing; a second desk of the project says who is there."""
    project = served.project
    shutil.copyfile(books.NOTEBOOKS / "slow.ipynb", project.notebook("industry"))
    report = project.root / "report.txt"
    desk = served(str(report), "--edition", desks.EDITION)
    window = Window(browser, desk)
    page = window.page
    page.goto(f"{desk.root}/job")
    page.click("text=开始审阅", timeout=120_000)
    page.goto(f"{desk.root}/build")
    page.click("button:has-text('做书')")
    page.wait_for_selector("#log li:has-text('1/2')", timeout=120_000)
    page.click("text=停下")
    page.wait_for_selector("#state:has-text('停下了')", timeout=30_000)
    assert not project.html.exists()
    second = subprocess.run(
        [sys.executable, "-m", "planbook", "desk", "--no-browser"],
        cwd=project.root,
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1 and str(desk.process.pid) in second.stderr
    assert "Traceback" not in second.stderr
    page.click("text=再试")
    page.click("button:has-text('做书')")
    assert books.wait_for((project.output / "run").is_dir, 120)
    desk.end(signal.SIGKILL)  # in the middle: the builders and kernels go with it, and nothing is published
    assert not project.html.exists()


def test_without_scripts(browser, served):
    """The same forms, sent by themselves: paste and draft, accept, undo, change, next."""
    desk = served()
    window = Window(browser, desk, java_script_enabled=False)
    page = window.page
    home = served.project.output / "draft" / desks.EDITION / "review.csv"
    page.fill("#text", drafting.REPORT)
    page.click("summary")
    page.fill("#edition", desks.EDITION)
    page.click("text=开始")
    page.click("text=开始审阅", timeout=120_000)  # the page asks again by itself
    first = page.inner_text("h2 .printed")
    numerals, tasks = window.count()
    page.click("button:has-text('接受')")
    assert window.count() == [numerals - 1, tasks] and page.inner_text("h2 .printed") != first
    page.click("button:has-text('撤销')")
    assert window.count() == [numerals, tasks] and page.inner_text("h2 .printed") == first
    page.fill("#f-note", "没有脚本")
    page.click("button:has-text('保存修改')")
    assert "没有脚本" in home.read_text(encoding="utf-8-sig")
    page.click("text=下一个")


def test_others_get_nothing(browser, served):
    """A real browser: another name for this machine, no token, a form and a script of another site."""
    desk = served()
    window = Window(browser, desk)
    page, port = window.page, desk.root.rpartition(":")[2]
    assert page.goto(f"http://desk.example:{port}/").status == 403
    stranger = browser.new_context().new_page()
    assert stranger.goto(desk.root).status == 403 and stranger.goto(f"{desk.root}/book/").status == 403
    form = f'''<form action="{desk.root}/draft" method="post"><input name="text" value="x"><button>go</button>
        </form><script>fetch("{desk.root}/", {{credentials: "include"}}).then(
            (answer) => answer.text(), () => "refused").then((text) => document.title = text)</script>'''
    elsewhere = re.compile(r"http://elsewhere\.example")
    page.route(elsewhere, lambda route: route.fulfill(body=form, content_type="text/html"))
    page.goto("http://elsewhere.example/")
    page.wait_for_function("document.title")
    assert page.title() == "refused"
    with page.expect_response(f"{desk.root}/draft") as answer:
        page.click("text=go")
    assert answer.value.status == 403
    for path in ("/static/%2e%2e/app.py", "/book/..%2f..%2fparams.yml", "/files/..%2fmanifest.json"):
        assert page.goto(desk.root + path).status in (400, 403, 404)
        assert "edition:" not in page.content() and "import" not in page.content()
    assert not (served.project.output / "draft").exists()


def test_keyboard_only_and_every_size(browser, served):
    """Tab and keys reach everything; no page is wider than its window; axe has nothing to say of any."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    desk = served(str(served.project.root / "report.txt"), "--edition", desks.EDITION)
    home = served.project.output / "draft" / desks.EDITION / "review.csv"
    at = f"/review/{desks.EDITION}"
    pages = [
        "/",
        at,
        f"{at}?table=clauses",
        f"{at}/text",
        f"{at}/bulk",
        f"{at}/line/6",
        f"{at}/sentence/n1",
        "/build",
        "/job",
        f"/sheet/{desks.EDITION}",
        f"{at}/own/projects",
        f"{at}/own/indicators",
        f"{at}/last-year",
    ]
    window = Window(browser, desk)
    window.page.goto(f"{desk.root}/job")
    window.page.wait_for_selector("text=开始审阅", timeout=120_000)
    state = window.context.storage_state()
    for size, scheme in (("phone", "dark"), ("desk", "light")):
        context = browser.new_context(
            viewport=SIZES[size], color_scheme=scheme, storage_state=state, bypass_csp=True
        )
        page = context.new_page()
        for path in pages:
            page.goto(desk.root + path)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{path} is {wide} px too wide on a {size}"
            found = axe.run(page)
            assert found.violations_count == 0, f"{path} ({size}, {scheme}): {found.generate_report()}"
        context.close()

    # By keys alone: accept with Enter, go to the change, type, save, take it back, search.
    page = window.page
    page.goto(desk.root + at)
    numerals, tasks = window.count()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert window.count() == [numerals - 1, tasks]
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.name") == "indicator"
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("u")
    assert window.count() == [numerals, tasks]
    page.keyboard.press("/")
    page.keyboard.type("320座")
    page.keyboard.press("Enter")
    page.wait_for_url("**words=*")
    assert page.inner_text("h2 .printed") == "320座"

    row = page.url

    # Brackets by selection: one numeral becomes two, without a bracket typed.
    page.click("text=改这一段的标记")
    page.evaluate("t => { const b = document.getElementById('told'), at = b.value.indexOf(t);"
                  " b.setSelectionRange(at, at + t.length); }", "32")  # fmt: skip
    page.click("text=把选中的标为一个")
    assert "[32][0座]" in page.input_value("#told")
    page.evaluate("t => { const b = document.getElementById('told'), at = b.value.indexOf(t);"
                  " b.setSelectionRange(at, at + t.length); }", "[32][0座]")  # fmt: skip
    page.click("text=把选中的标为一个")
    assert "大棚[320座]，" in page.input_value("#told")

    # Another window decides meanwhile: this one is told, and overwrites nothing.
    page.goto(row)
    other = window.context.new_page()
    other.goto(row)
    other.fill("#f-note", "乙")
    other.click("text=保存修改")
    page.fill("#f-note", "甲")
    page.click("text=保存修改")
    assert "另一个窗口刚改过" in page.inner_text(".notice") and page.input_value("#f-note") == "乙"
    assert window.faults == []
    assert os.stat(home).st_size  # noqa: PTH116
