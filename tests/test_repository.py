"""The repository keeps its word: settings and docs agree, packages ship, the lock names no index, nothing of this machine is committed."""

import ast
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("bot", "handlers", "scheduler", "storage", "directives", "reports", "locales")


def tracked() -> list[Path]:
    """The files that git tracks."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    """docs/settings.md has one row for each field of Settings."""
    rows = set(re.findall(r"^\| `(TIENDO_[A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.M))
    assert rows == {PREFIX + name.upper() for name in Settings.model_fields}


def test_the_wheel_ships_every_room() -> None:
    """pyproject.toml lists the packages that stand in the checkout."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == set(ROOMS)
    assert all((ROOT / room / "__init__.py").is_file() for room in ROOMS)


LOCKS = {"requirements.lock": 100, "requirements-bench.lock": 100, "requirements-run.lock": 50, "requirements-build.lock": 4}


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_pins_with_hashes_and_names_no_index(name: str) -> None:
    """Every requirement has a version and at least one hash; no address stands in the file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in text.replace("importlib", "")
    pinned = pins(name)
    assert len(pinned) >= LOCKS[name]
    assert text.count("--hash=sha256:") >= len(pinned)


def pins(lock: str) -> dict[str, str]:
    """The packages of a lock with their versions."""
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\\]+?) *\\?$", (ROOT / lock).read_text(encoding="utf-8"), re.M))


def test_what_runs_is_what_is_tested_and_nothing_that_tests() -> None:
    """The locks of the image and of `scripts/install` hold the versions of the lock of developing, what the program asks for, no tool."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    developing, running, building = pins("requirements.lock"), pins("requirements-run.lock"), pins("requirements-build.lock")
    assert running.items() <= developing.items()
    assert building.items() <= developing.items()
    assert names([*project["dependencies"], *extras["sentry"]]) <= running.keys()
    assert not names(extras["dev"]) & running.keys()
    assert "hatchling" in building


def names(requirements: list[str]) -> set[str]:
    """The packages that requirements name."""
    return {re.split(r"[\[<>=]", requirement)[0] for requirement in requirements}


def test_the_service_is_installed_from_the_lock_of_what_runs() -> None:
    """In the image and by the script that the operators' page names."""
    assert "-r requirements-run.lock" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "-r requirements-run.lock" in (ROOT / "scripts" / "install").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert "app/scripts/install" in page
    assert "make -C" not in page


def test_no_file_names_this_machine() -> None:
    """No tracked text holds the path of the checkout."""
    here = f"{ROOT}/"
    guilty = [
        path.name
        for path in tracked()
        if path.suffix in {".py", ".md", ".toml", ".txt", ".po"} and here in path.read_text(encoding="utf-8")
    ]
    assert guilty == []


@cache
def modules() -> list[tuple[str, ast.Module, str]]:
    """Every module of the product: its name, its tree, its text."""
    files = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")) if "versions" not in file.parts]
    texts = [(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in files]
    return [(name, ast.parse(text), text) for name, text in texts]


def test_every_file_and_public_function_says_what_it_is() -> None:
    """Docstrings stand at the top of each module and in each public function and class of the product."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    silent = [name for name, tree, _ in modules() if not ast.get_docstring(tree)]
    for name, tree, _ in modules():
        public = [node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
        silent += [f"{name}:{node.lineno} {node.name}" for node in public if not ast.get_docstring(node)]
    assert silent == []


def test_no_file_is_too_long_to_be_read_in_one_sitting() -> None:
    """300 lines at most for a file of the product, 50 for a function."""
    long = [name for name, _, text in modules() if text.count("\n") > 300]
    for name, tree, _ in modules():
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        long += [f"{name}:{node.lineno} {node.name}" for node in functions if (node.end_lineno or 0) - node.lineno > 50]
    assert long == []
