"""What finished chapters show: their numbers by figure, their pictures by name. For comparing two builds."""

import hashlib
import re
from typing import Any

NUMBER = re.compile(r"\[((?:\\.|[^\]\\])*)\]\(#((?:fig|der)-[^\s)]+)")
MYST = "application/vnd.planbook.myst"


def shown(notebook: Any) -> dict[str, dict[str, Any]]:
    """The numbers and pictures of one finished notebook.

    Returns:
        `numbers`: {target: every form in which it stands in the text, in order}; `pictures`: {name: digest}.
    """
    numbers: dict[str, list[str]] = {}
    pictures: dict[str, str] = {}
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        data = output.get("data", {})
        for text, target in NUMBER.findall(data.get(MYST, "")):
            forms = numbers.setdefault(target, [])
            if (plain := re.sub(r"\\(.)", r"\1", text)) not in forms:
                forms.append(plain)
        if picture := data.get("image/svg+xml"):
            told = output.get("metadata", {}).get("image/svg+xml", {}).get("planbook", {})
            name = told.get("name") or f"picture {len(pictures) + 1}"
            pictures[name] = hashlib.sha256(picture.encode()).hexdigest()[:16]
    return {"numbers": numbers, "pictures": pictures}
