"""`note` writes a mentor's answer, and `new --from` an interviewer's words, each as it was sent."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from afterview.cli.main import cli
from afterview.problems import errors_of
from afterview.reading.portfolio import read_portfolio
from tests.cli.conftest import INTERVIEW

THREE = "You were clear.\nThen you went quiet.\n\nTry the empty input.\n\nOverall: yes.\n"


def test_new_puts_pasted_words_under_the_interviewers_heading(run, make_site, tmp_path):
    root = make_site({"content/templates/coding.md": None})
    (tmp_path / "mail.txt").write_text(f"{THREE}\n-- \nDana\n")
    arguments = ("new", "Graphs", "--kind", "coding", "--date", "2026-11-22")
    result = run(*arguments, "--from", str(tmp_path / "mail.txt"), root=root)
    assert "Left out: a signature (2 lines)." in result.stderr
    text = (root / "content/interviews/2026-11-22-graphs.md").read_text()
    assert (
        "## What the interviewer said\n\n> You were clear.\n> Then you went quiet.\n>\n> Try the empty input.\n"
        ">\n> Overall: yes.\n\n## What went well\n"
    ) in text
    assert "?**" not in text
    assert not errors_of(read_portfolio(root).problems)


def test_new_reads_the_input(run, make_site):
    root = make_site({"content/templates/coding.md": None})
    arguments = ["new", "Graphs", "--kind", "coding", "--date", "2026-11-22", "--from", "-", "--root", str(root)]
    result = CliRunner().invoke(cli, arguments, input=THREE)
    assert result.exit_code == 0, result.output
    assert "> Try the empty input.\n" in (root / "content/interviews/2026-11-22-graphs.md").read_text()


def test_new_adds_the_heading_where_a_template_has_none(run, make_site, tmp_path):
    root = make_site({})
    (tmp_path / "mail.txt").write_text(THREE)
    run("new", "Graphs", "--kind", "coding", "--date", "2026-11-22", "--from", str(tmp_path / "mail.txt"), root=root)
    text = (root / "content/interviews/2026-11-22-graphs.md").read_text()
    assert "\n---\n## What the interviewer said\n\n> You were clear.\n" in text


def test_new_takes_the_clipboard(run, make_site, tmp_path, monkeypatch):
    root = make_site({})
    program = tmp_path / "xclip"
    program.write_text(f'#!{sys.executable}\nprint("Copied words")\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    run("new", "Graphs", "--kind", "coding", "--date", "2026-11-22", "--paste", root=root)
    assert "> Copied words\n" in (root / "content/interviews/2026-11-22-graphs.md").read_text()


def test_without_a_clipboard_there_is_another_way(run, make_site, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "--from -" in run("new", "Graphs", "--kind", "coding", "--paste", root=make_site({}), status=2).stderr


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\0", "not-utf8"),
        (b"\xff\xfeO\0", ""),
        (b" \n", "empty-file"),
        (b"x" * 300_000, "file-too-large"),
        (None, "missing-file"),
    ],
)
def test_what_is_no_message_is_refused_and_nothing_is_written(run, make_site, tmp_path, content, code):
    root = make_site({})
    if content is not None:
        (tmp_path / "mail").write_bytes(content)
    result = run("new", "G", "--kind", "coding", "--from", str(tmp_path / "mail"), root=root, status=3 if code else 0)
    assert (f"error[{code}]" in result.stderr) == bool(code)
    assert (root / "content" / "interviews").exists() == (not code)


def test_a_note_is_about_the_last_interview(run, make_site, tmp_path):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    (tmp_path / "answer.txt").write_text(THREE)
    arguments = ("note", "Dana R.", "--about", "last", "--date", "2026-02-01")
    result = run(*arguments, "--from", str(tmp_path / "answer.txt"), root=root)
    assert "Wrote content/notes/2026-02-01-dana-r.md" in result.stdout
    assert result.stdout.splitlines()[-1] == "Next step: afterview serve --open"
    read = read_portfolio(root)
    assert not errors_of(read.problems)
    (note,) = read.portfolio.notes
    assert (note.author, note.date.isoformat(), note.about) == ("Dana R.", "2026-02-01", ("2026-01-10-first",))
    assert "Try the empty input." in note.sections[0].html


def test_a_second_note_of_the_day_gets_a_number(run, make_site):
    root = make_site({})
    for _ in range(2):
        run("note", "Dana", "--date", "2026-02-01", root=root)
    assert {path.name for path in (root / "content/notes").iterdir()} == {"2026-02-01-dana.md", "2026-02-01-dana-2.md"}


@pytest.mark.parametrize("about", ["2026-01-10-first", "first", "content/interviews/2026-01-10-first.md"])
def test_a_note_finds_the_interview_that_is_meant(run, make_site, about):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    run("note", "Dana", "--about", about, root=root)
    assert read_portfolio(root).portfolio.notes[0].about == ("2026-01-10-first",)


def test_a_note_about_an_unknown_interview_is_not_written(run, make_site):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    result = run("note", "Dana", "--about", "2026-01-10-fist", root=root, status=2)
    assert "did you mean `2026-01-10-first`?" in result.stderr
    assert not (root / "content" / "notes").exists()


def test_the_call_ended_and_three_paragraphs_are_in_a_valid_file_by_one_command(make_site):
    root = make_site({"content/templates/coding.md": None})
    typed = "afterview new Graphs -k c --from -"
    assert len(typed) + len("\n") + len("\x04") <= 40
    done = subprocess.run(
        [sys.executable, "-m", "afterview", *typed.split()[1:]],
        cwd=root,
        input=THREE,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    read = read_portfolio(root)
    assert not errors_of(read.problems)
    assert "Overall: yes." in read.portfolio.interviews[0].sections[0].html
