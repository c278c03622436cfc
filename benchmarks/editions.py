"""What many editions cost: `planbook build --all` for N copies of the first edition, beside one.

    python benchmarks/editions.py [N …]     (default: 1 10)

Copies differ in nothing but their names: data/e01-2026, data/e02-2026, … Each N is built from nothing, then
again with nothing changed, then with one figure of one edition changed. Wall and processor seconds (with all
children) are measured from outside; the peak is the largest resident size of any one process.
"""

import os
import resource
import shutil
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from cold import BIN, copy, measure

EDITION = "guangling-2026"
COMMAND = [str(BIN / "planbook"), "build", "--all"]


def editions(work: Path, many: int) -> Path:
    """The project with `many` copies of the edition in the place of the edition."""
    book = copy(work)
    first = book / "data" / EDITION
    for number in range(1, many + 1):
        name = f"e{number:02}-2026"
        shutil.copytree(first, first.with_name(name))
        told = first.with_name(name) / "source.yml"
        text = told.read_text(encoding="utf-8").replace(f"edition: {EDITION}", f"edition: {name}")
        told.write_text(text, encoding="utf-8")
    shutil.rmtree(first)
    params = book / "params.yml"
    params.write_text(params.read_text(encoding="utf-8").replace(EDITION, "e01-2026"), encoding="utf-8")
    return book


def change(book: Path) -> None:
    """Another note on the first figure of the first edition."""
    figures = book / "data" / "e01-2026" / "figures.csv"
    head, first, *rest = figures.read_text(encoding="utf-8").splitlines()
    figures.write_text("\n".join((head, f"{first}口径", *rest)) + "\n", encoding="utf-8")


def main() -> None:
    print("| editions | what | wall s | CPU s | wall s an edition | CPU s an edition |")
    print("| ---: | --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for many in map(int, sys.argv[1:] or ("1", "10")):
            book = editions(Path(folder) / f"{many}", many)
            for what in ("cold", "nothing changed", "one figure changed"):
                if what.startswith("one"):
                    change(book)
                wall, cpu = measure(COMMAND, cwd=book)
                each = f"{wall / many:.2f} | {cpu / many:.2f}"
                print(f"| {many} | {what} | {wall:.2f} | {cpu:.2f} | {each} |", flush=True)
            shutil.rmtree(book)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"\npeak {peak:.0f} MB, load {load}", file=sys.stderr)


if __name__ == "__main__":
    start = perf_counter()
    main()
    print(f"{perf_counter() - start:.0f} s in all", file=sys.stderr)
