"""The search of a book, as a reader's browser runs it: static/planbook.js and search.js in Node."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parent.parent / "src/planbook/book/static"
# As much of a browser as the scripts touch while they load.
BROWSER = """
var shadow = {
  getContext: function () { return { fillText: function () {} }; }, toDataURL: function () { return ""; },
};
var window = { addEventListener: function () {} };
var document = {
  readyState: "loading", addEventListener: function () {}, createElement: function () { return shadow; },
  documentElement: { classList: { add: function () {} }, dataset: {} },
};
"""
# Of each question the hits in the order of the page: {title, words (all that is shown of it), anchors}.
ASK = """
JSON.stringify(questions.map(function (question) {
  var answer = Planbook.find(question);
  var rows = answer.subjects.slice(0, 20).map(function (subject) {
    return {
      title: subject.title, kind: "figure",
      anchors: subject.figures.map(function (one) { return one.anchor; }),
      words: [subject.title].concat(subject.figures.map(function (one) {
        return [one.period + one.measure, one.standing, one.shown, one.place].join(" ");
      })).join("; "),
    };
  });
  var texts = answer.passages.slice(0, 20).map(function (one) {
    return {
      title: one.chapter + " › " + one.title, kind: "text", anchors: [one.page + "#" + one.anchor],
      words: [one.chapter, one.title, one.line ? one.line.text : ""].join(" "),
    };
  });
  return {
    hits: answer.textsFirst ? texts.concat(rows) : rows.concat(texts), missing: answer.missing,
    unlisted: answer.unlisted, nearest: answer.nearest, list: answer.list,
  };
}))
"""


def node() -> str:
    """Node, of the machine or the one that Playwright brings; without one a test skips."""
    playwright = pytest.importorskip("playwright")
    own = Path(playwright.__file__).parent / "driver/node"
    return shutil.which("node") or (str(own) if own.is_file() else pytest.skip("no Node on this machine"))


def ask(book: str, questions: Sequence[str]) -> list[dict]:
    """What a book answers to each question: `hits`, best first, and what it says is not there.

    book: the script searchtext.js, which sets `Planbook.book`.
    """
    scripts = [BROWSER, (STATIC / "planbook.js").read_text("utf-8"), book]
    scripts += [(STATIC / "search.js").read_text("utf-8"), f"var questions = {json.dumps(questions)};"]
    program = "\n".join([*scripts, f"process.stdout.write({ASK.strip()});"])
    done = subprocess.run([node()], input=program.encode(), capture_output=True, check=False)
    assert not done.returncode, done.stderr.decode()
    return json.loads(done.stdout)
