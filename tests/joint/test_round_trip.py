"""What is exported can be imported: into an empty portfolio, and exported again it is the same."""

import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings

from afterview.authoring.export import EXPORTS, render_export
from afterview.authoring.starter import example_files
from afterview.cli.main import cli
from afterview.model.audience import Audience
from afterview.problems import errors_of
from afterview.reading.portfolio import read_portfolio
from afterview.site import load_site
from tests.joint.generated import Portfolio, portfolios

ENTRIES = ("interviews", "notes", "mentors", "pages", "images")


def export(root: Path) -> dict[str, str]:
    site = load_site(root, Audience.ME)
    return {name: render_export(name, site.portfolio, site.insight) for name in EXPORTS}


def import_into_empty(exported: dict[str, str], root: Path, copy: Path) -> Path:
    """Import an export into a portfolio with the same kinds, skills and scale, and nothing else."""
    ignore = shutil.ignore_patterns(*ENTRIES, ".afterview")
    shutil.copytree(root / "content", copy / "content", ignore=ignore)
    # What is imported is private, so nobody else sees every rated interview.
    file = copy / "content" / "portfolio.yaml"
    file.write_text(re.sub(r"^complete_for:.*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE))
    # Nor may what everyone sees of a skill link to what is private now.
    for skill in (copy / "content" / "skills").glob("*.md"):
        skill.write_text(re.sub(r"\A(---\n.*?\n---\n).*", r"\1", skill.read_text(encoding="utf-8"), flags=re.DOTALL))
    document = copy / "portfolio.md"
    document.write_text(exported["portfolio.md"], encoding="utf-8")
    result = CliRunner().invoke(cli, ["import", "-C", str(copy), str(document), "--yes"])
    assert result.exit_code == 0, result.output
    return copy


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


@pytest.fixture
def example(tmp_path):
    for path, content in example_files():
        (tmp_path / "year" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "year" / path).write_bytes(content)
    return tmp_path / "year"


PANEL = """\
---
title: Panel
date: 2026-01-10
kind: coding
interviewer: [Dana R., "Lee, Omar"]
---
## What the interviewer said
1. first, as [you wrote](https://example.org/a?b=c&d=e)
2. second
   - below it

```text
## not a heading {private}
```

````
```
fence
```
````

## Next time
- [ ] open #testing
- [x] done
"""


def test_links_numbers_boxes_code_and_a_panel_come_back(make_site, tmp_path):
    root = make_site({"content/interviews/panel.md": PANEL})
    exported = export(root)
    copy = import_into_empty(exported, root, tmp_path / "copy")
    first, second = (read_portfolio(one).portfolio.interviews[0] for one in (root, copy))
    assert second.interviewers == ("Dana R.", "Lee, Omar") == first.interviewers
    assert [section.html for section in second.sections] == [section.html for section in first.sections]
    assert [(made.id, made.text) for made in second.commitments] == [("open", "open"), ("done", "done")]
    assert export(copy)["portfolio.md"] == exported["portfolio.md"]


def test_the_example_year_comes_back_whole(example, tmp_path):
    first = export(example)
    copy = import_into_empty(first, example, tmp_path / "copy")
    second = export(copy)
    # A footnote is a list item below the last section.
    assert list(filter(None, second["portfolio.md"].splitlines())) == list(
        filter(None, first["portfolio.md"].splitlines())
    )
    assert second["ratings.csv"] == first["ratings.csv"]
    assert second["commitments.csv"] == first["commitments.csv"]
    assert without_visibility(second["points.csv"]) == without_visibility(first["points.csv"])
    read = read_portfolio(copy)
    assert not errors_of(read.problems)
    assert {str(interview.visibility) for interview in read.portfolio.interviews} == {"private"}
    assert visibilities(copy) == visibilities(example)


def visibilities(root: Path) -> dict[tuple[str, str], list[str]]:
    """Return who may see each section, by its interview and its title, once the interview itself is shown."""
    found: dict[tuple[str, str], list[str]] = {}
    for interview in read_portfolio(root).portfolio.interviews:
        for section in (one for one in interview.sections if one.title):
            found.setdefault((interview.slug, section.title.striptags()), []).append(str(section.visibility))
    return found


def test_an_export_imported_where_it_came_from_changes_nothing(example, tmp_path):
    (tmp_path / "portfolio.md").write_text(export(example)["portfolio.md"], encoding="utf-8")
    before = sorted(path for path in example.rglob("*") if path.is_file())
    result = CliRunner().invoke(cli, ["import", "-C", str(example), str(tmp_path / "portfolio.md"), "--yes"])
    assert "0 new, 28 already here" in result.output
    assert sorted(path for path in example.rglob("*") if path.is_file()) == before


@settings(max_examples=10, deadline=None)
@given(portfolio=portfolios())
def test_export_import_export_is_stable(portfolio: Portfolio):
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder) / "own", portfolio.files())
        first = export(root)
        copy = (
            import_into_empty(first, root, Path(folder) / "copy") if read_portfolio(root).portfolio.interviews else root
        )
        second = export(copy)
        second_copy = import_into_empty(second, copy, Path(folder) / "again") if copy != root else root
        assert export(second_copy) == second
        assert sorted(second["ratings.csv"].splitlines()) == sorted(first["ratings.csv"].splitlines())


def without_visibility(text: str) -> list[str]:
    return [line.rpartition(",")[0] for line in text.splitlines()]
