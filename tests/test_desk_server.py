"""`planbook desk` as a command: what it refuses before it serves."""

import socket
import sys

import desks
import pytest

from planbook import cli


@pytest.fixture
def project(tmp_path, monkeypatch):
    made = desks.project(tmp_path / "book", draft=False)
    monkeypatch.chdir(made.root)
    return made


def test_without_the_extra_it_says_what_to_install(project, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "planbook.desk.server", raising=False)
    assert cli.main(["desk"]) == 2
    assert "pip install 'planbook[desk]'" in capsys.readouterr().err


def test_no_such_report(project, capsys):
    assert cli.main(["desk", "nothing.docx", "--no-browser"]) == 2
    assert "nothing.docx" in capsys.readouterr().err


def test_a_port_that_is_taken(project, capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        assert cli.main(["desk", "--no-browser", "--port", str(port)]) == 2
    assert f"--port: got {port}" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["80", "x", "70000", "-1"])
def test_no_port_at_all(project, port, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["desk", "--port", port])
    assert ended.value.code == 2 and "1024" in capsys.readouterr().err


def test_a_second_double_click_opens_the_desk_that_is_there(project, monkeypatch, capsys):
    """Not an error: its page is opened once more, by the file that only its owner reads."""
    from planbook.desk import server
    from planbook.run import lock

    opened = []
    monkeypatch.setattr(server.webbrowser, "open", opened.append)
    folder = project.output / "desk"
    with lock.held(folder):
        assert cli.main(["desk"]) == 1  # whoever is there has no page to open: --no-browser
        (folder / "open.html").write_text("x", encoding="utf-8")
        assert cli.main(["desk"]) == 0
        assert cli.main(["desk", "--no-browser"]) == 1
    assert opened == [(folder / "open.html").as_uri()]
    assert "another desk" in capsys.readouterr().err
