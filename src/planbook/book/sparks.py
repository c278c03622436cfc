"""A figure's years as a small picture in its row: a line with a dot for now, a ring for the target.

`planbook.show.history` leaves an empty place with each point as a class, at-<year>-<height>: years from 0,
heights from 0 to 100. The numbers stand in words beside it, so those who listen are not told of it. Other
formats leave it out.
"""

import re
from itertools import pairwise

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

_POINT = re.compile(r"at-(\d{1,3})-(\d{1,3})")
LEAST = 3
STEP, HEIGHT, EDGE = 22, 16, 3  # pixels: of a year, of the picture, around the line


class Sparks(SphinxPostTransform):
    """The places left for them in the rows of the data page."""

    default_priority = 12

    def run(self, **kwargs: object) -> None:
        is_page = self.app.builder.name == "html"
        for place in [node for node in self.document.findall(nodes.inline) if "spark" in node["classes"]]:
            drawn = drawing(place["classes"]) if is_page else ""
            place.parent.replace(place, [nodes.raw("", drawn, format="html")] if drawn else [])


def drawing(classes: list[str]) -> str:
    """The picture as SVG; nothing where there are fewer than LEAST points, which say no more than words."""
    found = [[*map(int, match.groups())] for name in classes if (match := _POINT.fullmatch(name))]
    if len(found) < LEAST:
        return ""
    points = [(EDGE + STEP * year, EDGE + (HEIGHT - 2 * EDGE) * (100 - high) / 100) for year, high in found]
    aimed = "aimed" in classes
    lines = [f"M{_at(one)}L{_at(other)}" for one, other in pairwise(points)]
    shapes = [f'<path d="{"".join(lines[:-1] if aimed else lines)}"/>']
    if aimed:
        (x, y), (last_x, last_y) = points[-2:]
        shapes.append(f'<path class="aim" d="{lines[-1]}"/>')
        shapes.append(f'<circle class="aim" cx="{_short(last_x)}" cy="{_short(last_y)}" r="2"/>')
    else:
        x, y = points[-1]
    shapes.append(f'<circle cx="{_short(x)}" cy="{_short(y)}" r="2"/>')
    width = _short(points[-1][0] + EDGE)
    size = f'viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}"'
    return f' <svg class="spark" {size} aria-hidden="true">{"".join(shapes)}</svg>'


def _at(point: tuple[float, float]) -> str:
    return f"{_short(point[0])} {_short(point[1])}"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
