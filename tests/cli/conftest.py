"""Run a command as if nobody sat at the terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterview.cli.main import cli

INTERVIEW = """\
---
title: First
date: 2026-01-10
kind: coding
interviewer: Dana
ratings: {communication: 2}
---
## Next time
- If it works, I try the empty input #testing ^empty-input
"""
BROKEN = "---\ntitle: Broken\ndate: 2026-13-01\nkind: coding\n---\n"


Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Run a verb with nobody at the terminal, and no editor."""
    for name in ("VISUAL", "EDITOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run_verb(*arguments: str, root: Path | None = None, status: int = 0) -> Result:
        at = () if root is None else ("--root", str(root))
        result = CliRunner().invoke(cli, [*arguments, *at])
        assert result.exit_code == status, result.output
        return result

    return run_verb
