"""Who may ask what: judged before anything else sees a request.

The desk listens on the loopback only, but every page of every site that a browser shows can knock there, and
so can every user of the machine. So: `Host` must equal one of our two names (no other name can be made to
point here); whoever has opened the one-time address has a cookie, nobody else gets anything; what writes must
come from a page of ours; bodies are small; pages may load, embed and send to nothing but us.
"""

from __future__ import annotations

import html
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

SAFE = ("GET", "HEAD")
LIMIT = 256 * 2**10  # bytes of a form
LIMITS = {"/draft": 32 * 2**20, "/sheet/import": 4 * 2**20}  # a report, a progress sheet
POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "img-src 'self' data:"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}


class Keys:
    """The one-time token of the address that is printed, and the secret of the cookie it is changed into."""

    def __init__(self) -> None:
        self.secret = secrets.token_urlsafe(32)
        self.token = secrets.token_urlsafe(32)

    def exchange(self, token: str) -> bool:
        """Whether this is the token; it is then used up, and there is a new one."""
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            return False
        self.token = secrets.token_urlsafe(32)
        return True


class Guard:
    """The app behind the rules. `port`: where it listens; `on_exchange`: told when a token is used up."""

    def __init__(self, app: App, port: int, keys: Keys, on_exchange: Callable[[], None] = lambda: None):
        self.app, self.keys, self.on_exchange = app, keys, on_exchange
        self.hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self.cookie = f"planbook-desk-{port}"

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # no websockets here
            return
        headers = _headers(scope)
        if why := self._refused(scope, headers):
            await _answer(send, 403, why)
            return
        if _wants_in(scope):
            await self._let_in(scope, send)
            return
        if not self._has_cookie(headers):
            await _answer(send, 403, "请用终端里显示的地址打开工作台；每个地址只能用一次。")
            return
        limit = LIMITS.get(scope["path"], LIMIT)
        if (length := headers.get("content-length", ["0"])[0]) and (
            not length.isdigit() or int(length) > limit
        ):
            await _answer(send, 413, f"太大了：最多 {limit // 2**10} KB。")
            return
        await self.app(scope, _counted(receive, limit), _with_headers(send))

    def _refused(self, scope: MutableMapping[str, Any], headers: dict[str, list[str]]) -> str:
        """Why a request is refused whoever asks, "" where it is not."""
        hosts = headers.get("host", [])
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return "这个地址不是工作台的地址。"
        site = headers.get("sec-fetch-site", [""])
        if scope["method"] in SAFE:
            launched = _wants_in(scope) and headers.get("sec-fetch-mode", ["navigate"]) == ["navigate"]
            if site not in ([""], ["none"], ["same-origin"]) and not launched:
                return "别的网站不能打开工作台的页面。"
            return ""
        if headers.get("origin", []) != [f"http://{hosts[0]}"] or site != ["same-origin"]:
            return "只有工作台自己的页面可以提交。"
        return ""

    def _has_cookie(self, headers: dict[str, list[str]]) -> bool:
        try:
            morsel = SimpleCookie("; ".join(headers.get("cookie", []))).get(self.cookie)
        except CookieError:
            return False
        return morsel is not None and secrets.compare_digest(morsel.value.encode(), self.keys.secret.encode())

    async def _let_in(self, scope: MutableMapping[str, Any], send: Send) -> None:
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not self.keys.exchange(token):
            await _answer(send, 403, "这个地址已经用过，或者不对。终端里有新的地址。")
            return
        self.on_exchange()
        cookie = f"{self.cookie}={self.keys.secret}; HttpOnly; SameSite=Strict; Path=/"
        # NOTE no redirect: a browser that came from elsewhere would not send the cookie along with one.
        page = '<meta http-equiv="refresh" content="0; url=/"><a href="/">打开工作台</a>'
        await _answer(send, 200, page, {"set-cookie": cookie}, markup=True)


def _wants_in(scope: MutableMapping[str, Any]) -> bool:
    is_front = scope["path"] == "/" and scope["method"] == "GET"
    return is_front and bytes(scope["query_string"]).startswith(b"token=")


def _headers(scope: MutableMapping[str, Any]) -> dict[str, list[str]]:
    by_name: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        by_name.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return by_name


def _counted(receive: Receive, limit: int) -> Receive:
    """The body as it comes, up to the limit, whatever its length was said to be."""
    size = 0

    async def counting() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit:
            raise HTTPException(413)
        return message

    return counting


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message["headers"]}
            more = {"content-security-policy": POLICY, **HEADERS}
            message["headers"] = [
                *message["headers"],
                *((k.encode(), v.encode()) for k, v in more.items() if k.encode() not in there),
            ]
        await send(message)

    return sending


async def _answer(
    send: Send, status: int, text: str, more: dict[str, str] | None = None, markup: bool = False
) -> None:
    body = text if markup else f"<p>{html.escape(text)}</p>"
    head = '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>工作台</title>'
    headers = {"content-type": "text/html; charset=utf-8", **(more or {})}
    start = {
        "type": "http.response.start", "status": status,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    await _with_headers(send)(start)
    await send({"type": "http.response.body", "body": f"{head}{body}</html>".encode()})
