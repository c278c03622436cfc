"""Who may ask the desk for what: the rules of the loopback, each broken in the ways that others have been."""

import os
import stat

import desks
import pytest
from desks import BASE, OURS, PORT
from starlette.testclient import TestClient

from planbook.desk import book_files, server, start_pages
from planbook.desk.security import LIMIT, LIMITS, Guard, Keys
from planbook.errors import InputError

COOKIE = f"planbook-desk-{PORT}"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    made = desks.project(tmp_path_factory.mktemp("desk") / "book")
    pages = made.html / "chapters"
    pages.mkdir(parents=True)
    (made.html / "index.html").write_text("<h1>书</h1>", encoding="utf-8")
    (pages / "overview.html").write_text(
        "<script>DOCUMENTATION_OPTIONS.pagename = 'chapters/overview';</script>"
        "<script>alert(1)</script><script>document.write(`<img src=x onerror=alert(2)>`);</script>",
        encoding="utf-8",
    )
    (made.html / "out.txt").symlink_to(made.root / "report.txt")
    return made


@pytest.fixture
def inside(project):
    return desks.client(project)


@pytest.fixture
def outside(inside):
    """Somebody without the cookie, at the same desk."""
    return TestClient(inside.app, base_url=BASE)


def test_the_token_works_once(project):
    """It is changed into a cookie for this host only, out of reach of scripts, and is used up."""
    keys, told = Keys(), []
    window = TestClient(Guard(lambda *_: None, PORT, keys, lambda: told.append(keys.token)), base_url=BASE)
    first = keys.token
    answer = window.get(f"/?token={first}")
    assert answer.status_code == 200
    flags = answer.headers["set-cookie"].split("; ")
    assert flags[0] == f"{COOKIE}={keys.secret}"
    assert set(flags[1:]) == {"HttpOnly", "SameSite=Strict", "Path=/"}
    assert window.get(f"/?token={first}").status_code == 403
    assert told == [keys.token] and keys.token != first
    assert first not in answer.text and "location" not in answer.headers


@pytest.mark.parametrize("token", ["", "x", "%00", "é"])
def test_no_other_token_works(outside, token):
    answer = outside.get(f"/?token={token}")
    assert answer.status_code == 403 and "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/", "/static/desk.css", "/book/", f"/review/{desks.EDITION}", "/job/events", "/nothing"]
)
def test_nothing_without_the_cookie(outside, path):
    """Not even which pages there are."""
    answers = [outside.get(path), outside.get(path, headers={"cookie": f"{COOKIE}=wrong"})]
    answers.append(outside.get(path, headers={"cookie": f"other={'x' * 43}; {COOKIE}="}))
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", f"127.0.0.1.evil.example:{PORT}", "127.0.0.1:80", f"evil.example:{PORT}",
        f"LOCALHOST.:{PORT}", f"[::1]:{PORT}", f"0.0.0.0:{PORT}", f"127.0.0.1:{PORT}.evil.example", "",
        f"127.0.0.1:{PORT}@evil.example", f"127.1:{PORT}",
    ],
)  # fmt: skip
def test_no_other_host(inside, host):
    """Equal, not alike: a name that somebody else controls may point here."""
    assert inside.get("/", headers={"host": host}).status_code == 403
    key = inside.desk  # the token is not even looked at
    assert key and inside.get("/?token=x", headers={"host": host}).status_code == 403


def test_two_hosts_are_none(inside):
    """A request that names two hosts is refused, whichever comes first."""
    headers = [("host", f"127.0.0.1:{PORT}"), ("host", "evil.example")]
    assert inside.get("/", headers=headers).status_code == 403


def test_both_names_work(inside):
    for host in (f"127.0.0.1:{PORT}", f"localhost:{PORT}"):
        cookie = f"{COOKIE}={inside.cookies[COOKIE]}"
        assert inside.get("/", headers={"host": host, "cookie": cookie}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": BASE},
        {"sec-fetch-site": "same-origin"},
        {"origin": "http://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"origin": f"http://localhost:{PORT}", "sec-fetch-site": "same-origin"},
        {"origin": f"https://127.0.0.1:{PORT}", "sec-fetch-site": "same-origin"},
        {"origin": "http://127.0.0.1:9999", "sec-fetch-site": "same-site"},
        {"origin": BASE, "sec-fetch-site": "same-site"},
        {"origin": BASE, "sec-fetch-site": "none"},
    ],
)
def test_only_our_pages_write(inside, headers):
    """Not another site, not another port of this machine, not a page without an origin."""
    before = inside.desk.jobs.last
    for path in (
        "/draft",
        "/build",
        f"/review/{desks.EDITION}/n0",
        f"/review/{desks.EDITION}/undo",
        "/job/stop",
    ):
        assert inside.post(path, data={"text": "x", "do": "accept"}, headers=headers).status_code == 403
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH"):
        assert inside.request(method, "/", headers=headers).status_code == 403
    assert inside.desk.jobs.last is before


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_do_not_read(inside, site):
    """A page of another port sends our cookie along; the browser says where the request comes from."""
    assert inside.get("/", headers={"sec-fetch-site": site, "sec-fetch-mode": "navigate"}).status_code == 403
    assert inside.get("/static/desk.js", headers={"sec-fetch-site": site}).status_code == 403


def test_bodies_are_small(inside):
    """Told or untold, a body beyond its limit is refused; a report may be larger than a form."""
    large = b"a=" + b"x" * LIMIT
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert inside.post("/build", content=large, headers={**OURS, **kind}).status_code == 413

    def pieces():
        for _ in range(LIMIT // 2**14 + 2):
            yield b"x" * 2**14

    assert inside.post("/build", content=pieces(), headers={**OURS, **kind}).status_code == 413
    assert (
        inside.post("/build", content=b"", headers={**OURS, **kind, "content-length": "-1"}).status_code
        == 413
    )
    assert LIMITS["/draft"] > LIMIT


def test_every_answer_has_its_policy(inside, outside):
    """Pages may load from, send to and be framed by nobody else; nothing is kept, nothing is guessed."""
    for answer in (inside.get("/"), inside.get("/nothing"), inside.get("/static/desk.css"), outside.get("/")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"


def test_the_book_runs_its_own_scripts_only(inside):
    """Of a page's inline scripts those of the book's templates are named in the policy, by their hash."""
    policy = inside.get("/book/chapters/overview.html").headers["content-security-policy"]
    scripts = next(one for one in policy.split("; ") if one.startswith("script-src"))
    assert scripts.count("sha256-") == 1 and "unsafe" not in scripts
    known = book_files.inline(b"<script>DOCUMENTATION_OPTIONS.pagename = 'chapters/overview';</script>")
    assert known and known.pop() in scripts
    assert inside.post("/book/index.html", headers=OURS).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/book/../report.txt", "/book/%2e%2e/report.txt", "/book/..%2freport.txt",
        "/book/%2e%2e%2freport.txt",
        "/book//etc/passwd", "/book/chapters/../../report.txt", "/book/..\\report.txt", "/book/%00",
        "/book/out.txt",
        "/book/chapters/%2e%2e/%2e%2e/params.yml", "/static/../app.py", "/static/%2e%2e/app.py",
        "/files/..%2fmanifest.json", "/files/%2e%2e", "/files/passwd", "/review/..%2f..%2fdata",
        "/review/%2e%2e/text", "/review/.", "/sheet/..%2f..%2fparams.xlsx", "/sheet/../report",
    ],
)  # fmt: skip
def test_no_way_out_of_the_folders(inside, project, path):
    """Dots, slashes and links lead nowhere."""
    answer = inside.get(path)
    assert answer.status_code in (400, 404)
    assert "云溪" not in answer.text and "root:" not in answer.text and "import" not in answer.text


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("../../etc/报告.docx", "报告.docx"),
        ("C:\\Users\\a\\计划 报告.PDF", "计划_报告.pdf"),
        ("x\nunreviewed: false\n.txt", "x_unreviewed_false.txt"),
        ("$(reboot).html", "reboot.html"),
        (".txt.docx", "txt.docx"),
    ],
)
def test_a_files_name_is_only_a_name(told, kept):
    assert start_pages.safe_name(told) == kept


@pytest.mark.parametrize("told", ["report.exe", "report", "../..", ".docx", "a.txt/b.sh"])
def test_no_other_kind_of_file(told):
    with pytest.raises(InputError, match="不能读"):
        start_pages.safe_name(told)


def test_a_form_names_no_path(inside, project):
    """The progress parameter takes the desk's own sheet or nothing, whatever a form says."""
    answer = inside.post(
        "/build",
        data={"edition": desks.EDITION, "progress": "/etc/passwd", "as_of": "2026-06-30"},
        headers=OURS,
    )
    assert answer.status_code == 422 and "/etc/passwd" not in answer.text
    assert inside.desk.jobs.last is None


def test_text_is_shown_as_text(inside, project):
    """What comes from a report or a form is never markup."""
    answer = inside.get(f"/review/{desks.EDITION}", params={"words": "<script>x</script>\"'"})
    assert "<script>x" not in answer.text and "&lt;script&gt;x" in answer.text


def test_the_browser_is_opened_by_a_file_of_its_owner(tmp_path, monkeypatch):
    """The token stands in no command line that other users see, and the file is for its owner only."""
    opened = []
    monkeypatch.setattr(server.webbrowser, "open", opened.append)
    launcher = tmp_path / "open.html"
    launcher.write_text("old", encoding="utf-8")
    server._write(launcher, "http://127.0.0.1:1/?token=secret")
    server._open(launcher).join()
    assert stat.S_IMODE(os.stat(launcher).st_mode) == 0o600  # noqa: PTH116
    assert "token=secret" in launcher.read_text(encoding="utf-8")
    assert opened == [launcher.as_uri()] and "secret" not in opened[0]
