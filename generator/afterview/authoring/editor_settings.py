"""Make an editor know a portfolio: snippets from its templates, schemas, and a task that checks."""

import json
from pathlib import Path

from afterview.authoring.interview_file import fill_template, find_template
from afterview.model.interview import Mode, Relation
from afterview.model.portfolio import Kind, Portfolio
from afterview.problems import ContentError
from afterview.reading.schema import json_schemas

_TITLE = "\ue000"
_DAY = "\ue001"
_PLACEHOLDERS = {_TITLE: "${1:Title}", _DAY: "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"}
_YAML_FILES = {"portfolio": "content/portfolio.yaml", "questions": "content/questions.yaml"}

_SETTINGS = {
    "[markdown]": {
        "editor.quickSuggestions": {"comments": "off", "strings": "off", "other": "on"},
        "editor.snippetSuggestions": "top",
        "editor.wordWrap": "on",
    },
    "files.associations": {"**/content/templates/*.md": "jinja-md"},
    "files.exclude": {".afterview": True},
    "yaml.schemas": {f"./.vscode/{name}.schema.json": path for name, path in _YAML_FILES.items()},
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
    }
    for name, schema in json_schemas().items():
        files[f".vscode/{name}.schema.json"] = schema
    return {path: f"{json.dumps(value, indent=2, ensure_ascii=False)}\n" for path, value in files.items()}


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
