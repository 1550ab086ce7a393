"""An editor knows the words of a portfolio, as they are now, and lists its problems at their places."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from afterview.authoring.editor_settings import refresh_words, render_editor_files
from afterview.reading.portfolio import read_portfolio

INTERVIEW = """\
---
title: First
date: 2026-01-10
kind: coding
---
## What to improve
- Never tried it #testing #edge-cases
## Next time
- If it works, I try the empty input #testing ^empty-input
- Never again #testing ^never
"""
LATER = """\
---
title: Second
date: 2026-02-10
kind: coding
outcomes: {never: dropped}
---
## What went well
- It #testing
"""
WORDS = ".vscode/afterview-words.code-snippets"
DOCS = Path(__file__).resolve().parents[2] / "docs" / "commands.md"


def write_all(root: Path) -> None:
    (root / ".vscode").mkdir()
    for path, text in render_editor_files(root, read_portfolio(root).portfolio).items():
        (root / path).write_text(text, encoding="utf-8")


def read_words(root: Path) -> dict[str, list[str]]:
    snippets = json.loads((root / WORDS).read_text(encoding="utf-8"))
    return {prefix: snippet["body"] for snippet in snippets.values() for prefix in snippet["prefix"]}


def test_skills_themes_kinds_and_open_commitments_are_completed(make_site):
    root = make_site({"content/interviews/a.md": INTERVIEW, "content/interviews/b.md": LATER})
    write_all(root)
    words = read_words(root)
    assert words["#testing"] == words["testing"] == ["#testing"]
    assert words["#edge-cases"] == ["#edge-cases"]
    assert words["kind-coding"] == ["kind: coding"]
    assert words["empty-input"] == ["empty-input: ${1|kept,partly,missed,no-chance,dropped|}"]
    assert "never" not in words


def test_words_are_renewed_where_they_are_and_nowhere_else(make_site):
    root = make_site({})
    portfolio = read_portfolio(root).portfolio
    assert not refresh_words(root, portfolio)
    assert not (root / ".vscode").exists()
    write_all(root)
    assert not refresh_words(root, portfolio)
    (root / "content/interviews").mkdir()
    (root / "content/interviews/a.md").write_text(INTERVIEW)
    assert refresh_words(root, read_portfolio(root).portfolio)
    assert "empty-input" in read_words(root)


def test_every_schema_is_wired_and_every_wired_schema_is_there(make_site):
    root = make_site({})
    write_all(root)
    wired = json.loads((root / ".vscode/settings.json").read_text())["yaml.schemas"]
    assert {Path(path).name for path in wired} == {path.name for path in (root / ".vscode").glob("*.schema.json")}
    assert all((root / path).is_file() for path in wired)


@pytest.mark.skipif(shutil.which("vim") is None, reason="needs vim")
def test_the_line_for_vim_finds_problems_at_their_places(tmp_path):
    options = re.search(
        r"^    set makeprg=\S+(?:\\ \S+)* (errorformat=.*)$", DOCS.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert options
    (tmp_path / "errors").write_text(
        "content/interviews/a.md:3:7: error[bad-date]: there is no month 13. Hint: write it so\n"
        "content/pages/b.md:1:1: warning[raw-html]: HTML is shown as text. Hint: write Markdown\n"
    )
    show = 'map(getqflist(), \'bufname(v:val.bufnr) . ":" . v:val.lnum . ":" . v:val.col . v:val.type . v:val.text\')'
    commands = [f"set {options[1]}", "cgetfile errors", f"call writefile({show}, 'found')", "qa!"]
    vim = ["vim", "-u", "NONE", "-N", "-es", *(word for command in commands for word in ("-c", command))]
    subprocess.run(vim, cwd=tmp_path, check=False, capture_output=True, timeout=30)
    assert (tmp_path / "found").read_text().splitlines() == [
        "content/interviews/a.md:3:7ethere is no month 13. Hint: write it so",
        "content/pages/b.md:1:1wHTML is shown as text. Hint: write Markdown",
    ]
