"""`init` makes a portfolio that works as it is, and changes no file that exists."""

import json
import re

import pytest

from afterview.authoring.starter import LANGUAGES
from afterview.model.audience import Audience
from afterview.model.section import SectionRole
from afterview.narrow import narrow
from afterview.reading.portfolio import read_portfolio
from afterview.site import load_site
from tests.cli.conftest import BROKEN


def test_init_makes_a_portfolio_that_has_no_problems_and_builds(run, tmp_path):
    result = run("init", "mine", "--author", "Zoë: O'Neil")
    assert result.output.splitlines()[-1] == "Next step: cd mine && afterview new --kind coding"
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
    assert "README.md already exists; it was not changed." in first.output
    assert (tmp_path / "README.md").read_text() == "my own"
    (tmp_path / "content" / "questions.yaml").write_text("questions: {}\n")
    second = run("init", "--author", "Somebody else")
    assert "Wrote 0 files" in second.output
    assert re.search(r"^\d\d files already exist; none of them was changed\.$", second.output, re.MULTILINE)
    assert "already exists" not in second.output
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
    assert ("Put your name" in result.output) == (not name)


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
        assert (tmp_path / path.partition("*")[0]).exists() or path.startswith("content/pages/")
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
    found = re.fullmatch(pattern["regexp"], run("check", "--format", "text", status=3).stdout.splitlines()[0])
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


def test_init_writes_the_example_year(run, tmp_path):
    result = run("init", "year", "--example")
    assert result.output.splitlines()[-1] == "Next step: cd year && afterview serve --open"
    read = read_portfolio(tmp_path / "year")
    assert read.problems == ()
    assert len(read.portfolio.interviews) >= 24
    assert read.portfolio.notes


def test_the_example_year_has_strengths_that_two_interviewers_named_in_their_own_words(run, tmp_path):
    run("init", "year", "--example")
    site = load_site(tmp_path / "year", Audience.PUBLIC)
    assert site.warnings == ()
    quoted = [strength for strength in site.insight.strengths if strength.quoted]
    assert quoted
    assert all((strength.people or 2) >= 2 for strength in quoted)
    assert "<blockquote" in site.render("strengths.html").decode()


@pytest.mark.parametrize("folder", ["notes", "mentors"])
def test_init_says_what_goes_into_empty_folders(run, tmp_path, folder):
    run("init", "mine", "--author", "Ada")
    assert "afterview" in (tmp_path / "mine" / "content" / folder / "README.txt").read_text()


@pytest.mark.parametrize(
    ("language", "word"), [("en", "not yet"), ("es", "aún no"), ("pt", "ainda não"), ("fr", "pas encore")]
)
def test_init_speaks_a_language_throughout(run, tmp_path, language, word):
    run("init", "mine", "--author", "Zoë", "--language", language)
    read = read_portfolio(tmp_path / "mine")
    assert read.problems == ()
    portfolio = read.portfolio
    assert (portfolio.language, portfolio.scale[0], len(portfolio.skills)) == (language, word, 12)
    assert all(len(skill.anchors) == 4 and skill.kinds for skill in portfolio.skills.values())
    if language == "fr":
        assert portfolio.title == "Entretiens\N{NO-BREAK SPACE}: Zoë"
        assert all(
            question.ask.endswith("\N{NO-BREAK SPACE}?")
            for question in portfolio.questions.values()
            if "laquelle" not in question.ask
        )
    for number, kind in enumerate(portfolio.kinds):
        run("new", f"Word {number}", "--kind", kind, "--date", "2026-11-22", root=tmp_path / "mine")
    read = read_portfolio(tmp_path / "mine")
    assert read.problems == ()
    for interview in read.portfolio.interviews:
        assert {section.role for section in interview.sections if section.role} == set(SectionRole)
        text = (tmp_path / "mine" / interview.path).read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 40
        assert len(text[: text.index("\n---\n", 4)].splitlines()) <= 14
    assert "afterview serve --open" in (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_init_writes_nothing_in_the_authors_name_and_two_short_private_pages(run, tmp_path, language):
    run("init", "mine", "--language", language, "--author", "Sam")
    read = read_portfolio(tmp_path / "mine")
    assert read.problems == ()
    articles = {article.slug: article for article in read.portfolio.articles}
    assert set(articles) == {"about", "reading-feedback"}
    assert {article.visibility for article in articles.values()} == {"private"}
    for article in articles.values():
        words = (tmp_path / "mine" / article.path).read_text(encoding="utf-8")
        assert len(words.split()) < 230
        assert language != "en" or not re.search(r"\b(?:I|I'm|my|me|mine)\b", words)
    assert narrow(read.portfolio, Audience.MENTOR).articles == ()


def test_init_speaks_the_language_of_the_portfolio_that_is_there(run, tmp_path):
    run("init", "mine", "--language", "es")
    before = sorted(path.name for path in (tmp_path / "mine" / "content" / "skills").iterdir())
    assert "Wrote 0 files" in run("init", "mine").output
    assert sorted(path.name for path in (tmp_path / "mine" / "content" / "skills").iterdir()) == before


def test_the_example_is_not_mixed_with_a_portfolio(run, tmp_path):
    run("init", "mine")
    assert "error[exists]" in run("init", "mine", "--example", status=4).stderr
    assert not list((tmp_path / "mine" / "content" / "interviews").glob("*.md"))
    run("init", "year", "--example")
    assert "Wrote 0 files" in run("init", "year", "--example").output
