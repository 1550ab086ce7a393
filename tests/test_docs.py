"""The docs say what the program says, and lead to pages that exist."""

import importlib
import re
from pathlib import Path

import click
import msgspec
import pytest

from afterview.reading.schema import FORMS, KindFields, PortfolioFields, PublishFields, QuestionFields, RepliesFields

REPOSITORY = Path(__file__).resolve().parents[1]
DOCS = sorted(
    path for path in (*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")) if "node_modules" not in path.parts
)


@pytest.mark.parametrize("form", [*FORMS.values(), KindFields, QuestionFields, PublishFields, RepliesFields])
def test_writing_explains_every_field_in_the_schemas_words(form):
    text = (REPOSITORY / "docs" / "writing.md").read_text(encoding="utf-8")
    for field in msgspec.structs.fields(form):
        needed = " (needed)" if field.required else ""
        assert f"| `{field.encode_name}`{needed} | {field.type.__metadata__[0].description} |" in text


@pytest.mark.parametrize(
    "verb", ["init", "new", "note", "ask", "brief", "check", "build", "serve", "mentor", "export", "publish"]
)
def test_commands_explains_every_option(verb):
    text = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {verb}\n(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL)
    assert section
    command: click.Command = importlib.import_module(f"afterview.cli.{verb}").command
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    assert [option for option in sorted(options - {"--root"}) if option not in section[1]] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_link_of_the_docs_leads_somewhere(path):
    text = re.sub(r"^```.*?^```|`[^`\n]+`", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = [target for target in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in target]
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_every_file_that_contributing_names_exists():
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w./-]+/[\w.-]*|[\w-]+\.py)`", text)
    rows = re.findall(r"^\| .*\? \| (`.*`) \|$", text, re.MULTILINE)
    assert len(rows) >= 24
    named += re.findall("`(.*?)`", " ".join(rows))
    places = (REPOSITORY, REPOSITORY / "generator" / "afterview")
    missing = [name for name in named if not any((place / name).exists() for place in places)]
    assert [name for name in missing if not name.startswith(("content/", ".venv/"))] == []


SCENES = (
    "nothing changes in time",
    "lenient people at random",
    "near the ceiling",
    "skewed: a few far below",
    "people in blocks",
    *(
        f"peers, then professionals, {when}{seen}"
        for seen in ("", ", 80 % observed")
        for when in ("halfway", "at two thirds", "gradually")
    ),
    *(
        f"{what}, {when}"
        for when in ("halfway", "gradually")
        for what in ("the same with one mentor throughout", "another kind of interview", "mock, then real")
    ),
    "only good interviews shown later (no trend words there)",
)


def test_the_simulation_has_every_scene_and_its_figures_meet_their_goals():
    text = (REPOSITORY / "docs" / "simulation.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.split("\n") if line.startswith("| ")]
    scenes = {(row[0], row[1]): row for row in rows if len(row) == 5}
    wanted = {(scene, size) for scene in SCENES for size in ("12", "20")}
    assert wanted | {("looks after each of twenty interviews", "20")} <= scenes.keys()
    goals = {"≤ 5 % *rising*": (2, 5.0), "≤ 5 % bare": (3, 5.0), "≤ 8 % bare": (3, 8.0)}
    met = {
        key: float(row[goals[row[4]][0]].split()[0]) <= goals[row[4]][1]
        for key, row in scenes.items()
        if row[4] in goals
    }
    assert set(met) == {key for key in wanted if not key[0].startswith("only good")}
    assert [key for key, is_met in met.items() if not is_met] == []
    kept = [row for row in rows if row[-1] == "≥ 80 %"]
    assert len(kept) == 2
    assert min(int(cell.split()[0]) for row in kept for cell in row[1:3]) >= 80


def test_sharing_names_every_field_of_portfolio_yaml_that_the_public_reads():
    listed = (REPOSITORY / "docs" / "sharing.md").read_text(encoding="utf-8").partition("What else the public reads")[2]
    listed = listed.partition("## ")[0]
    public = {"title": "the title", "author": "the author's name", "language": "the language", "url": "the address"}
    public |= {"scale": "the words of the scale", "kinds": "the kinds of the interviews"}
    others = {"visibility", "replies"}  # the defaults of entries, and what only mentors are shown
    for field in PortfolioFields.__struct_fields__:
        assert field in others or public.get(field, f"`{field}`") in listed, field
