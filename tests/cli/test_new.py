"""`new` writes a short file that is valid as it is, and never over another one."""

import datetime
import re

import pytest

from afterview.problems import errors_of
from afterview.reading.portfolio import read_portfolio
from tests.cli.conftest import BROKEN, INTERVIEW


def test_new_names_the_file_by_date_and_title(run, make_site):
    root = make_site({})
    result = run("new", "Sliding window", "--kind", "coding", "--date", "2026-11-22", root=root)
    assert "Wrote content/interviews/2026-11-22-sliding-window.md" in result.output
    assert result.output.splitlines()[-1] == "Next step: afterview serve --open"
    read = read_portfolio(root)
    assert not errors_of(read.problems)
    (interview,) = read.portfolio.interviews
    assert (interview.title, interview.date.isoformat(), interview.kind, interview.mode) == (
        "Sliding window",
        "2026-11-22",
        "coding",
        "mock",
    )


def test_new_is_today_and_named_by_its_kind_when_nothing_is_given(run, make_site):
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


def test_a_second_interview_of_the_day_is_offered_what_the_first_one_led_to(run, make_site):
    root = make_site({"content/interviews/2026-01-10-zebra.md": INTERVIEW})
    run("new", "Afternoon", "--date", "2026-01-10", root=root)
    run("new", "Earlier", "--date", "2026-01-09", root=root)
    read = (root / "content" / "interviews" / "2026-01-10-afternoon.md").read_text()
    assert "empty-input" in read
    assert "empty-input" not in (root / "content" / "interviews" / "2026-01-09-earlier.md").read_text()
    assert not errors_of(read_portfolio(root).problems)


def test_an_unknown_kind_is_answered_with_each_kind_once(run, make_site):
    root = make_site({})
    assert run("new", "One", "--kind", "zzz", root=root, status=2).output.count("system-design") == 1


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
    assert "Your commitment: If it works, I try the empty input (no try noted yet)" in text


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


def test_new_with_a_template_that_does_not_work_writes_nothing(run, make_site):
    root = make_site({"content/templates/coding.md": "{{ unknown }}"})
    assert "content/templates/coding.md" in run("new", "--kind", "coding", root=root, status=3).stderr
    assert not (root / "content" / "interviews").exists()


def test_new_where_the_folder_is_a_file(run, make_site):
    root = make_site({"content/interviews": "a file"})
    assert "write-failed" in run("new", "x", "--kind", "coding", root=root, status=4).stderr


# the short file


def front_matter_of(text):
    return text[: text.index("\n---\n", 4) + 4].split("\n")


@pytest.fixture
def year(tmp_path, run):
    """Start the example year in a folder."""
    run("init", "year", "--example", "--author", "Ada")
    return tmp_path / "year"


def test_the_file_is_short_and_valid_as_it_is(run, year):
    written: dict[str, tuple[str, str, dict[str, str], tuple[str, ...]]] = {}
    for kind in ("coding", "system-design", "behavioral", "take-home"):
        for mode in ("mock", "real"):
            run("new", f"{mode} {kind}", "--kind", kind, "--mode", mode, "--date", "2026-11-22", root=year)
            path = f"content/interviews/2026-11-22-{mode}-{kind}.md"
            written[path] = (mode, kind, {}, ())
            text = (year / path).read_text()
            assert len(text.splitlines()) <= 40
            assert len(front_matter_of(text)) <= 15
    read = read_portfolio(year)
    assert not [problem for problem in read.problems if problem.path in written]
    assert written == {
        interview.path: (interview.mode, interview.kind, interview.outcomes, interview.asked)
        for interview in read.portfolio.interviews
        if interview.path in written
    }


def test_the_full_file_has_every_field_and_hints(run, year):
    run("new", "Next one", "--kind", "coding", "--full", "--date", "2026-11-22", root=year)
    text = (year / "content/interviews/2026-11-22-next-one.md").read_text()
    for field in ("company", "role", "minutes", "advance", "visibility"):
        assert f"\n{field}: " in text
    assert "[//]: # (What happened, and at which minute." in text
    path = "content/interviews/2026-11-22-next-one.md"
    assert not [problem for problem in read_portfolio(year).problems if problem.path == path]


def test_open_commitments_stand_beside_their_words_without_an_answer_and_the_same_kind_first(run, make_site):
    other = INTERVIEW.replace("kind: coding", "kind: system-design").replace("2026-01-10", "2026-01-09")
    root = make_site(
        {
            "content/templates/coding.md": None,
            "content/interviews/a.md": other.replace("empty-input", "draw-first"),
            "content/interviews/b.md": INTERVIEW,
        }
    )
    run("new", "Second", "--kind", "coding", "--date", "2026-01-20", root=root)
    lines = (root / "content/interviews/2026-01-20-second.md").read_text().split("\n")
    place = lines.index("  empty-input: ~    # If it works, I try the empty input")
    assert lines[place - 1] == "outcomes:    # kept | partly | missed | no-chance | dropped"
    assert lines[place + 1] == "  draw-first: ~    # If it works, I try the empty input"


def test_commitments_beyond_the_third_are_named(run, make_site):
    more = "".join(f"- If so, I do {number} #testing ^number-{number}\n" for number in range(5))
    root = make_site({"content/templates/coding.md": None, "content/interviews/a.md": INTERVIEW + more})
    run("new", "Second", "--kind", "coding", "--date", "2026-01-20", root=root)
    text = (root / "content/interviews/2026-01-20-second.md").read_text()
    listed = set(re.findall(r"^  ([a-z0-9-]+): ~", text, re.MULTILINE))
    also = set(text.partition("also open: ")[2].partition("\n")[0].split(", "))
    assert len(listed) == 3
    assert listed | also == {"empty-input", *(f"number-{number}" for number in range(5))}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("system-design", "system-design"),
        ("System Design", "system-design"),
        ("sys", "system-design"),
        ("2", "system-design"),
        ("C", "coding"),
    ],
)
def test_a_kind_is_known_by_name_first_letters_or_number(run, make_site, written, kind):
    root = make_site({})
    run("new", "First", "--kind", written, root=root)
    assert read_portfolio(root).portfolio.interviews[0].kind == kind


def test_first_letters_that_fit_two_kinds_are_refused(run, make_site):
    settings = "title: T\nauthor: A\nkinds:\n  coding: {title: Coding}\n  code-review: {title: Code review}\n"
    root = make_site({"content/portfolio.yaml": settings, "content/questions.yaml": None})
    assert "fits several kinds: coding, code-review" in run("new", "--kind", "cod", root=root, status=2).stderr


def test_without_a_kind_it_is_that_of_the_last_interview(run, make_site):
    root = make_site({"content/interviews/a.md": INTERVIEW.replace("kind: coding", "kind: system-design")})
    assert "Using kind system-design, from your last interview." in run("new", "Second", root=root).stderr


def test_a_kind_without_a_template_takes_the_default(run, make_site):
    root = make_site({"content/templates/coding.md": None})
    run("new", "First", "--kind", "coding", "--date", "2026-11-22", root=root)
    assert "## What went well" in (root / "content/interviews/2026-11-22-first.md").read_text()
    (root / "content/templates/default.md").write_text(
        "---\ntitle: {{ title }}\ndate: {{ date }}\nkind: {{ kind }}\n---\nOurs\n"
    )
    run("new", "Second", "--kind", "coding", "--date", "2026-11-22", root=root)
    assert "Ours" in (root / "content/interviews/2026-11-22-second.md").read_text()


@pytest.mark.parametrize(("written", "days"), [("yesterday", 1), ("Today", 0)])
def test_a_day_can_be_a_word(run, make_site, written, days):
    root = make_site({})
    run("new", "First", "--kind", "coding", "--date", written, root=root)
    day = datetime.date.today() - datetime.timedelta(days=days)
    assert read_portfolio(root).portfolio.interviews[0].date == day


def test_a_day_may_be_written_otherwise_where_one_day_alone_can_be_meant(run, make_site):
    root = make_site({})
    run("new", "First", "--kind", "coding", "--date", "22.11.2025", root=root)
    assert read_portfolio(root).portfolio.interviews[0].date == datetime.date(2025, 11, 22)
    for written in ("3.4.2025", "2026-11-22 or 2026-11-23", "about 22.11.2026"):
        with pytest.raises(AssertionError, match="is not a date"):
            run("new", "Second", "--kind", "coding", "--date", written, root=root)


def test_a_day_in_the_future_is_noticed(run, make_site):
    assert (
        "2199-01-01 is in the future"
        in run("new", "--kind", "coding", "--date", "2199-01-01", root=make_site({})).stderr
    )


@pytest.mark.parametrize(
    ("arguments", "relation"),
    [((), "peer"), (("--mode", "real"), "company"), (("--with", "Dana R."), "mentor")],
)
def test_the_relation_is_a_proposal_that_fits(run, make_site, arguments, relation):
    earlier = INTERVIEW.replace("interviewer: Dana", "interviewer: Dana R.\nrelation: mentor")
    root = make_site({"content/templates/coding.md": None, "content/interviews/a.md": earlier})
    run("new", "Second", "--date", "2026-01-20", *arguments, root=root)
    assert read_portfolio(root).portfolio.interviews[1].relation == relation


def test_several_interviewers_become_a_list(run, make_site):
    root = make_site({"content/templates/coding.md": None})
    run("new", "Panel", "--kind", "coding", "--with", "Dana R. and Omar K.", root=root)
    (interview,) = read_portfolio(root).portfolio.interviews
    assert interview.interviewers == ("Dana R.", "Omar K.")


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("Sliding window with Dana",), "Dana"),
        (("Ventana con Ana María",), "Ana María"),
        (("Dana's graph",), "Dana"),
        (("Imogen and the graph", "--with", "Imogen Tait"), "Imogen Tait"),
        (("Working with queues",), ""),
        (("Graphs",), ""),
    ],
)
def test_a_title_that_holds_the_interviewers_name_is_noticed(run, make_site, arguments, name):
    root = make_site({"content/interviews/a.md": INTERVIEW})
    stderr = run("new", *arguments, "--date", "2026-01-20", root=root).stderr
    assert (f"contain {name}," in stderr) if name else ("contain" not in stderr)


def test_new_finds_the_only_portfolio_in_this_folder(run, tmp_path):
    run("init", "mine", "--author", "Ada")
    assert "Using the portfolio in mine/." in run("new", "First", "--kind", "coding").stderr
    run("init", "other", "--author", "Ada")
    assert "missing-file" in run("new", "Second", "--kind", "coding", status=3).stderr
