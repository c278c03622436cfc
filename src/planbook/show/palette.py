"""The colours of the book: one colour, one year, in every picture and format.

The reviewed year is filled, the planned year hollow, what is derived hatched, what is only context grey. On
a dark page the styles of the page put others in their place (book/static/pictures.css)."""

REVIEWED = "#12436D"
PLANNED = "#F46A25"
CONTEXT = "#858585"
INK = "#222222"
MUTED = "#595959"
PLANNED_INK = "#A33F0B"  # the orange of the marks is too pale for text
GRID = "#D9D9D9"
TINT = "#C9D5E0"  # the blue of the reviewed year at about a quarter: preliminary bars, inside their outline
PAPER = "#FFFFFF"
