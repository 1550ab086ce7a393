"""At a terminal the commands show, ask and open an editor; they never do so elsewhere."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from afterview.reading.portfolio import read_portfolio

pytestmark = pytest.mark.slow

BROKEN = "---\ntitle: A\ndate: 2026-13-01\nkind: coding\n---\n"


def at_terminal(root: Path, *arguments: str, keys: str = "", **environment: str) -> tuple[int, str]:
    """Run a command at a terminal, press keys, and give its status and what could be seen."""
    clean = {name: value for name, value in os.environ.items() if name not in ("VISUAL", "EDITOR", "NO_COLOR")}
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "afterview", *arguments],
        cwd=root,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=clean | environment,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        os.write(ours, keys.encode())
        seen = b""
        try:
            while part := os.read(ours, 4096):
                seen += part
        except OSError:  # the other end is closed
            pass
        os.close(ours)
    return process.returncode, seen.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("colour", [True, False])
def test_a_problem_shows_its_line(make_site, colour):
    root = make_site({"content/interviews/a.md": BROKEN})
    status, seen = at_terminal(root, "check", **({} if colour else {"NO_COLOR": "1"}))
    assert status == 3
    lines = seen.splitlines()
    assert lines[1].endswith("3 | date: 2026-13-01")
    assert lines[2].index("^") == lines[1].index("2026-13-01")
    assert ("\x1b[" in lines[0]) == colour


def test_new_asks_for_the_kind(make_site):
    root = make_site({})
    status, seen = at_terminal(root, "new", "First", keys="2\n")
    assert status == 0
    assert "Which kind of interview was it?" in seen
    assert "2  system-design    System design" in seen
    assert read_portfolio(root).portfolio.interviews[0].kind == "system-design"


def test_new_never_asks_twice(make_site):
    root = make_site({})
    status, seen = at_terminal(root, "new", "First", keys="nonsense\n")
    assert status == 2
    assert "there is no kind 'nonsense'" in seen
    assert not (root / "content" / "interviews").exists()


def test_an_end_of_input_instead_of_an_answer_is_130(make_site):
    root = make_site({})
    assert at_terminal(root, "new", "First", keys="\x04")[0] == 130
    assert not (root / "content" / "interviews").exists()


@pytest.mark.parametrize("name", ["VISUAL", "EDITOR"])
def test_new_opens_the_editor_that_is_set(make_site, tmp_path, name):
    root = make_site({})
    editor = tmp_path / "my editor.sh"
    editor.write_text('#!/bin/sh\necho "option=$1" >> "$2"\n')
    editor.chmod(0o755)
    status, seen = at_terminal(
        root, "new", "First", "--kind", "coding", "--date", "2026-11-22", **{name: f"'{editor}' --wait"}
    )
    assert status == 0
    assert seen.splitlines()[-1] == "Next step: afterview serve --open"
    written = (root / "content" / "interviews" / "2026-11-22-first.md").read_text()
    assert written.endswith("option=--wait\n")


@pytest.mark.parametrize(
    ("editor", "place"),
    [
        ("vim", ["+17", "{file}"]),
        ("nano -w", ["-w", "+17", "{file}"]),
        ("code --wait", ["--wait", "--goto", "{file}:17"]),
        ("hx", ["{file}:17"]),
        ("unknown", ["{file}"]),
    ],
)
def test_the_editor_opens_where_one_writes(make_site, tmp_path, editor, place):
    root = make_site({"content/templates/coding.md": None})
    program = tmp_path / editor.split()[0]
    program.write_text('#!/bin/sh\nfor word in "$@"; do echo "<$word>"; done\n')
    program.chmod(0o755)
    at = f"{tmp_path}/{editor}"
    _, seen = at_terminal(root, "new", "First", "--kind", "coding", "--date", "2026-11-22", EDITOR=at)
    file = root / "content" / "interviews" / "2026-11-22-first.md"
    assert [line[1:-1] for line in seen.splitlines() if line.startswith("<")] == [
        word.format(file=file) for word in place
    ]
    assert file.read_text().splitlines()[16 - 1].startswith("**")
    assert file.read_text().splitlines()[17 - 1] == "> "


@pytest.mark.parametrize("editor", ["/nowhere/editor", "an 'open quotation", ""])
def test_an_editor_that_does_not_open_is_no_error(make_site, editor):
    root = make_site({})
    status, seen = at_terminal(root, "new", "First", "--kind", "coding", EDITOR=editor)
    assert status == 0
    assert ("Could not open the editor" in seen) == bool(editor)
    assert seen.splitlines()[-1] == "Next step: afterview serve --open"


def test_new_without_edit_opens_nothing(make_site):
    status, seen = at_terminal(make_site({}), "new", "First", "--kind", "coding", "--no-edit", EDITOR="/nowhere/editor")
    assert (status, "Could not open" in seen) == (0, False)


@pytest.mark.parametrize(("typed", "kinds"), [("", "coding system-design"), ("s", "system-design"), ("x", "")])
def test_the_tab_key_completes_kinds(make_site, typed, kinds):
    assert complete(make_site({}), f"afterview new --kind {typed}", 3) == kinds.split()


def test_the_tab_key_says_nothing_of_what_is_wrong(make_site, tmp_path):
    assert complete(tmp_path, "afterview new --kind ", 3) == []


def complete(root: Path, words: str, word: int) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv = ['afterview']; from afterview.cli.main import main; main()"],
        cwd=root,
        env={**os.environ, "_AFTERVIEW_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(word)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return [line.removeprefix("plain,") for line in done.stdout.splitlines() if line]
