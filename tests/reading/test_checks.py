"""What is checked of each kind of file beside its syntax, case by case: the mistake, its code, and where it is."""

import time

import pytest

from afterview.insight.compute import compute_insight
from afterview.insight.prompt import draw_prompt
from afterview.insight.questions import propose_questions
from afterview.model.audience import Audience, Visibility
from afterview.model.interview import Mode, Relation
from afterview.narrow import narrow
from afterview.output.render import render_site
from afterview.problems import Code, errors_of
from afterview.reading.portfolio import read_portfolio
from afterview.site import load_site

SETTINGS = """\
title: A
author: A
kinds:
  coding: {title: Coding, skills: [communication, testing]}
"""


@pytest.mark.parametrize(
    ("path", "text", "code", "place", "message"),
    [
        ("skills/testing.md", "---\ntitle: T\nanchors: [a, b]\n---\n", Code.BAD_VALUE, (3, 10), "2 anchors"),
        ("skills/testing.md", "---\ntitle: T\ntarget: 5\n---\n", Code.BAD_RATING, (3, 9), "not a step"),
        ("skills/testing.md", "---\ntitle: T\nkinds: [codng]\n---\n", Code.UNKNOWN_KIND, (3, 9), "codng"),
        ("skills/testing.md", "---\ntitle: {a: b}\n---\n", Code.BAD_VALUE, (2, 8), "one value"),
        ("skills/testing.md", "---\ntitle:\n---\n", Code.MISSING_FIELD, (2, 7), "no value"),
        ("skills/testing.md", "---\ntitle: ' '\n---\n", Code.MISSING_FIELD, (2, 8), "empty"),
        ("skills/testing.md", "---\ntitle: T\nanchors: {a: b}\n---\n", Code.BAD_VALUE, (3, 10), "a list"),
        ("skills/testing.md", "---\ntitle: T\nanchors: [[a]]\n---\n", Code.BAD_VALUE, (3, 11), "one value"),
        ("pages/about.md", "---\ntitle: T\norder: first\n---\n", Code.BAD_VALUE, (3, 8), "whole number"),
        ("pages/index.md", "---\ntitle: T\n---\n", Code.SAME_ADDRESS, (0, 0), "a page that every site has"),
        ("pages/how.md", "---\ntitle: T\n---\n", Code.SAME_ADDRESS, (0, 0), "how"),
        ("notes/a.md", "---\nfrom: D\ndate: 2026-01-01\nabout: [x]\n---\n", Code.UNKNOWN_INTERVIEW, (4, 9), "`x`"),
        ("notes/a.md", "---\nfrom: D\n---\n", Code.MISSING_FIELD, (2, 1), "`date`"),
        ("portfolio.yaml", SETTINGS + "language: english!\n", Code.BAD_VALUE, (5, 11), "language"),
        ("portfolio.yaml", SETTINGS + "url: example.org\n", Code.BAD_VALUE, (5, 6), "address"),
        ("portfolio.yaml", SETTINGS + "scale: [good]\n", Code.BAD_VALUE, (5, 8), "1 words"),
        ("portfolio.yaml", SETTINGS + "publish: gh-pages\n", Code.BAD_VALUE, (5, 10), "key: value"),
        ("portfolio.yaml", SETTINGS + "shows: [salary]\n", Code.BAD_VALUE, (5, 9), "salary"),
        ("portfolio.yaml", SETTINGS + "sections: {went: [Bien]}\n", Code.BAD_VALUE, (5, 12), "went"),
        ("portfolio.yaml", SETTINGS.replace("testing", "testng"), Code.UNKNOWN_SKILL, (4, 51), "testng"),
        ("portfolio.yaml", "title: A\nauthor: A\nkinds: {}\n", Code.MISSING_FIELD, (3, 8), "no kind"),
        ("portfolio.yaml", None, Code.MISSING_FILE, (0, 0), "no such file"),
        ("questions.yaml", "questions: [a]\n", Code.BAD_VALUE, (1, 12), "key: value"),
        ("questions.yaml", "questions: {A B: {ask: x}}\n", Code.BAD_VALUE, (1, 13), "address"),
        ("questions.yaml", "questions: {a: {}}\n", Code.MISSING_FIELD, (1, 16), "`ask`"),
    ],
)
def test_a_mistake_is_found_where_it_stands(make_site, path, text, code, place, message):
    problems = read_portfolio(make_site({f"content/{path}": text})).problems
    mine = [problem for problem in problems if problem.path == f"content/{path}"]
    assert [(problem.code, problem.line, problem.column) for problem in mine] == [(code, *place)], problems
    assert message in mine[0].message
    assert mine[0].hint


INTERVIEW = "---\ntitle: {0}\ndate: {1}\nkind: coding\n{2}---\n{3}"


def interviews(**by_slug: str) -> dict[str, str]:
    return {f"content/interviews/{slug}.md": text for slug, text in by_slug.items()}


@pytest.mark.parametrize(
    ("files", "code", "path", "line"),
    [
        (  # settled on the day before it was made
            interviews(
                a=INTERVIEW.format("A", "2026-01-01", "outcomes: {plan: kept}\n", ""),
                b=INTERVIEW.format("B", "2026-01-02", "", "## Next time\n- If a, then b ^plan\n"),
            ),
            Code.OUTCOME_TOO_EARLY,
            "content/interviews/a.md",
            5,
        ),
        (  # settled by the interview that made it
            interviews(
                a=INTERVIEW.format(
                    "A", "2026-01-01", "outcomes: {plan: kept}\n", "## Next time\n- If a, then b ^plan\n"
                )
            ),
            Code.OUTCOME_TOO_EARLY,
            "content/interviews/a.md",
            5,
        ),
        (
            interviews(
                a=INTERVIEW.format("A", "2026-01-01", "", "## Next time\n- If a, then b ^plan\n"),
                b=INTERVIEW.format("B", "2026-01-02", "", "\n## Next time\n- If c, then d ^plan\n"),
            ),
            Code.DUPLICATE_COMMITMENT,
            "content/interviews/b.md",
            8,
        ),
        (
            interviews(a=INTERVIEW.format("A", "2026-01-01", "ratings: {trade-offs: 2}\n", "")),
            Code.SKILL_OUTSIDE_KIND,
            "content/interviews/a.md",
            5,
        ),
        (
            interviews(a=INTERVIEW.format("A", "2026-01-01", "", "![x](../images/none.png)\n")),
            Code.MISSING_IMAGE,
            "content/interviews/a.md",
            6,
        ),
        (
            interviews(a=INTERVIEW.format("A", "2026-01-01", "", "![x](../skills/testing.png)\n")),
            Code.MISSING_IMAGE,
            "content/interviews/a.md",
            6,
        ),
    ],
)
def test_entries_are_checked_side_by_side(make_site, files, code, path, line):
    problems = read_portfolio(make_site(files)).problems
    assert [(problem.code, problem.path, problem.line) for problem in problems] == [(code, path, line)]
    assert problems[0].excerpt


NEXT = "## Next time\n"


def test_a_commitment_is_named_by_its_id_or_by_its_words(make_site):
    body = NEXT + "- If a, then *b* #testing ^plan\n- If c: then d #testing #later\n"
    files = interviews(
        a=INTERVIEW.format("A", "2026-01-01", "", body),
        b=INTERVIEW.format("B", "2026-01-02", 'outcomes: {plan: kept, "If c: then d": missed}\n', ""),
    )
    read = read_portfolio(make_site(files))
    assert read.problems == ()
    assert [made.id for made in read.portfolio.interviews[0].commitments] == ["plan", "if-c-then-d"]
    assert read.portfolio.interviews[1].outcomes == {"plan": "kept", "if-c-then-d": "missed"}


def test_a_commitment_inserted_above_another_changes_no_outcome(make_site):
    b = INTERVIEW.format("B", "2026-01-02", "outcomes: {if-a-then-b: kept}\n", "")
    before = interviews(a=INTERVIEW.format("A", "2026-01-01", "", NEXT + "- If a, then b\n"), b=b)
    after = interviews(a=INTERVIEW.format("A", "2026-01-01", "", NEXT + "- If x, then y\n- If a, then b\n"), b=b)
    states = []
    for files in (before, after):
        read = read_portfolio(make_site(files))
        assert read.problems == ()
        stories = compute_insight(read.portfolio, Audience.ME).commitments
        states.append({story.id: story.state for story in stories}["if-a-then-b"])
    assert states == ["kept", "kept"]


def test_a_renamed_file_breaks_no_outcome(make_site):
    b = INTERVIEW.format("B", "2026-01-02", "outcomes: {if-a-then-b: kept}\n", "")
    a = INTERVIEW.format("A", "2026-01-01", "", NEXT + "- If a, then b\n")
    assert read_portfolio(make_site(interviews(a=a, b=b))).problems == ()
    assert read_portfolio(make_site(interviews(renamed=a, b=b))).problems == ()


def test_a_file_that_cannot_be_read_makes_no_other_file_wrong(make_site):
    broken = INTERVIEW.format("A", "2026-01-01", "ratings: {testing: ?}\n", NEXT + "- If a, then b\n")
    other = INTERVIEW.format(
        "B", "2026-01-02", "outcomes: {if-a-then-b: kept}\n", "[that](a.md), [this](a.md#next-time)"
    )
    note = "---\nfrom: Mo\ndate: 2026-01-03\nabout: [a]\n---\nFine.\n"
    problems = read_portfolio(make_site({**interviews(a=broken, b=other), "content/notes/n.md": note})).problems
    assert [problem.path for problem in problems] == ["content/interviews/a.md"]
    files = interviews(a=broken.replace("?", "3"), b=other.replace("a-then", "x-then"))
    assert [problem.code for problem in read_portfolio(make_site(files)).problems] == [Code.UNKNOWN_COMMITMENT]


@pytest.mark.parametrize(
    ("made", "outcome"),
    [
        ("- 练习时间 #testing", "练习时间"),
        ("- If a long sentence\n  goes on", "if-a-long-sentence-goes-on"),
        ("1. [ ] Practise in C++ #testing", "practise-in-c-plus-plus"),
    ],
)
def test_what_an_unreadable_file_may_have_made_is_no_mistake_of_another(make_site, made, outcome):
    broken = INTERVIEW.format("A", "2026-01-01", "ratings: {testing: ?}\n", f"{NEXT}{made}\n")
    other = INTERVIEW.format("B", "2026-01-02", f"outcomes: {{{outcome}: kept}}\n", "")
    problems = read_portfolio(make_site(interviews(a=broken, b=other))).problems
    assert [problem.path for problem in problems] == ["content/interviews/a.md"]


@pytest.mark.parametrize(
    ("outcome", "hint"),
    [
        ("if-i-am-stuck-then-i-say-so", "`if-i-am-stuck-then-i-tell-them` (If I am stuck, then I tell them)"),
        ("two-egde-cases", "`two-edge-cases` (If it works, then I run two edge cases aloud)"),
        ("if-it-works-then-i-run-two-edge-cases-aloud", "`two-edge-cases`"),
        ("a-2", "`two-edge-cases`"),
        ("nothing", "as `afterview new` does"),
    ],
)
def test_an_outcome_of_words_that_changed_is_an_error_with_the_nearest_ids(make_site, outcome, hint):
    body = NEXT + "- If I am stuck, then I tell them\n- If it works, then I run two edge cases aloud ^two-edge-cases\n"
    files = interviews(
        a=INTERVIEW.format("A", "2026-01-01", "", body),
        b=INTERVIEW.format("B", "2026-01-02", f"outcomes: {{{outcome}: kept}}\n", ""),
    )
    (problem,) = read_portfolio(make_site(files)).problems
    assert (problem.code, problem.severity, problem.line) == (Code.UNKNOWN_COMMITMENT, "error", 5)
    assert hint in problem.hint


def test_the_same_words_in_a_later_interview_are_the_same_commitment(make_site):
    made = NEXT + "- If a, then b\n"
    files = interviews(
        a=INTERVIEW.format("A", "2026-01-01", "", made),
        b=INTERVIEW.format("B", "2026-01-02", "outcomes: {if-a-then-b: kept}\n", ""),
        c=INTERVIEW.format("C", "2026-01-03", "outcomes: {if-a-then-b: missed}\n", made),
        d=INTERVIEW.format("D", "2026-01-04", "outcomes: {if-a-then-b: kept}\n", made),
    )
    read = read_portfolio(make_site(files))
    assert read.problems == ()
    (story,) = compute_insight(read.portfolio, Audience.ME).commitments
    assert (story.interview, [attempt.interview for attempt in story.attempts]) == ("a", ["b", "c", "d"])
    assert story.state.open, "what is made again after it was kept is open"


ALIKE = [
    "#时间",
    "#事件",
    "#עלי",
    "#לי",
    "#тест",
    "#тесть",
    "#عمل",
    "#مل",
    "#ไม่",
    "#ไม้",
    "#हिन्दी",
    "#हिन्दु",
    "#かき",
    "#かぎ",
    "#C++",
    "#C#",
]


def test_different_words_in_any_script_are_different_themes(make_site):
    body = "## What went well\n" + "".join(f"- Point {tag}\n" for tag in ALIKE)
    read = read_portfolio(make_site(interviews(a=INTERVIEW.format("A", "2026-01-01", "", body))))
    assert read.problems == ()
    themes = [theme for point in read.portfolio.interviews[0].points for theme in point.themes]
    assert [theme.label for theme in themes] == [tag[1:].lower() for tag in ALIKE]
    assert len({theme.slug for theme in themes}) == len(ALIKE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Practise in C++", "Practise in C#"),
        ("Practise in C", "Practise in C#"),
        ("Aim for < 5 min", "Aim for > 5 min"),
        ("Aim for <= 5 min", "Aim for ≥ 5 min"),
        ("Check that x<y", "Check that x>y"),
        ("Check that x != y", "Check that x == y"),
        ("Take 1,5 minutes", "Take 15 minutes"),
        ("Practise in C♯", "Practise in C"),
        ("Find O(√n) first", "Find O(n) first"),
        ("Plan 50% of it", "Plan 50 of it"),
        ("Return -1 early", "Return 1 early"),
        ("Explain ++i", "Explain i"),
        ("Ask for $5", "Ask for 5"),
        ("Try .NET", "Try net"),
        ("先说时间", "先说事件"),
        ("Написать тест", "Написать тесть"),
    ],
)
def test_different_words_are_different_commitments(make_site, one, other):
    body = f"{NEXT}- {one}\n- {other}\n"
    outcome = f"outcomes: {{{one!r}: kept}}\n"
    files = interviews(
        a=INTERVIEW.format("A", "2026-01-01", "", body), b=INTERVIEW.format("B", "2026-01-02", outcome, "")
    )
    read = read_portfolio(make_site(files))
    assert read.problems == ()
    first, second = read.portfolio.interviews[0].commitments
    states = {story.id: story.state for story in compute_insight(read.portfolio, Audience.ME).commitments}
    assert (states[first.id], states[second.id].open) == ("kept", True)


LONG = "If a question may be meant in several ways and I am not sure which of them is asked"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Écris le test", "ecris le test."),
        ("Don’t guess", "don't guess"),
        ("Take 1,5 minutes", "Take 1.5 minutes"),
        ("Use a List<String>", "use a list <string>"),
        (f"{LONG}, then I ask", f"{LONG.lower()} then I ask."),
        ("Say it -> then ask <name>", "say it, then ask name"),
        ("Сначала тест!", "сначала  тест"),
        ("اكتب عَمَل", "اكتب عمل"),
        ("先说时间。", "先说，时间"),
        ("اكتب، ثم عمل؟", "اكتب ثم عمل"),
        ("पहले बोलो।", "पहले बोलो"),
        ("✔️ 时间", "✔ 时间 🎉"),
        ("✔️ done", "done"),
        ("e\u0301crire 时", "écrire 时"),
    ],
)
def test_accents_letter_case_and_punctuation_make_no_other_commitment(make_site, one, other):
    files = interviews(
        a=INTERVIEW.format("A", "2026-01-01", "", f"{NEXT}- {one}\n"),
        b=INTERVIEW.format("B", "2026-01-02", "", f"{NEXT}- {other}\n"),
    )
    read = read_portfolio(make_site(files))
    assert len({made.id for interview in read.portfolio.interviews for made in interview.commitments}) == 1


SAY = "If I type, then I say it"


@pytest.mark.parametrize(
    "outcome",
    [
        f"{LONG}, then I ask",
        "if-a-question-may-be-meant-in-several-ways-and-i-am-not-sure-which-of-them-is-asked-then-i-ask",
    ],
)
@pytest.mark.parametrize("id_", ["", f" ^{'long-' * 20}id"])
def test_a_long_commitment_is_named_by_its_words_or_by_its_id(make_site, outcome, id_):
    outcome = id_.strip(" ^") or outcome
    files = interviews(
        a=INTERVIEW.format("A", "2026-01-01", "", f"{NEXT}- {LONG}, then I ask.{id_}\n"),
        b=INTERVIEW.format("B", "2026-01-02", f"outcomes: {{'{outcome}': kept}}\n", ""),
    )
    read = read_portfolio(make_site(files))
    assert read.problems == ()
    (story,) = compute_insight(read.portfolio, Audience.ME).commitments
    assert (story.state, len(story.id)) == ("kept", 80)


@pytest.mark.parametrize("outcome", ["say-first", "if-i-type-then-i-say-it"])
def test_the_same_words_without_the_id_are_the_same_commitment(make_site, outcome):
    files = interviews(
        a=INTERVIEW.format("A", "2026-01-01", "", f"{NEXT}- {SAY} #testing ^say-first\n"),
        b=INTERVIEW.format("B", "2026-01-02", "", f"{NEXT}- {SAY}.\n"),
        c=INTERVIEW.format("C", "2026-01-03", f"outcomes: {{{outcome}: kept}}\n", ""),
    )
    read = read_portfolio(make_site(files))
    assert read.problems == ()
    (story,) = compute_insight(read.portfolio, Audience.ME).commitments
    assert (story.id, story.interview, story.state) == ("say-first", "a", "kept")
    # Whoever may not see the one with the name sees the other one, and its outcome.
    for slug in "bc":
        path = f"content/interviews/{slug}.md"
        files[path] = files[path].replace("kind:", "visibility: public\nkind:")
    narrowed = narrow(read_portfolio(make_site(files)).portfolio, Audience.PUBLIC)
    stories = compute_insight(narrowed, Audience.PUBLIC).commitments
    kept = outcome == "if-i-type-then-i-say-it"
    assert [(story.id, story.state.open) for story in stories] == [("if-i-type-then-i-say-it", not kept)]


def test_two_outcomes_of_one_commitment_in_an_interview_are_named(make_site):
    files = interviews(
        a=INTERVIEW.format("A", "2026-01-01", "", f"{NEXT}- {SAY} ^say-first\n"),
        b=INTERVIEW.format("B", "2026-01-02", "", f"{NEXT}- {SAY}\n"),
        c=INTERVIEW.format("C", "2026-01-03", "outcomes: {if-i-type-then-i-say-it: kept, say-first: missed}\n", ""),
    )
    read = read_portfolio(make_site(files))
    (problem,) = read.problems
    assert (problem.code, problem.severity, problem.path) == (
        Code.DUPLICATE_COMMITMENT,
        "warning",
        "content/interviews/c.md",
    )
    message = "`if-i-type-then-i-say-it` is the commitment `say-first`, which has an outcome here; only that one counts"
    assert problem.message == message
    (story,) = compute_insight(read.portfolio, Audience.ME).commitments
    assert story.state == "missed"


def test_the_same_words_with_two_ids_are_two_commitments(make_site):
    files = interviews(
        a=INTERVIEW.format("A", "2026-01-01", "", f"{NEXT}- {SAY} ^one\n"),
        b=INTERVIEW.format("B", "2026-01-02", "", f"{NEXT}- {SAY} ^two\n- {SAY}\n"),
    )
    read = read_portfolio(make_site(files))
    ids = [story.id for story in compute_insight(read.portfolio, Audience.ME).commitments]
    assert ids == ["one", "two", "if-i-type-then-i-say-it"]


def test_the_same_words_twice_in_an_interview_count_once(make_site):
    files = interviews(a=INTERVIEW.format("A", "2026-01-01", "", NEXT + "- If a, then b\n- If a, then b.\n"))
    read = read_portfolio(make_site(files))
    (problem,) = read.problems
    assert (problem.code, problem.severity, problem.line) == (Code.DUPLICATE_COMMITMENT, "warning", 8)
    assert problem.message == "this commitment is already made at content/interviews/a.md:7, and counts once"
    assert [made.text for made in read.portfolio.interviews[0].commitments] == ["If a, then b"]
    site = load_site(make_site(files), Audience.ME)
    assert render_site(site)


@pytest.mark.parametrize("made_on", ["2026-01-02", "2026-01-01"])
def test_an_outcome_that_comes_too_early_counts_for_nothing(make_site, made_on):
    body = NEXT + "- If a, then b ^plan\n"
    own = "outcomes: {plan: kept}\n"
    files = interviews(
        a=INTERVIEW.format("A", "2026-01-01", own, body if made_on == "2026-01-01" else ""),
        b=INTERVIEW.format("B", "2026-01-02", "", body),
    )
    site = load_site(make_site(files), Audience.ME)
    (problem,) = site.warnings
    assert (problem.code, problem.severity, problem.line) == (Code.OUTCOME_TOO_EARLY, "warning", 5)
    assert [interview.outcomes for interview in site.whole.interviews] == [{}, {}]
    (story,) = site.insight.commitments
    assert (story.attempts, story.state) == ((), "untried")
    assert render_site(site)


def test_a_note_about_an_interview_that_does_not_exist_is_for_the_author_alone(make_site):
    note = "---\nfrom: Dana\ndate: 2026-01-02\nvisibility: public\nabout: [a, aa]\n---\nCalm.\n"
    public = "visibility: public\n"
    files = {
        **interviews(a=INTERVIEW.format("A", "2026-01-01", public, "Text.\n")),
        "content/notes/n.md": note,
        "content/pages/about.md": f"---\ntitle: About\n{public}---\nText.\n",
    }
    site = load_site(make_site(files), Audience.ME)
    (problem,) = site.warnings
    assert (problem.code, problem.severity, problem.line) == (Code.UNKNOWN_INTERVIEW, "warning", 5)
    assert problem.hint == "did you mean `a`?"
    assert [(one.about, one.visibility) for one in site.whole.notes] == [(("a",), "private")]
    assert render_site(site)
    assert (
        site.for_audience(Audience.PUBLIC).portfolio.notes == site.for_audience(Audience.MENTOR).portfolio.notes == ()
    )
    files["content/pages/about.md"] += "[what Dana said](../notes/n.md)\n"
    assert {one.code for one in errors_of(read_portfolio(make_site(files)).problems)} == {Code.DEAD_LINK}


@pytest.mark.slow
def test_hints_among_thousands_of_names_take_no_time(make_site):
    many = {
        f"i-{number}": INTERVIEW.format(
            number, "2026-01-01", f"outcomes: {{if-a-{number}-thn-b: kept}}\n", NEXT + f"- If a {number}, then b\n"
        )
        for number in range(1_500)
    }
    notes = {
        f"content/notes/n-{number}.md": f"---\nfrom: D\ndate: 2026-01-02\nabout: [j-{number}]\n---\nText.\n"
        for number in range(1_500)
    }
    root = make_site({**interviews(**many), **notes})
    started = time.process_time()
    problems = read_portfolio(root).problems
    assert len(problems) == 3_000
    assert time.process_time() - started < 60  # with each name compared with each other one, minutes


def test_one_commitment_named_in_two_ways_is_an_error(make_site):
    files = interviews(
        a=INTERVIEW.format("A", "2026-01-01", "", NEXT + "- If a, then b\n"),
        b=INTERVIEW.format("B", "2026-01-02", "outcomes: {if-a-then-b: kept, if a then b: missed}\n", ""),
    )
    assert [problem.code for problem in read_portfolio(make_site(files)).problems] == [Code.DUPLICATE_KEY]


def test_an_outcome_without_an_answer_is_none(make_site):
    files = interviews(
        a=INTERVIEW.format("A", "2026-01-01", "", NEXT + "- If a, then b\n"),
        b=INTERVIEW.format("B", "2026-01-02", "outcomes:\n  if-a-then-b: ~  # If a, then b\n  gone: ~\n", "Text.\n"),
    )
    read = read_portfolio(make_site(files))
    assert read.problems == ()
    assert read.portfolio.interviews[1].outcomes == {}


def test_an_outcome_may_come_on_the_day_it_was_made(make_site):
    files = interviews(
        a=INTERVIEW.format("Afternoon", "2026-01-01", "outcomes: {plan: kept}\n", ""),
        b=INTERVIEW.format("Morning", "2026-01-01", "", "## Next time\n- If a, then b ^plan\n"),
    )
    assert read_portfolio(make_site(files)).problems == ()


def test_a_picture_that_leads_out_of_the_portfolio(make_site, tmp_path):
    (tmp_path / "photo.png").write_bytes(b"x")
    root = make_site(interviews(a=INTERVIEW.format("A", "2026-01-01", "", "![x](../images/photo.png)\n")))
    (root / "content/images").mkdir(exist_ok=True)
    (root / "content/images/photo.png").symlink_to(tmp_path / "photo.png")
    assert [problem.code for problem in read_portfolio(root).problems] == [Code.LINK_OUTSIDE]


def test_broken_settings_do_not_blame_every_interview(make_site):
    files = interviews(a=INTERVIEW.format("A", "2026-01-01", "", "Text.\n")) | {"content/portfolio.yaml": "title: [\n"}
    assert [problem.path for problem in read_portfolio(make_site(files)).problems] == ["content/portfolio.yaml"]


def test_a_portfolio_without_questions_is_fine(make_site):
    result = read_portfolio(make_site({"content/questions.yaml": None}))
    assert result.problems == ()
    assert result.portfolio.questions == {}


def test_every_fact_of_an_interview_is_read(make_site):
    text = """\
---
title: "Sliding window: with Dana"
date: 2026-11-22
mode: real
kind: coding
company: Acme
role: Backend engineer
interviewer: Dana R.
relation: mentor
minutes: 45
visibility: mentor
asked: [keep, lost]
self: {communication: 2, testing: ~}
ratings:
  communication: 3
  testing:
advance: no
---
"""
    read = read_portfolio(make_site(interviews(sliding=text)))
    assert read.problems == ()
    interview = read.portfolio.interviews[0]
    assert (interview.slug, interview.title) == ("sliding", "Sliding window: with Dana")
    assert (interview.mode, interview.relation, interview.visibility) == (Mode.REAL, Relation.MENTOR, Visibility.MENTOR)
    assert (interview.company, interview.interviewer, interview.minutes) == ("Acme", "Dana R.", 45)
    assert dict(interview.ratings) == {"communication": 3}
    assert dict(interview.self_ratings) == {"communication": 2}
    assert interview.asked == ("keep", "lost")
    assert interview.advance == "no"
    assert read.portfolio.kinds["coding"].skills == ("communication", "testing")


def test_a_skill_may_name_more_kinds_that_show_it(make_site):
    skill = "---\ntitle: Trade-offs\nkinds: [coding]\n---\n"
    read = read_portfolio(make_site({"content/skills/trade-offs.md": skill}))
    assert read.problems == ()
    assert "trade-offs" in read.portfolio.kinds["coding"].skills
    assert set(read.portfolio.skills["trade-offs"].kinds) == {"coding", "system-design"}


def test_a_link_to_a_note_about_something_hidden_is_dead(make_site):
    files = interviews(
        a="---\ntitle: A\ndate: 2026-01-01\nkind: coding\nvisibility: public\n---\n[n](../notes/n.md)\n",
        b=INTERVIEW.format("B", "2026-01-02", "", "Text.\n"),
    )
    note = "---\nfrom: D\ndate: 2026-01-03\nvisibility: public\nabout: [b]\n---\n"
    problems = read_portfolio(make_site({**files, "content/notes/n.md": note})).problems
    assert [problem.code for problem in problems] == [Code.DEAD_LINK, Code.HIDDEN_NOTE]


def test_a_definition_for_each_of_two_sections_is_no_problem(make_site):
    body = "Words.[^1]\n\n[^1]: Shown.\n\n## Felt {private}\n\nBad.[^1]\n\n[^1]: Hidden.\n"
    read = read_portfolio(make_site(interviews(a=INTERVIEW.format("A", "2026-01-01", "", body))))
    assert read.problems == ()


def test_headings_of_notes_tell_whose_they_are(make_site):
    note = "---\nfrom: D\ndate: 2026-01-03\n---\n## Same\n[x](#same)\n"
    read = read_portfolio(make_site({"content/notes/a.md": note, "content/notes/b.md": note}))
    assert read.problems == ()
    assert [one.sections[0].anchor for one in read.portfolio.notes] == ["s-a--same", "s-b--same"]
    assert 'href="\0notes.html#s-b--same"' in read.portfolio.notes[1].sections[0].html


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("text\n\n```python\nx = 1\n\n## How it felt {private}\nsecret\n", Code.OPEN_FENCE, 8),
        ("text\n\n```\nx = 1\n\n**How it felt** {private}\nsecret\n", Code.OPEN_FENCE, 8),
        ("text\n\n```\nx = 1\n\n## How it felt (private)\nsecret\n", Code.OPEN_FENCE, 8),
        ("```\nx = 1\n\n## How it felt {private}\nsecret\n\n```\n\nMore.\n", Code.SECTION_MARK, 9),
        ("para\n\n    **How it felt** {private}\n\nsecret\n", Code.SECTION_MARK, 8),
        ("para\n\n    ## How it felt (private)\n\nsecret\n", Code.SECTION_MARK, 8),
        ("one %% two\n## How it felt (private)\nx %% secret\n", Code.SECTION_MARK, 6),
        ("~~~\n~~\n", Code.OPEN_FENCE, 6),
        ("para\n\n    ## How it felt {private}\n\nsecret\n", Code.SECTION_MARK, 8),
        ("## How it felt \uff5bprivate\uff5d\nsecret\n", Code.SECTION_MARK, 6),
        ("## How it felt {private\nsecret\n", Code.SECTION_MARK, 6),
        ("## How it felt (private)\nsecret\n", Code.SECTION_MARK, 6),
        ("## How it felt &#123;private&#125;\nsecret\n", Code.SECTION_MARK, 6),
        ("## Notes \u2013 private\nsecret\n", Code.SECTION_MARK, 6),
        ("## Private: notes\nsecret\n", Code.SECTION_MARK, 6),
        ("## PRIVATE\nsecret\n", Code.SECTION_MARK, 6),
        ("## Private notes\nsecret\n", Code.SECTION_MARK, 6),
        ("## Notas privadas\nsecret\n", Code.SECTION_MARK, 6),
        ("## Notes privées\nsecret\n", Code.SECTION_MARK, 6),
        ("## Confidential\nsecret\n", Code.SECTION_MARK, 6),
        ("a bell \x07\n", Code.FORBIDDEN_CHARACTER, 6),
        ("fine\nnot fine \ufffe\n", Code.FORBIDDEN_CHARACTER, 7),
    ],
)
def test_text_that_would_not_be_what_it_looks_like(make_site, body, code, line):
    read = read_portfolio(make_site(interviews(a=INTERVIEW.format("A", "2026-01-01", "", body))))
    assert [(problem.code, problem.line) for problem in read.problems] == [(code, line)]


@pytest.mark.parametrize(
    "body",
    [
        "```md\n## How it felt {private}\n```\n",
        "```text\n## Bad {private}\n```\n",
        "```\nclosed\n```\n",
        "~~~~\n```\n~~~~~\n",
        "```\n```\n",
        "- ```\n  in a list\n",
        "    code\n",
    ],
)
def test_code_that_is_closed_is_fine(make_site, body):
    assert read_portfolio(make_site(interviews(a=INTERVIEW.format("A", "2026-01-01", "", body)))).problems == ()


@pytest.mark.parametrize(
    "body",
    [
        "## Good\n```\nx = 1\n\n## How it felt {private}\nsecret\n\n```\n\nMore.\n",
        "| a | b |\n|---|---|\n| 1 | 2 | {private} |\n\nsecret\n",
        "## Good\n\n[How it felt]: {private}\nsecret\n",
        "## What went well\n- secret #private\n",
        "## Next time\n- secret #Private\n",
    ],
)
def test_a_mark_that_hides_nothing_stops_the_build(make_site, body):
    (problem,) = read_portfolio(make_site(interviews(a=INTERVIEW.format("A", "2026-01-01", "", body)))).problems
    assert (problem.code, problem.severity) == (Code.SECTION_MARK, "error")


def test_an_anchor_of_a_heading_that_reads_like_a_mark_hides_its_section(make_site):
    read = read_portfolio(make_site(interviews(a=INTERVIEW.format("A", "2026-01-01", "", "## Notes {#private}\nx\n"))))
    assert read.problems[0].code is Code.SECTION_MARK
    assert read.portfolio.interviews[0].sections[0].visibility is Visibility.PRIVATE


@pytest.mark.parametrize("heading", ["Private methods in Java", "Testing: private or public", "What my mentor said"])
def test_a_heading_about_what_is_private_is_shown(make_site, heading):
    body = INTERVIEW.format("A", "2026-01-01", "", f"## {heading}\nText.\n")
    read = read_portfolio(make_site(interviews(a=body)))
    assert read.problems == ()
    assert read.portfolio.interviews[0].sections[0].visibility is Visibility.PUBLIC


def test_the_script_of_a_hidden_section_changes_nothing_that_others_see(make_site):
    body = "## What went well\n- Restated it\n\n## How it felt {{private}}\n{}\n"
    shown = []
    for secret in ("fine", "שלום"):
        text = INTERVIEW.format("A", "2026-01-01", "", body.format(secret))
        (interview,) = read_portfolio(make_site(interviews(a=text))).portfolio.interviews
        shown.append(interview.sections[0].html)
    assert shown[0] == shown[1]


def test_a_key_with_spaces_at_its_ends_is_that_key(make_site):
    files = interviews(a=INTERVIEW.format("A", "2026-01-01", 'ratings: {"testing ": 3}\n', "Text.\n"))
    read = read_portfolio(make_site(files))
    assert (read.problems, read.portfolio.interviews[0].ratings) == ((), {"testing": 3})


@pytest.mark.parametrize("value", ["", " ~"])
def test_a_visibility_without_a_value_is_private(make_site, value):
    settings = SETTINGS + "visibility: public\n"
    files = interviews(a=INTERVIEW.format("A", "2026-01-01", f"visibility:{value}\n", "Text.\n"))
    read = read_portfolio(make_site({**files, "content/portfolio.yaml": settings}))
    assert [problem.code for problem in read.problems] == [Code.UNKNOWN_VISIBILITY]
    assert read.portfolio.interviews[0].visibility is Visibility.PRIVATE


@pytest.mark.parametrize("folder", ["interviews", "images"])
def test_a_folder_that_is_itself_a_link_to_elsewhere(make_site, tmp_path, folder):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_text(INTERVIEW.format("A", "2026-01-01", "", ""))
    (outside / "a.png").write_bytes(b"x")
    text = INTERVIEW.format("B", "2026-01-01", "", "![x](../images/a.png)\n" if folder == "images" else "")
    root = make_site({} if folder == "interviews" else interviews(b=text))
    (root / "content" / folder).symlink_to(outside)
    assert [problem.code for problem in read_portfolio(root).problems] == [Code.LINK_OUTSIDE]


def test_anchors_are_never_there_twice(make_site):
    body = "## Foo\n## Foo\n## Foo 2\n## Foo\n"
    read = read_portfolio(make_site(interviews(a=INTERVIEW.format("A", "2026-01-01", "", body))))
    anchors = [section.anchor for section in read.portfolio.interviews[0].sections]
    assert len(set(anchors)) == 4


def test_pictures_with_odd_names_keep_their_address(make_site):
    text = INTERVIEW.format("A", "2026-01-01", "", "![x](../images/a%20b%23c%3F.png)\n")
    root = make_site({**interviews(a=text), "content/images/a b#c?.png": b"x"})
    section = read_portfolio(root).portfolio.interviews[0].sections[0]
    assert 'src="\0images/a%20b%23c%3F.png"' in section.html
    assert "images/a b#c?.png" in section.images


def test_a_name_that_does_not_end_in_md(make_site):
    text = INTERVIEW.format("B", "2026-01-01", "", "")
    root = make_site({f"content/interviews/{name}": text for name in ("B.MD", "c.markdown", "d.txt", "e.png")})
    read = read_portfolio(root)
    assert [(problem.code, problem.severity, problem.path) for problem in read.problems] == [
        (Code.BAD_FILE_NAME, "warning", f"content/interviews/{name}") for name in ("B.MD", "c.markdown", "d.txt")
    ]
    assert read.portfolio.interviews == ()


def test_what_stands_beside_the_folders_that_are_read_is_named(make_site):
    text = INTERVIEW.format("B", "2026-01-01", "", "")
    names = (
        "b.md",
        "interveiws/b.md",
        "interveiws/c/d.md",
        "questions.yml",
        "README.md",
        "drawings/a.svg",
        ".git/b.md",
    )
    root = make_site({f"content/{name}": text for name in names})
    found = {problem.path: problem for problem in read_portfolio(root).problems}
    assert set(found) == {"content/b.md", "content/interveiws", "content/questions.yml"}
    assert {(problem.code, problem.severity) for problem in found.values()} == {(Code.BAD_FILE_NAME, "warning")}
    assert "Markdown files: 2" in found["content/interveiws"].message


def test_backticks_in_a_heading_take_no_time(make_site):
    heading = "## " + " ".join("`" * length for length in range(1, 900))
    started = time.process_time()
    read_portfolio(make_site(interviews(a=INTERVIEW.format("A", "2026-01-01", "", heading + "\n"))))
    assert time.process_time() - started < 30  # where each run of backticks is looked for again, minutes


@pytest.mark.parametrize("indent", ["", " ", "  ", "   "])
@pytest.mark.parametrize("before", ["- a\n", "1. a\n", "> a\n", "a\n", "- a\n  - b\n"])
@pytest.mark.parametrize("heading", ["## Also\n", "Also\n----\n"])
def test_an_indented_heading_stays_one_without_what_is_hidden_above(make_site, indent, before, heading):
    body = f"## What went well\n{before}\n## Private {{private}}\npara\n\n{indent}{heading}text\n"
    read = read_portfolio(make_site(interviews(a=INTERVIEW.format("A", "2026-01-01", "", body))))
    assert [section.title for section in read.portfolio.interviews[0].sections] == ["What went well", "Private", "Also"]


def test_a_rated_interview_cannot_be_hidden_from_those_who_see_all(make_site):
    ratings = "ratings: {testing: 2}\n"
    files = interviews(
        hidden=INTERVIEW.format("A", "2026-01-01", ratings, ""),
        unrated=INTERVIEW.format("B", "2026-01-01", "ratings: {testing: ~}\n", "Text.\n"),
        shown=INTERVIEW.format("C", "2026-01-01", ratings + "visibility: mentor\n", ""),
    )
    files["content/portfolio.yaml"] = SETTINGS + "complete_for: [mentor]\n"
    read = read_portfolio(make_site(files))
    assert [(one.code, one.path) for one in read.problems] == [(Code.HIDDEN_RATING, "content/interviews/hidden.md")]
    assert read.portfolio.complete_for == {"mentor"}


@pytest.mark.parametrize(
    "files",
    [
        interviews(a=INTERVIEW.format("A", "2026-01-01", "ratings: {nope: 2, testing: 9}\nself: {nope: 1}\n", "")),
        {
            "content/skills/testing.md": "broken",
            **interviews(
                a=INTERVIEW.format(
                    "A",
                    "2026-01-01",
                    "ratings: {testing: 2}\n",
                    "## What went well\n- x #testing\n## Next time\n- y #testing\n",
                )
            ),
        },
        {"content/portfolio.yaml": SETTINGS.replace("testing", "nope")},
        {"content/questions.yaml": "questions: {a: {ask: x, skills: [nope], kinds: [nope]}}\n"},
        interviews(a="---\ntitle: A\ndate: 2026-01-01\nkind: nope\nratings: {testing: 2}\n---\n"),
    ],
)
def test_what_could_be_read_of_a_broken_portfolio_holds_together(make_site, files):
    read = read_portfolio(make_site(files))
    assert errors_of(read.problems)
    insight = compute_insight(read.portfolio, Audience.ME)
    for kind in read.portfolio.kinds:
        propose_questions(read.portfolio, insight, kind)
    draw_prompt(read.portfolio, insight)


@pytest.mark.parametrize(
    ("front", "body", "says_nothing"),
    [
        ("", "", True),
        ("", "\n \n", True),
        ("company: Acme\nself: {}\n", "", True),
        ("ratings: {testing: ~}\n", "", True),
        ("ratings: {testing: 2}\n", "", False),
        ("self: {testing: 2}\n", "", False),
        ("", "Text.\n", False),
        ("", "## What went well\n", False),
    ],
)
def test_an_interview_without_a_word_or_a_rating_says_nothing_yet(make_site, front, body, says_nothing):
    files = interviews(a=INTERVIEW.format("A", "2026-01-01", front, body))
    read = read_portfolio(make_site(files))
    found = [(problem.code, problem.severity, problem.message) for problem in read.problems]
    assert found == ([(Code.EMPTY_FILE, "warning", "this interview says nothing yet")] if says_nothing else [])
    assert len(read.portfolio.interviews) == 1
