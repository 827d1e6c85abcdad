"""The pages hold: every command, option, setting, make target and file that they name is there."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.__main__ import app
from bot.settings import PREFIX, SECRETS, Settings
from tests.test_repository import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OPERATED = [ROOT / "Dockerfile", *ROOT.glob("compose*.yaml"), ROOT / "deploy" / "tiendo.service"]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
TIENDO = re.compile(r"(?:^|[;(]\s*|exec tiendo )(?:\w+=\S+ )*(?:\S*\.venv/bin/)?tiendo (?=[a-z-])(.+)")
TARGET = re.compile(r"(?:^|&& )(?:sudo -u tiendo )?make (?:-C \S+ )?([a-z]+)")
OURS = re.compile(r"(?<![\w/.])((?:scripts|benchmarks|deploy|samples|tests)/[\w./-]*\w)")


def lines(page: Path) -> Iterator[str]:
    """What a page shows to be typed: lines of its shell blocks, and words set as code."""
    text = page.read_text(encoding="utf-8")
    for block in BLOCK.findall(text):
        yield from block.splitlines()
    yield from SPAN.findall(BLOCK.sub("", text))


def commands() -> list[tuple[str, str]]:
    """Every use of the command on any page, by the page's name; "·" parts several."""
    parts = [(page.name, part.strip()) for page in PAGES for line in lines(page) for part in line.split("·")]
    return [(name, found[1]) for name, part in parts if (found := TIENDO.search(part))]


def faults(typed: str) -> list[str]:
    """What of a typed command the command line would not know."""
    command: Any = typer.main.get_command(app)
    words = [word for word in shlex.split(typed.replace("…", " "), comments=True) if word != "|"]
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        name = words.pop(0)
        if name not in command.commands:
            return [name]
        command = command.commands[name]
    options = {name: one for one in command.params if one.param_type_name == "option" for name in one.opts}
    unknown = [word for word in words if word.startswith("-") and word not in options]
    values = sum(word.startswith("-") and word in options and not options[word].is_flag for word in words)
    given = sum(not word.startswith("-") for word in words) - values
    places = [one for one in command.params if one.param_type_name == "argument"]
    too_many = given > len(places) and all(one.nargs != -1 for one in places)
    return unknown + ([f"{given} words for {len(places)} places"] if too_many else [])


def test_every_command_on_a_page_is_known() -> None:
    """Its name, its options and the number of its words; enough of them are found that the search itself works."""
    found = commands()
    assert len({typed for _, typed in found}) > 20
    assert [(name, typed, wrong) for name, typed in found if (wrong := faults(typed))] == []


@pytest.mark.parametrize("typed", ["backups FILE", "units imports x", "restore a --forced", "doctor now", "invite --unit x officer"])
def test_a_wrong_command_is_a_fault(typed: str) -> None:
    """A name, an option or a word too many."""
    assert faults(typed)


def test_every_setting_on_a_page_or_in_the_files_to_run_it_is_known() -> None:
    """TIENDO_ names in pages, the unit, the image and compose are fields of Settings, or a secret's file."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {f"{PREFIX}{name}_FILE" for name in SECRETS}
    for path in (*PAGES, *OPERATED):
        named = set(re.findall(rf"\b{PREFIX}[A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8")))
        assert named <= known, path.name


def test_every_make_target_and_file_on_a_page_is_there() -> None:
    """`make setup`, `scripts/audit.py`, `deploy/tiendo.service`, `python -m benchmarks.soak`."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    missing = []
    for page in PAGES:
        for line in lines(page):
            missing += [f"{page.name}: make {name}" for name in TARGET.findall(line) if name not in targets]
            files = OURS.findall(line) + [module.replace(".", "/") + ".py" for module in re.findall(r"-m (benchmarks\.\w+)", line)]
            missing += [f"{page.name}: {file}" for file in files if not (ROOT / file).exists()]
    assert missing == []


def test_the_unit_runs_what_the_page_installs() -> None:
    """The unit's user, folders and program are those that docs/operating.md makes; what it may write is the data folder only."""
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    unit = dict(line.split("=", 1) for line in (ROOT / "deploy" / "tiendo.service").read_text(encoding="utf-8").splitlines() if "=" in line)
    home, data = unit["WorkingDirectory"], unit["ReadWritePaths"]
    assert f"--home-dir {home} {unit['User']}\n" in page
    assert unit["ExecStart"] == f"{home}/app/.venv/bin/tiendo run"
    assert f"git clone <this repository> {home}/app\n" in page
    assert data == f"{home}/{Settings.model_fields['data_dir'].default}"
    assert f"install -d -m 0700 {data} " in page


def test_secrets_of_compose_stay_out_of_the_image_and_of_git() -> None:
    """The folders of their files, and `.env`, are named in both ignore files."""
    compose = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("compose*.yaml"))
    folders = {f"{name}/" for name in re.findall(r"file: \./(\w+)/", compose)}
    assert folders
    for ignored in (".dockerignore", ".gitignore"):
        assert folders | {".env"} <= set((ROOT / ignored).read_text(encoding="utf-8").split())
