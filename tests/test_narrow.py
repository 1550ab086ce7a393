"""What each audience may see, on one portfolio that has something of everything."""

import pytest

from afterview.model.audience import Audience, Visibility
from afterview.model.interview import drop_early_outcomes
from afterview.model.portfolio import Portfolio
from afterview.narrow import Hidden, count_hidden, narrow
from afterview.reading.portfolio import read_portfolio

FILES = {
    "content/interviews/2026-01-01-open.md": """\
---
title: Open
date: 2026-01-01
kind: coding
visibility: public
company: Acme
interviewer: Dana R.
relation: mentor
ratings: {testing: 2}
---
## What went well
- Everybody sees this #testing
## What to improve {mentor}
- The mentor sees this #testing #pace
## Next time {private}
- Nobody sees this #testing ^secret-plan
## Next time
- Everybody sees that #testing
""",
    "content/interviews/2026-02-01-half.md": """\
---
title: Half
date: 2026-02-01
kind: coding
visibility: mentor
interviewer: Tomasz
company: Globex
outcomes: {secret-plan: kept, everybody-sees-that: partly}
---
## Next time
- Say the plan ^say-the-plan
""",
    "content/interviews/2026-03-01-closed.md": """\
---
title: Closed
date: 2026-03-01
kind: coding
outcomes: {say-the-plan: kept}
---
""",
    "content/interviews/2026-04-01-later.md": """\
---
title: Later
date: 2026-04-01
kind: coding
visibility: public
outcomes: {say-the-plan: missed, everybody-sees-that: kept}
---
""",
    "content/notes/about-open.md": "---\nfrom: Dana\ndate: 2026-01-02\nabout: [2026-01-01-open]\n---\nFor mentors.\n",
    "content/notes/about-closed.md": (
        "---\nfrom: Dana\ndate: 2026-03-02\nabout: [2026-03-01-closed]\nvisibility: public\n---\nAbout the hidden.\n"
    ),
    "content/notes/open.md": (
        "---\nfrom: Dana\ndate: 2026-04-02\nabout: [2026-04-01-later]\nvisibility: public\n---\nFor all.\n\n"
        "## More {private}\nNot for all.\n"
    ),
    "content/pages/about.md": "---\ntitle: About\nvisibility: public\n---\nHello.\n\n## Secret {private}\nNo.\n",
    "content/pages/diary.md": "---\ntitle: Diary\n---\nMine.\n",
    "content/skills/testing.md": "---\ntitle: Testing\n---\nTry it.\n\n## My doubts {private}\nMany.\n",
}


@pytest.fixture
def whole(make_site) -> Portfolio:
    return read_portfolio(make_site(FILES)).portfolio


def test_me_sees_everything(whole):
    assert narrow(whole, Audience.ME) is whole


@pytest.mark.parametrize(
    ("audience", "interviews", "notes", "articles"),
    [
        (Audience.MENTOR, ["Open", "Half", "Later"], ["about-open", "open"], ["about"]),
        (Audience.PUBLIC, ["Open", "Later"], ["open"], ["about"]),
    ],
)
def test_entries_by_their_visibility(whole, audience, interviews, notes, articles):
    seen = narrow(whole, audience)
    assert [interview.title for interview in seen.interviews] == interviews
    assert [note.slug for note in seen.notes] == notes
    assert [article.slug for article in seen.articles] == articles


def test_sections_points_and_commitments_by_their_marks(whole):
    public = narrow(whole, Audience.PUBLIC).interviews[0]
    mentor = narrow(whole, Audience.MENTOR).interviews[0]
    assert [section.title for section in public.sections] == ["What went well", "Next time"]
    assert [point.text for point in public.points] == ["Everybody sees this"]
    assert [made.id for made in public.commitments] == ["everybody-sees-that"]
    assert [point.text for point in mentor.points] == ["Everybody sees this", "The mentor sees this"]
    assert [made.id for made in mentor.commitments] == ["everybody-sees-that"]


def test_sections_of_skills_notes_and_articles_too(whole):
    seen = narrow(whole, Audience.PUBLIC)
    bodies = [*seen.skills["testing"].sections, *seen.notes[0].sections, *seen.articles[0].sections]
    assert all(section.visibility is Visibility.PUBLIC for section in bodies)
    assert len(bodies) == 3


def test_names_are_for_mentors_unless_portfolio_yaml_says_so(whole, make_site):
    assert narrow(whole, Audience.MENTOR).interviews[0].interviewer == "Dana R."
    public = narrow(whole, Audience.PUBLIC).interviews[0]
    assert (public.interviewer, public.company, public.relation) == (None, None, "mentor")
    settings = "title: A\nauthor: A\nshows: [company]\nkinds: {coding: {title: Coding, skills: [testing]}}\n"
    shown = read_portfolio(make_site({**FILES, "content/portfolio.yaml": settings})).portfolio
    public = narrow(shown, Audience.PUBLIC).interviews[0]
    assert (public.interviewer, public.company) == (None, "Acme")


def test_a_name_is_shown_to_the_public_only_in_the_files_that_permit_it(make_site):
    open_, later = (FILES[f"content/interviews/{name}.md"] for name in ("2026-01-01-open", "2026-04-01-later"))
    permitted = open_.replace("visibility: public", "visibility: public\nshows: [interviewer]")
    files = {
        "content/interviews/2026-01-01-open.md": permitted,
        "content/interviews/2026-04-01-later.md": later.replace("kind: coding", "kind: coding\ninterviewer: Tomasz"),
    }
    whole = read_portfolio(make_site({**FILES, **files})).portfolio
    public = narrow(whole, Audience.PUBLIC)
    assert [interview.interviewer for interview in public.interviews] == ["Dana R.", None]
    assert public.interviews[0].company is None
    assert not public.shows
    assert not any(interview.shows for interview in public.interviews)


def test_the_outcome_of_a_hidden_commitment_is_hidden(whole):
    assert dict(narrow(whole, Audience.PUBLIC).interviews[1].outcomes) == {"everybody-sees-that": "kept"}
    assert dict(narrow(whole, Audience.MENTOR).interviews[1].outcomes) == {"everybody-sees-that": "partly"}


PUBLIC = "---\ntitle: T\ndate: 2026-0{}-01\nkind: coding\nvisibility: public\n{}---\n## Next time\n{}"


@pytest.mark.parametrize("hidden", ["- Say plan ^y", "- Say plan", "- Secret thing ^say-plan", "- Secret ^x"])
@pytest.mark.parametrize("outcome", ["say-plan", "x"])
@pytest.mark.parametrize("repeated", ["- Say plan", "- Another"])
def test_what_is_hidden_of_commitments_changes_nothing_for_others(make_site, hidden, outcome, repeated):
    files = {
        "content/interviews/a.md": PUBLIC.format(1, "", "- Say plan ^x\n"),
        "content/interviews/b.md": PUBLIC.format(2, f"outcomes: {{{outcome}: kept}}\n", ""),
        "content/interviews/c.md": PUBLIC.format(3, "", f"{repeated}\n"),
    }
    private = PUBLIC.replace("public", "private").format(1, "", f"{hidden}\n").replace("-01\n", "-15\n")

    def read() -> tuple[object, ...]:
        portfolio = narrow(read_portfolio(make_site(files)).portfolio, Audience.PUBLIC)
        return tuple((it.commitments, it.outcomes, it.written_outcomes) for it in portfolio.interviews)

    expected = read()
    files["content/interviews/q.md"] = private
    assert read() == expected


@pytest.mark.parametrize("hidden", ["- Say it\n", "- Say it ^say\n", "- Other ^say-it\n"])
def test_a_hidden_commitment_hides_none_of_the_same_words_or_id(make_site, hidden):
    front = "---\ntitle: T\ndate: 2026-01-01\nkind: coding\nvisibility: public\n---\n"
    shown = "## Next time\n- First\n- Say it\n"

    def read(body: str) -> list[tuple[str, str]]:
        portfolio = read_portfolio(make_site({"content/interviews/a.md": front + body})).portfolio
        (interview,) = narrow(portfolio, Audience.PUBLIC).interviews
        return [(commitment.id, commitment.text) for commitment in interview.commitments]

    expected = read(shown)
    assert expected == [("first", "First"), ("say-it", "Say it")]
    assert read(f"## Next time {{private}}\n{hidden}\n{shown}") == expected
    assert read(f"{shown}\n## Next time {{private}}\n{hidden}") == expected


def test_an_interview_that_loses_no_outcome_stays_the_same_value(whole):
    narrowed = drop_early_outcomes(whole.interviews)
    assert all(one is other for one, other in zip(narrowed, whole.interviews, strict=True))


def test_kinds_skills_and_questions_are_seen_as_far_as_something_seen_uses_them(make_site):
    interview = "---\ntitle: T\ndate: 2026-01-01\nkind: {}\nvisibility: {}\nasked: [{}]\nratings: {{{}}}\n---\n"
    files = {
        "content/interviews/a.md": interview.format("coding", "public", "keep", "testing: 2"),
        "content/interviews/b.md": interview.format("system-design", "private", "lost", "trade-offs: 2"),
    }
    whole = read_portfolio(make_site(files)).portfolio
    public = narrow(whole, Audience.PUBLIC)
    assert (list(public.kinds), list(public.skills), list(public.questions)) == (["coding"], ["testing"], ["keep"])
    assert public.kinds["coding"].skills == ("testing",)
    assert narrow(whole, Audience.ME) is whole


def test_a_skill_that_something_seen_links_to_is_seen(make_site):
    files = {
        "content/pages/about.md": "---\ntitle: A\nvisibility: public\n---\n[t](../skills/testing.md)\n",
        "content/skills/testing.md": "---\ntitle: T\n---\nAs in [it](communication.md).\n",
    }
    public = narrow(read_portfolio(make_site(files)).portfolio, Audience.PUBLIC)
    assert set(public.skills) == {"communication", "testing"}


def test_an_outcome_is_hidden_where_the_commitment_is_seen_made_only_later(make_site):
    made = "## Next time\n- If a, then b\n"
    interview = "---\ntitle: T\ndate: 2026-01-0{}\nkind: coding\nvisibility: {}\n{}---\n{}"
    files = {
        "content/interviews/a.md": interview.format(1, "private", "", made),
        "content/interviews/b.md": interview.format(2, "public", "outcomes: {if-a-then-b: kept}\n", ""),
        "content/interviews/c.md": interview.format(3, "public", "", made),
    }
    read = read_portfolio(make_site(files))
    assert read.problems == ()
    public = narrow(read.portfolio, Audience.PUBLIC)
    assert [interview.outcomes for interview in public.interviews] == [{}, {}]


def test_a_note_about_a_hidden_interview_is_hidden(whole, make_site):
    assert "about-closed" not in {note.slug for note in narrow(whole, Audience.PUBLIC).notes}
    assert "hidden-note" in {problem.code for problem in read_portfolio(make_site(FILES)).problems}


def test_narrowing_twice_is_narrowing_once(whole):
    for audience in Audience:
        once = narrow(whole, audience)
        assert narrow(once, audience) == once


def test_each_audience_sees_what_wider_ones_see():
    for visibility in Visibility:
        seen_by = [audience.may_see(visibility) for audience in (Audience.ME, Audience.MENTOR, Audience.PUBLIC)]
        assert seen_by == sorted(seen_by, reverse=True)
    assert Audience.ME.may_see(Visibility.PRIVATE)
    assert not Audience.MENTOR.may_see(Visibility.PRIVATE)
    assert not Audience.PUBLIC.may_see(Visibility.MENTOR)


def test_sections_of_skills_that_nothing_uses_are_not_counted_as_hidden(make_site):
    skill = "---\ntitle: Trade-offs\n---\n## How to practise\nDaily.\n"
    whole = read_portfolio(make_site({"content/skills/trade-offs.md": skill})).portfolio
    narrowed = narrow(whole, Audience.PUBLIC)
    assert "trade-offs" not in narrowed.skills
    assert count_hidden(whole, narrowed) == Hidden()


BODY = "---\ntitle: T\ndate: 2026-01-01\nkind: coding\nvisibility: public\n---\n"


@pytest.mark.parametrize(
    ("public", "private"),
    [
        ("- Good\n\n[Dana]: yes\n", "I told [Dana] so.\n"),
        ("- Good\n\n[Dana]: yes\n", "[Dana]: no\n"),
        ("- Good\n\n[Dana]: yes\n", "[Dana]: no\n\nI told [Dana] so.\n"),
        ("I told [Dana] so.\n\n[Dana]: yes\n", "[Dana]: no\n"),
        ("I told [Dana] so.\n", "[Dana]: no\n"),
        ("- Good\n\n[Dana]: https://example.com/\n", "I told [Dana] so.\n"),
        ("- Good\n\n```python\nprint(1)\n", "x\n"),
        ("- Good\n\n  ```python\n  print(1)\n", "x\n"),
        ("Good\n\nA title\n-------\n", "x\n"),
    ],
)
@pytest.mark.parametrize("body", ["{private}{public}", "- One\n\n{private}{public}", "{public}{private}## Then\n"])
def test_what_a_private_section_says_changes_no_public_section(make_site, body, public, private):
    if "```" in public and not body.endswith("{public}"):
        public += "  ```\n"

    def read(hidden: str) -> list[str]:
        written = BODY + body.format(public=f"## What went well\n\n{public}\n", private=hidden)
        portfolio = read_portfolio(make_site({"content/interviews/a.md": written})).portfolio
        return [section.html for section in narrow(portfolio, Audience.PUBLIC).interviews[0].sections]

    assert read(f"## Notes {{private}}\n\n{private}\n") == read("")
