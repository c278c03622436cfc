"""The published book under the desk's own address: read only, and its scripts only those that we know."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from .security import POLICY

_INLINE = re.compile(rb"<script(?: data-cfasync=\"false\")?>(.*?)</script>", re.S)
# What the book's own templates write into a page: the page's name, the look that the reader chose, buttons
# that need scripts. A button's own script would be refused: the policy names no inline handlers.
_OURS = re.compile(
    rb"\s*(?:DOCUMENTATION_OPTIONS\.pagename = '[\w/-]*';\s*"
    rb"|(?:document\.documentElement\.dataset\.\w+ = localStorage\.getItem\(\"\w+\"\) \|\| \"\w*\";\s*)+"
    rb"|document\.write\(`(?:[^<>`$\\]|</?(?:button|i|span|kbd)\b[^<>`$\\]*>)*`\);\s*)"
)


class Book(StaticFiles):
    """Files of one folder, which a build may exchange at any moment; a page may run no script but ours."""

    def __init__(self, folder: Path):
        super().__init__(directory=folder, html=True, check_dir=False)

    async def check_config(self) -> None:
        """There may be no book yet. Raises HTTPException then."""
        if not Path(str(self.directory)).is_dir():
            raise HTTPException(404)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        file: Any = getattr(response, "path", None)
        if file and str(file).endswith(".html"):
            hashes = " ".join(sorted(inline(Path(file).read_bytes())))
            response.headers["content-security-policy"] = (
                f"{POLICY}; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'"
            )
        return response


def inline(page: bytes) -> set[str]:
    """The hashes of a page's inline scripts, as far as they are ours, as a policy names them."""
    ours = [script for script in _INLINE.findall(page) if _OURS.fullmatch(script)]
    return {f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in ours}
