"""The docs say what the program says, and lead to pages that exist."""

import importlib
import re
from pathlib import Path

import click
import msgspec
import pytest

from afterview.reading.schema import FORMS, KindFields, PublishFields, QuestionFields, RepliesFields

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
    questions = re.findall(r"^\| .*\? \| `(.*)` \|$", text, re.MULTILINE)
    assert len(questions) >= 24
    places = (REPOSITORY, REPOSITORY / "generator" / "afterview")
    missing = [name for name in (*named, *questions) if not any((place / name).exists() for place in places)]
    assert [name for name in missing if not name.startswith(("content/", ".venv/"))] == []
