"""What pyproject.toml cannot say: the wheel carries what a repository starts from, as clausebook/defaults/."""

from pathlib import Path
from shutil import copy, copytree, ignore_patterns

from setuptools import setup
from setuptools.command.build_py import build_py

FOLDERS = ("templates", "site", "schema", "requirements", "policy/instruments")
# what a school's repository begins with besides its content
FILES = (
    ".gitattributes",
    ".gitignore",
    ".github/workflows/policies.yml",
    ".gitlab-ci.yml",
    "build.py",
    "desk.cmd",
    "desk.command",
    "policy/instruments.yaml",
)


class WithDefaults(build_py):
    """The package, and the folders beside it."""

    def run(self) -> None:
        super().run()
        defaults = Path(self.build_lib) / "clausebook" / "defaults"
        for name in FOLDERS:
            copytree(
                name,
                defaults / name,
                dirs_exist_ok=True,
                ignore=ignore_patterns("test.lock", "bench.lock", "__pycache__"),
            )
        for name in FILES:
            (defaults / name).parent.mkdir(parents=True, exist_ok=True)
            copy(name, defaults / name)


setup(cmdclass={"build_py": WithDefaults})
