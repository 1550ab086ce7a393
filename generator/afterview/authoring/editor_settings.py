"""Write the settings by which an editor knows a portfolio: snippets, schemas, words to complete, a task that checks."""

import json
from pathlib import Path

from afterview.authoring.file_writing import write_changed_file
from afterview.authoring.new_interview import fill_template, find_template
from afterview.authoring.prompts import WIDEST, commitments_by_id
from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience
from afterview.model.interview import Mode, Relation
from afterview.model.portfolio import Kind, Portfolio
from afterview.problems import ContentError, Refused
from afterview.reading.schema import json_schemas
from afterview.reading.shortening import shorten

_TITLE = "\ue000"
_DAY = "\ue001"
_PLACEHOLDERS = {_TITLE: "${1:Title}", _DAY: "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"}
_FILES = {
    "portfolio": "content/portfolio.yaml",
    "questions": "content/questions.yaml",
    "interview": "content/interviews/**/*.md",
    "skill": "content/skills/*.md",
    "note": "content/notes/*.md",
    "page": "content/pages/*.md",
    "mentor": "content/mentors/*.md",
}
"""The files that each schema describes; of Markdown files it describes the front matter."""

_WORDS = ".vscode/afterview-words.code-snippets"

_SETTINGS = {
    "[markdown]": {
        "editor.quickSuggestions": {"comments": "off", "strings": "off", "other": "on"},
        "editor.snippetSuggestions": "top",
        "editor.wordWrap": "on",
    },
    "files.associations": {"**/content/templates/*.md": "jinja-md"},
    "files.exclude": {".afterview": True},
    "yaml.schemas": {f"./.vscode/{name}.schema.json": path for name, path in _FILES.items()},
}

_TASKS = {
    "version": "2.0.0",
    "tasks": [
        {
            "label": "Afterview: check",
            "type": "shell",
            "command": "afterview check --format text",
            "group": {"kind": "test", "isDefault": True},
            "presentation": {"reveal": "silent"},
            "problemMatcher": {
                "owner": "afterview",
                "source": "afterview",
                "fileLocation": ["relative", "${workspaceFolder}"],
                "pattern": {
                    "regexp": r"^(.+?):(\d+):(\d+): (error|warning)\[([a-z0-9-]+)\]: (.*)$",
                    "file": 1,
                    "line": 2,
                    "column": 3,
                    "severity": 4,
                    "code": 5,
                    "message": 6,
                },
            },
        },
        {
            "label": "Afterview: build",
            "type": "shell",
            "command": "afterview build",
            "group": {"kind": "build", "isDefault": True},
            "problemMatcher": [],
        },
    ],
}


def render_editor_files(root: Path, portfolio: Portfolio) -> dict[str, str]:
    """Render every file of ``.vscode/``, by its path; a kind whose template fails gets no snippet."""
    files: dict[str, object] = {
        ".vscode/settings.json": _SETTINGS,
        ".vscode/tasks.json": _TASKS,
        ".vscode/afterview.code-snippets": _make_snippets(root, portfolio),
        _WORDS: _make_words(portfolio),
    }
    schemas = json_schemas()
    for name in _FILES:
        files[f".vscode/{name}.schema.json"] = schemas[name]
    return {path: _render_json(value) for path, value in files.items()}


def refresh_words(root: Path, portfolio: Portfolio) -> bool:
    """Renew the words that an editor completes, where ``init`` wrote some; report whether they were written.

    An editor that completes old words is no reason to stop: where the disk refuses, they stay old.
    """
    file = root / _WORDS
    try:
        before = file.read_bytes()
        after = _render_json(_make_words(portfolio)).encode("utf-8")
        return before != after and write_changed_file(root, _WORDS, before, after)
    except (OSError, Refused):
        return False


def _render_json(value: object) -> str:
    return f"{json.dumps(value, indent=2, ensure_ascii=False)}\n"


def _make_words(portfolio: Portfolio) -> dict[str, object]:
    """Make a snippet of each word that a file may hold: skills, themes, kinds, and the ids of open commitments."""
    skills = {slug: skill.title for slug, skill in portfolio.skills.items()}
    insight = compute_insight(portfolio, Audience.ME)
    themes = {theme.slug: theme.label for theme in insight.themes if theme.slug not in skills}
    commitments = commitments_by_id(portfolio)
    words: dict[str, object] = {}
    for what, tags in (("skill", skills), ("theme", themes)):
        for slug, title in tags.items():
            words[f"#{slug}"] = _make_word([f"#{slug}", slug], f"#{slug}", f"{what}: {title}")
    for slug, kind in portfolio.kinds.items():
        words[f"kind: {slug}"] = _make_word([f"kind-{slug}"], f"kind: {slug}", f"kind: {kind.title}")
    for story in insight.commitments:
        if story.state.open:
            text = shorten(commitments[story.id].text, WIDEST)
            words[f"{story.id}: ~"] = _make_word(
                [story.id], f"{story.id}: ${{1|kept,partly,missed,no-chance,dropped|}}", text
            )
    return words


def _make_word(prefixes: list[str], body: str, description: str) -> dict[str, object]:
    return {"scope": "markdown,yaml", "prefix": prefixes, "description": description, "body": [body]}


def _make_snippets(root: Path, portfolio: Portfolio) -> dict[str, object]:
    snippets: dict[str, object] = {}
    for slug, kind in portfolio.kinds.items():
        try:
            body = _make_body(root, portfolio, kind)
        except ContentError:
            continue
        snippets[f"Afterview: {kind.title}"] = {
            "scope": "markdown",
            "prefix": f"afterview-{slug}",
            "description": f"A new interview: {kind.title}",
            "body": body,
        }
    return snippets


def _make_body(root: Path, portfolio: Portfolio, kind: Kind) -> list[str]:
    text = fill_template(
        find_template(root, portfolio, kind.slug),
        kind,
        scale=portfolio.scale,
        facts={
            "title": _TITLE,
            "date": _DAY,
            "mode": Mode.MOCK.value,
            "interviewer": "~",
            "relation": Relation.PEER.value,
            "questions": [],
            "open_commitments": [],
            "prompt": "",
            "full": False,
        },
    )
    escaped = text.replace("\\", "\\\\").replace("$", "\\$")
    for mark, placeholder in _PLACEHOLDERS.items():
        escaped = escaped.replace(mark, placeholder)
    return escaped.rstrip("\n").split("\n")
