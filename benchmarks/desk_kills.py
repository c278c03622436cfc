"""Does a kill of the desk lose a decision?

    python benchmarks/desk_kills.py [N] [SEED]    kill -9 in the middle of decisions, default 50

Decisions are sent one after the other; the desk is killed at a moment of chance and started again. Every
decision that was acknowledged must be in the review file afterwards, and no other row may have changed.
"""

import http.client
import json
import random
import re
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

import browsers  # noqa: E402
from desk_review import project, table  # noqa: E402

from planbook.draft import run  # noqa: E402

REPORT = ROOT / "tests" / "data" / "counties" / "qingshi-2027.txt"


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
        made = run.run(root / "data", root / "_build", REPORT, edition="qingshi-2027")
        file = made.folder / "review.csv"
        noted: dict[str, str] = {}  # what was acknowledged: place of the row → its note
        pending: tuple[str, str] | None = None
        sent = acknowledged = lost = 0
        for number in range(count + 1):
            served = browsers.Served(root)
            client = Client(served.address)
            begin = time.monotonic()
            client.get("/review/qingshi-2027")  # it puts right what the dead one left
            seconds = time.monotonic() - begin
            notes = {f"{row['char_start']}-{row['char_end']}": row["note"] for row in table(file)}
            now = {at: note for at, note in notes.items() if note.startswith("k")}
            if pending and now.get(pending[0]) == pending[1]:  # it was on the disk, and nobody was told
                noted[pending[0]] = pending[1]
            bad = {at for at in {*now, *noted} if now.get(at) != noted.get(at)}
            lost += len(bad)
            print(f"{number} kills: {acknowledged} acknowledged, {len(bad)} wrong", flush=True)
            if number == count:
                break
            timer = threading.Timer(chance.uniform(0, 8 * seconds), served.process.kill)
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
        served.process.kill()
        entries = len((made.folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()) - 1
        counts = {
            "kills": count,
            "sent": sent,
            "acknowledged": acknowledged,
            "journal": entries,
            "lost": lost,
        }
        print(json.dumps(counts))


def _form(page: str) -> tuple[str, str, str]:
    """Of a review page: the place of the row, where its form is sent, the version that it shows."""
    found = re.search(r'<form action="([^"?]*)[^>]*id="decision" data-place="([^"]*)">', page)
    return found[2], found[1], re.search(r'name="seen" value="(\d+)"', page)[1]


if __name__ == "__main__":
    kills(int((sys.argv[1:] or ["50"])[0]), int((sys.argv[2:] or ["1"])[0]))
