"""``check`` reports whatever would stop a build, also in a portfolio's own layouts."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from afterview.cli.main import cli

INTERVIEW = """\
---
title: First
date: 2026-01-10
kind: coding
visibility: public
ratings: {communication: 2}
---
## Next time
- If it works, I try the empty input #testing
"""


@pytest.fixture
def run(make_site):
    """Run a command on a portfolio with these layouts; return the exit status and the problems as ``path:line``."""

    def run_on(layouts, command="check"):
        files = {f"layouts/{name}": text for name, text in layouts.items()}
        root = make_site({"content/interviews/first.md": INTERVIEW, **files})
        result = CliRunner().invoke(cli, [command, "--root", str(root)])
        shown = CliRunner().invoke(cli, ["check", "--format", "json", "--root", str(root)])
        return result.exit_code, [f"{problem['path']}:{problem['line']}" for problem in json.loads(shown.output)]

    return run_on


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("skill.html", "one\n{% for %}", "layouts/skill.html:2"),
        ("skill.html", "one\n{{ skill | no_such_filter }}", "layouts/skill.html:2"),
        ("skill.html", "one\n\n{{ nobody }}", "layouts/skill.html:3"),
        ("skill.html", '{{ translate("no-such-text") }}', "layouts/skill.html:1"),
        ("skill.html", '\n{% extends "missing.html" %}', "layouts/skill.html:2"),
        ("skill.html", '{% include ["a.html", "b.html"] %}', "layouts/skill.html:1"),
        ("skill.html", '\n{% from "parts/missing.html" import it %}', "layouts/skill.html:2"),
        ("404.html", '{% if shell.audience == "public" %}\n{{ nobody }}{% endif %}', "layouts/404.html:2"),
        ("parts/sheet.html", "{% macro %}", "layouts/parts/sheet.html:1"),
        ("words.json", "{", "layouts/words.json:0"),
        ("skill.html", "one\ncaf\xe9".encode("latin-1"), "layouts/skill.html:2"),
    ],
)
def test_a_layout_that_stops_a_build_is_reported_at_its_line(run, name, text, place):
    assert run({name: text}, "build")[0] == 3
    assert run({name: text}) == (3, [place])


@pytest.mark.parametrize(
    ("text", "line"),
    [("one\n{% if %}", 2), ("{{ nobody }}", 1), ("\n{% for it in open_commitments %}\n{{ it.nobody }}{% endfor %}", 3)],
)
def test_a_template_that_stops_new_is_reported_at_its_line(make_site, text, line):
    root = make_site({"content/templates/coding.md": text})
    result = CliRunner().invoke(cli, ["check", "--root", str(root)])
    assert result.exit_code == 3
    assert result.output.startswith(f"content/templates/coding.md:{line}:1: error[layout]: ")


def test_all_layouts_are_reported_in_one_run(run):
    layouts = {"skill.html": "{% for %}", "404.html": "\n{{ nobody | no_such_filter }}", "words.json": "{}"}
    assert run(layouts) == (3, ["layouts/404.html:2", "layouts/skill.html:1"])


@pytest.mark.slow
def test_layouts_that_work_are_no_problem(run):
    layouts = {
        "skill.html": '{% extends "default/skill.html" %}',
        "404.html": '{% include "nothing.html" ignore missing %}{% include shell.author ignore missing %}',
        "README.md": "{% not a layout",
        "assets/own.js": "{% not a layout either",
    }
    assert run(layouts) == (0, [])
    assert run(layouts, "build")[0] == 0


def test_a_link_out_of_the_assets_is_reported(make_site):
    root: Path = make_site({"layouts/assets/own.css": ""})
    (root / "layouts/assets/secret").symlink_to(root.parent)
    result = CliRunner().invoke(cli, ["check", "--root", str(root)])
    assert result.exit_code == 4
    assert "layouts/assets/secret" in result.output


def test_with_mentors_a_workflow_that_cannot_seal_is_noted(make_site):
    mentor = "---\nname: Dana R.\nlink: x4m2k9q7c5w1\n---\n"
    root = make_site({"content/mentors/dana-r.md": mentor, ".github/workflows/pages.yml": "name: pages\n"})

    def check(*options):
        return CliRunner().invoke(cli, ["check", "--root", str(root), *options]).output

    assert "pages.yml publishes no sealed page" in check()
    assert "sealed" not in check("--format", "json")
    (root / ".github/workflows/pages.yml").unlink()
    assert "sealed" not in check()
