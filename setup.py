"""What pyproject.toml cannot say: a wheel holds the chapters and the shared tables, for `planbook new`.

They stand in the repository once; an editable installation reads them there.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SHIPPED = (
    "chapters/*.ipynb",
    "_config.yml",
    "_toc.yml",
    "requirements.lock",
    "data/*.csv",
    "data/README.md",
    "data/LICENSE",
)


class BuildWithTemplate(build_py):
    def run(self):
        super().run()
        if self.editable_mode:
            return
        here, home = Path(__file__).parent, Path(self.build_lib, "planbook", "template", "shipped")
        for path in (path for pattern in SHIPPED for path in sorted(here.glob(pattern))):
            target = home / path.relative_to(here)
            target.parent.mkdir(parents=True, exist_ok=True)
            self.copy_file(str(path), str(target))


setup(cmdclass={"build_py": BuildWithTemplate})
