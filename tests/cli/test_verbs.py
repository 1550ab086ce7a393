"""The verbs, as a learner meets them: from an empty folder to a site, one command after the other."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterview.cli.main import cli
from afterview.problems import errors_of
from afterview.reading.portfolio import read_portfolio

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


# init


def test_init_makes_a_portfolio_that_has_no_problems_and_builds(run, tmp_path):
    result = run("init", "mine", "--author", "Zoë: O'Neil")
    assert "Next: cd mine" in result.output
    read = read_portfolio(tmp_path / "mine")
    assert read.problems == ()
    assert (read.portfolio.author, read.portfolio.title) == ("Zoë: O'Neil", "Zoë: O'Neil's interviews")
    assert read.portfolio.url is None
    assert read.portfolio.interviews == ()
    assert len(read.portfolio.skills) == 12
    run("build", root=tmp_path / "mine")
    assert (tmp_path / "mine" / "site" / "index.html").is_file()


def test_init_leaves_files_alone_and_says_which(run, tmp_path):
    (tmp_path / "README.md").write_text("my own")
    first = run("init", "--author", "Ada")
    assert "README.md was there already" in first.output
    assert (tmp_path / "README.md").read_text() == "my own"
    (tmp_path / "content" / "questions.yaml").write_text("questions: {}\n")
    again = run("init", "--author", "Somebody else")
    assert "Wrote 0 files" in again.output
    assert (tmp_path / "content" / "questions.yaml").read_text() == "questions: {}\n"
    assert "Ada" in (tmp_path / "content" / "portfolio.yaml").read_text()


@pytest.mark.parametrize(("name", "author"), [("Ada Okafor", "Ada Okafor"), ("", "Your name")])
def test_init_asks_git_for_the_author(run, tmp_path, monkeypatch, name, author):
    config = tmp_path / "gitconfig"
    config.write_text(f"[user]\n\tname = {name}\n" if name else "")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    result = run("init", "mine")
    assert read_portfolio(tmp_path / "mine").portfolio.author == author
    assert ("put your name" in result.output) == (not name)


def test_init_works_without_git(run, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    run("init", "mine")
    assert read_portfolio(tmp_path / "mine").portfolio.title == "My interviews"


def test_init_refuses_a_place_where_no_folder_can_be(run, tmp_path):
    (tmp_path / "file").touch()
    assert "error[write-failed]" in run("init", "file/mine", status=4).stderr


def test_init_does_not_write_through_a_link(run, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "content").symlink_to(tmp_path / "elsewhere")
    assert "error[link-outside]" in run("init", "mine", status=4).stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_init_makes_an_editor_know_the_portfolio(run, tmp_path):
    run("init", "--author", "Ada")
    folder = tmp_path / ".vscode"
    settings = json.loads((folder / "settings.json").read_text())
    assert settings["[markdown]"]["editor.quickSuggestions"]["other"] == "on"
    for schema, path in settings["yaml.schemas"].items():
        assert json.loads((tmp_path / schema).read_text())["$defs"]
        assert (tmp_path / path).is_file()
    snippets = json.loads((folder / "afterview.code-snippets").read_text())
    assert {snippet["prefix"] for snippet in snippets.values()} == {
        f"afterview-{kind}" for kind in ("coding", "system-design", "behavioral", "take-home")
    }
    body = snippets["Afterview: Coding"]["body"]
    assert body[0] == "---"
    assert "title: ${1:Title}" in body
    assert "date: $CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE" in body


def test_the_editors_task_finds_a_problem_where_it_is(run, tmp_path):
    run("init", "--author", "Ada")
    (tmp_path / "content" / "interviews" / "broken.md").write_text(BROKEN)
    tasks = json.loads((tmp_path / ".vscode" / "tasks.json").read_text())
    pattern = tasks["tasks"][0]["problemMatcher"]["pattern"]
    found = re.fullmatch(pattern["regexp"], run("check", status=3).stdout.splitlines()[0])
    assert found
    assert found[pattern["file"]] == "content/interviews/broken.md"
    assert (found[pattern["line"]], found[pattern["severity"]], found[pattern["code"]]) == ("3", "error", "bad-date")


def test_a_kind_without_a_template_gets_no_snippet(run, tmp_path):
    run("init", "--author", "Ada")
    (tmp_path / "content" / "templates" / "coding.md").unlink()
    (tmp_path / ".vscode" / "afterview.code-snippets").unlink()
    (tmp_path / "content" / "templates" / "coding.md").write_text("{{ broken")
    run("init", "--author", "Ada")
    assert "Afterview: Coding" not in json.loads((tmp_path / ".vscode" / "afterview.code-snippets").read_text())


# new


def test_new_names_the_file_by_date_and_title(run, make_site):
    root = make_site({})
    result = run("new", "Sliding window", "--kind", "coding", "--date", "2026-11-22", root=root)
    assert "Wrote content/interviews/2026-11-22-sliding-window.md" in result.output
    assert "Next: fill it in" in result.output
    read = read_portfolio(root)
    assert not errors_of(read.problems)
    (interview,) = read.portfolio.interviews
    assert (interview.title, interview.date.isoformat(), interview.kind, interview.mode) == (
        "Sliding window",
        "2026-11-22",
        "coding",
        "mock",
    )


def test_new_is_today_and_named_by_its_kind_when_nothing_is_said(run, make_site):
    root = make_site({})
    run("new", "--kind", "system-design", "--mode", "real", root=root)
    (interview,) = read_portfolio(root).portfolio.interviews
    assert (interview.title, interview.mode) == ("System design", "real")


def test_new_changes_no_word_of_the_text_below(run, make_site):
    template = "---\ntitle: {{ title }}\ndate: {{ date }}\nkind: {{ kind }}\n---\n## Next time\nmode: mock is a word\n"
    root = make_site({"content/templates/coding.md": template})
    run("new", "One", "--kind", "coding", "--mode", "real", root=root)
    (file,) = (root / "content" / "interviews").glob("*one.md")
    assert "mode: mock is a word" in file.read_text()


@pytest.mark.parametrize(
    "title",
    [
        "Google: round 2",
        "no",
        "~",
        "- a list",
        "# a comment",
        'He said "no"',
        "back\\slash",
        "null",
        "'quoted'",
        "*star &amp @at %per `tick`",
        "{braces}",
        "[list]",
        "日本語 👩‍💻",
        "trailing:",
        "ünï çödé",
        "tab\there",
        "two\nlines",
        "x" * 300,
        "1:30",
        "2026-01-01",
        "{{ jinja }}",
    ],
)
def test_new_writes_any_title_so_that_it_is_read_back(run, make_site, title):
    root = make_site({})
    run("new", "--kind", "coding", "--date", "2026-11-22", "--root", str(root), "--", title)
    read = read_portfolio(root)
    assert not errors_of(read.problems)
    assert read.portfolio.interviews[0].title == " ".join(title.split())


def test_new_never_overwrites(run, make_site):
    root = make_site({})
    arguments = ("new", "First", "--kind", "coding", "--date", "2026-11-22")
    run(*arguments, root=root)
    file = root / "content" / "interviews" / "2026-11-22-first.md"
    file.write_text("my words")
    assert "error[exists]" in run(*arguments, root=root, status=4).stderr
    assert file.read_text() == "my words"


def test_new_never_takes_the_address_of_an_interview_in_a_subfolder(run, make_site):
    root = make_site({"content/interviews/2026/2026-01-10-first.md": INTERVIEW})
    result = run("new", "First", "--kind", "coding", "--date", "2026-01-10", root=root, status=4)
    assert "content/interviews/2026/2026-01-10-first.md" in result.stderr


def test_new_never_takes_the_address_of_a_broken_file_in_a_subfolder(run, make_site):
    root = make_site({"content/interviews/2026/2026-01-10-first.md": BROKEN})
    result = run("new", "First", "--kind", "coding", "--date", "2026-01-10", root=root, status=4)
    assert "content/interviews/2026/2026-01-10-first.md" in result.stderr


def test_new_does_not_follow_a_link(run, make_site, tmp_path):
    root = make_site({})
    (root / "content" / "interviews").mkdir(exist_ok=True)
    (root / "content" / "interviews" / "2026-11-22-first.md").symlink_to(tmp_path / "target.md")
    run("new", "First", "--kind", "coding", "--date", "2026-11-22", root=root, status=4)
    assert not (tmp_path / "target.md").exists()


def test_new_offers_what_was_committed_to_before_and_questions(run, make_site):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    run("new", "Second", "--kind", "coding", "--date", "2026-01-20", root=root)
    text = (root / "content" / "interviews" / "2026-01-20-second.md").read_text()
    assert "  # empty-input: kept  # If it works, I try the empty input" in text
    assert re.search(r"^asked: \[\w+(, \w+)+\]$", text, re.MULTILINE)
    assert "Your commitment: If it works, I try the empty input (not tried yet)" in text


def test_new_does_not_offer_what_was_committed_to_later(run, make_site):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    run("new", "Earlier", "--kind", "coding", "--date", "2026-01-09", root=root)
    assert "empty-input: kept" not in (root / "content" / "interviews" / "2026-01-09-earlier.md").read_text()


def test_new_works_though_another_file_is_broken(run, make_site):
    root = make_site({"content/interviews/broken.md": BROKEN})
    result = run("new", "First", "--kind", "coding", root=root)
    assert "Other files have 1 error: `afterview check` lists them." in result.stderr


def test_new_needs_a_portfolio_yaml_that_can_be_read(run, make_site):
    assert "error[" in run("new", root=make_site({"content/portfolio.yaml": "}"}), status=3).stderr


@pytest.mark.parametrize("arguments", [(), ("--kind", "codign")])
def test_new_without_a_kind_it_knows_lists_them(run, make_site, arguments):
    assert "coding | system-design" in run("new", *arguments, root=make_site({}), status=2).stderr


def test_new_takes_the_only_kind(run, make_site):
    portfolio = "title: T\nauthor: A\nkinds:\n  coding: {title: Coding, skills: [testing]}\n"
    root = make_site({"content/portfolio.yaml": portfolio, "content/questions.yaml": "questions: {}\n"})
    assert "coding" in run("new", root=root).output


def test_new_needs_a_letter(run, make_site):
    run("new", " \n ", "--kind", "coding", root=make_site({}), status=2)


@pytest.mark.parametrize("template", [None, "{{ unknown }}"])
def test_new_with_a_template_that_does_not_work_writes_nothing(run, make_site, template):
    root = make_site({"content/templates/coding.md": template})
    assert "content/templates/coding.md" in run("new", "--kind", "coding", root=root, status=3).stderr
    assert not (root / "content" / "interviews").exists()


def test_new_where_the_folder_is_a_file(run, make_site):
    root = make_site({"content/interviews": "a file"})
    assert "write-failed" in run("new", "x", "--kind", "coding", root=root, status=4).stderr


# ask


def test_ask_is_one_screen_with_a_reason_for_each_question(run, make_site):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    output = run("ask", root=root).output
    assert output.startswith("Coding: questions to ask before you leave")
    assert "Which case did I miss?\n   (your commitment: If it works, I try the empty input)" in output
    assert "Where did you lose me?\n   (Communication: 1 rating so far)" in output
    assert len(output.splitlines()) <= 24
    assert "If an answer is vague" not in output


def test_ask_follow_ups(run, make_site):
    assert "When did that show?" in run("ask", "--kind", "coding", "--follow-ups", root=make_site({})).output


@pytest.mark.parametrize(
    ("language", "title", "reason"),
    [
        ("es", "Coding: qué preguntar antes de irte", "(tu compromiso: If it works, I try the empty input)"),
        ("pt-BR", "Coding: o que perguntar antes de sair", "(seu compromisso: If it works, I try the empty input)"),
        ("fr", "Coding : que demander avant de partir", "(ton engagement : If it works, I try the empty input)"),
    ],
)
def test_ask_and_new_speak_the_portfolios_language(run, make_site, language, title, reason):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    settings = root / "content" / "portfolio.yaml"
    settings.write_text(settings.read_text().replace("language: en", f"language: {language}"))
    output = run("ask", "--follow-ups", root=root).output
    assert output.startswith(title)
    assert reason in output
    run("new", "Second", "--kind", "coding", "--date", "2026-01-20", root=root)
    text = (root / "content" / "interviews" / "2026-01-20-second.md").read_text()
    assert f"# {reason[1].upper()}{reason[2:-1]} (" in text


def test_ask_without_interviews_needs_a_kind(run, make_site):
    assert "coding | system-design" in run("ask", root=make_site({}), status=2).stderr


def test_ask_without_questions_says_where_to_write_some(run, make_site):
    root = make_site({"content/questions.yaml": "questions: {}\n"})
    assert "content/questions.yaml" in run("ask", "--kind", "coding", root=root).output


# check


def test_check_counts_what_is_right(run, make_site):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    assert run("check", root=root).output == "✓ 1 interview, 3 skills, no problems\n"
    assert run("check", "--format", "json", root=root).output == "[]\n"


def test_check_lists_every_problem_of_every_file(run, make_site):
    files = {f"content/interviews/{number:02}.md": BROKEN for number in range(30)}
    root = make_site(files)
    result = run("check", root=root, status=3)
    assert len(result.stdout.splitlines()) == 30
    assert result.stderr == "30 errors.\n"
    assert len(json.loads(run("check", "--format", "json", root=root, status=3).stdout)) == 30
    github = run("check", "--format", "github", root=root, status=3).stdout.splitlines()
    assert sum(line.startswith("::error col=7,file=content/interviews/") for line in github) == 30


def test_check_of_warnings_alone_is_fine(run, make_site):
    root = make_site({"content/interviews/2026-01-10-first.md": f"{INTERVIEW}\n<b>raw</b>\n"})
    output = run("check", root=root).output
    assert "warning[raw-html]" in output
    assert "✓ 1 interview, 3 skills, 1 warning" in output


def test_check_works_from_a_folder_inside(run, make_site):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    assert "✓" in run("check", root=root / "content" / "interviews").output


# build


def test_build_says_what_it_did_and_where_to_look(run, make_site, monkeypatch):
    root = make_site(
        {"content/interviews/2026-01-10-first.md": INTERVIEW.replace("kind:", "visibility: public\nkind:")}
    )
    monkeypatch.chdir(root)
    first = run("build").output
    assert re.search(r"^Built \d+ pages for everybody in site \(files: \d+ new; \d+\.\d\d s\)\.$", first, re.MULTILINE)
    assert "Every interview, note and page is in it." in first
    assert "Open site/index.html in a browser." in first
    assert "(nothing changed; " in run("build").output


def test_build_for_the_mentor(run, make_site):
    root = make_site(
        {"content/interviews/2026-01-10-first.md": INTERVIEW.replace("kind:", "visibility: mentor\nkind:")}
    )
    assert "for your mentor" in run("build", "--audience", "mentor", root=root).output
    assert not (root / "site").exists()
    assert (root / "site-mentor" / "interviews" / "2026-01-10-first.html").is_file()


def test_a_public_builds_words_name_nothing_private(run, make_site):
    root = make_site(
        {
            "content/interviews/2026-01-10-quokka.md": f"{INTERVIEW}\n<b>quokka</b>\n",
            "content/interviews/2026-01-11-quokka.md": INTERVIEW.replace("^empty-input", ""),
            "content/notes/quokka.md": "---\nfrom: Quokka\ndate: 2026-02-11\n---\nGood.\n",
        }
    )
    result = run("build", root=root)
    assert "Not in it, since these readers may not see them: 2 interviews and 1 note." in result.output
    assert "1 warning: `afterview check` lists them." in result.output
    assert "quokka" not in result.output.lower()


def test_build_names_what_it_kept(run, make_site):
    root = make_site({})
    run("build", root=root)
    (root / "site" / "CNAME").write_text("ada.example")
    (root / "content" / "questions.yaml").unlink()
    assert "CNAME is not Afterview's, and was kept" in run("build", root=root).output


def test_build_refuses_with_4_and_fails_with_3(run, make_site):
    root = make_site({"content/interviews/broken.md": BROKEN})
    assert "error[unsafe-output]" in run("build", "--output", str(root), root=root, status=4).stderr
    assert "error[bad-date]" in run("build", root=root, status=3).stderr
    assert not (root / "site").exists()
