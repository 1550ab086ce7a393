"""An interviewer's answer fills what is empty in an interview's file, and changes nothing else."""

import base64
import datetime
import json
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.importing.answer_blocks import END, Block, find_blocks
from afterview.importing.feedback import Feedback, add_feedback, find_interview, make_feedback
from afterview.model.audience import Visibility
from afterview.model.interview import Advance, Relation
from afterview.model.section import SectionRole
from afterview.problems import Code, errors_of
from afterview.reading.portfolio import read_portfolio
from afterview.reading.vocabulary import Vocabulary, role_words

VOCABULARY = Vocabulary(
    kinds={},
    skills=frozenset(),
    questions=frozenset(),
    steps=4,
    headings=role_words({}),
    default_visibility=Visibility.PRIVATE,
)
HEADING = "What the interviewer said"
FEEDBACK = Feedback(
    about="2026-11-22-sliding-window",
    date=datetime.date(2026, 11, 22),
    kind="coding",
    interviewer="Dana R.",
    relation=Relation.PEER,
    asked=("lost-you",),
    ratings={"communication": 3, "testing": 2},
    advance=Advance.YES,
    text="**Where did you lose me?**\n\n> At the hash map.",
)
SHORT = """\
---
title: Sliding window
date: 2026-11-22
kind: coding
interviewer: ~  # who asked
relation:
ratings: {communication: ~, testing: ~}  # theirs
advance: unknown
---
## What the interviewer said
>

## What went well
-
"""


def add(text, feedback=FEEDBACK, **options):
    return add_feedback(text, feedback, heading=HEADING, vocabulary=VOCABULARY, **options)


def test_empty_places_are_filled_and_all_else_stays():
    edit = add(SHORT)
    assert edit.kept == ()
    assert (
        edit.text
        == """\
---
title: Sliding window
date: 2026-11-22
kind: coding
interviewer: Dana R.  # who asked
relation: peer
ratings: {communication: 3, testing: 2}  # theirs
advance: yes
asked: [lost-you]
---
## What the interviewer said
>

**Where did you lose me?**

> At the hash map.

## What went well
-
"""
    )


def test_importing_twice_changes_nothing():
    once = add(SHORT).text
    twice = add(once)
    assert (twice.text, twice.done, twice.kept) == (once, (), ())


def test_what_differs_is_kept_and_named():
    text = SHORT.replace("testing: ~", "testing: 4").replace("advance: unknown", "advance: no")
    edit = add(text)
    assert "testing: 4" in edit.text
    assert "advance: no" in edit.text
    assert edit.kept == ("ratings.testing: the file says 4, they say 2", "advance: the file says no, they say yes")


def test_ratings_in_lines_are_filled_in_their_lines():
    text = SHORT.replace(
        "ratings: {communication: ~, testing: ~}  # theirs", "ratings:\n  testing: ~   # not seen\n  listening: 2"
    )
    assert "ratings:\n  testing: 2   # not seen\n  listening: 2\n  communication: 3\n" in add(text).text


def test_a_section_is_added_where_there_is_none():
    text = "---\ntitle: A\ndate: 2026-11-22\nkind: coding\n---\n## What went well\n- All\n"
    edit = add(text)
    assert f"---\n## {HEADING}\n\n**Where did you lose me?**" in edit.text
    assert edit.text.endswith("> At the hash map.\n\n## What went well\n- All\n")


def test_a_second_person_gets_a_heading_and_no_ratings():
    text = SHORT.replace("interviewer: ~  # who asked", "interviewer: Mo K.")
    edit = add(text)
    assert "### Dana R. {mentor}\n\n**Where did you lose me?**" in edit.text
    assert "ratings: {communication: ~, testing: ~}" in edit.text
    assert "ratings of Dana R." in edit.kept[0]


def test_own_ratings_are_written_where_they_are_empty():
    text = SHORT.replace("ratings:", "self: {testing: 1}\nratings:")
    assert "self: {testing: 1, communication: 4}" in add(text, own={"communication": 4}).text
    assert "self: {communication: 4}" in add(SHORT, own={"communication": 4}).text


def test_windows_newlines_stay():
    edit = add(SHORT.replace("\n", "\r\n"))
    assert edit.text == add(SHORT).text.replace("\n", "\r\n")


ASKED = """\
## What the interviewer said

**Where did you lose me?**
>{space}

**What should I keep?**
>

## What went well
"""


@pytest.mark.parametrize("space", ["", " "])
def test_answers_go_under_the_questions_that_the_file_asks(space):
    text = SHORT.partition("## What")[0] + ASKED.format(space=space)
    answers = f"{FEEDBACK.text}\n\n**What *one* thing?**\n\n> Breathe."
    edit = add(text, msgspec.structs.replace(FEEDBACK, text=answers))
    _, _, body = edit.text.partition("---\n## ")
    assert body == (
        "What the interviewer said\n\n**Where did you lose me?**\n> At the hash map.\n\n"
        "**What should I keep?**\n>\n\n**What *one* thing?**\n\n> Breathe.\n\n## What went well\n"
    )
    assert add(edit.text, msgspec.structs.replace(FEEDBACK, text=answers)).text == edit.text


def test_an_answer_of_ones_own_under_a_question_is_kept():
    text = SHORT.partition("## What")[0] + ASKED.format(space=" I lost you twice.")
    edit = add(text)
    assert "> I lost you twice." in edit.text
    assert edit.text.count("**Where did you lose me?**") == 2


LINES = st.sampled_from(
    [
        "interviewer: ~",
        "interviewer: Mo",
        "relation: mentor",
        "ratings: {communication: 1, testing: ~}",
        "ratings:\n  communication: 2\n  # a comment\n  testing:",
        "ratings: ~",
        "self: {communication: 2}",
        "asked: []",
        "advance: unknown",
        "minutes: 45  # about",
        "role: Backend engineer",
    ]
)
BODY_LINES = [
    "## What the interviewer said",
    "## Next time",
    "### Mo",
    "> Good.",
    "**Where did you lose me?**",
    ">",
    "- A point #testing",
    "",
    "Text",
    "```",
]
BODIES = st.lists(st.sampled_from([*BODY_LINES, "### Mo", "# x"]), max_size=12)


@given(st.lists(LINES, max_size=8, unique_by=lambda line: line.partition(":")[0]), BODIES, st.booleans())
def test_no_line_of_the_file_is_lost_or_moved(facts, body, windows):
    front = ["title: A", "date: 2026-11-22", "kind: coding", *facts]
    text = "\n".join(["---", *front, "---", *body])
    newline = "\r\n" if windows else "\n"
    edit = add(text.replace("\n", newline))
    after = iter(edit.text.replace("\r\n", "\n").split("\n"))
    for line in text.split("\n"):
        empty = re.match(r"\s*[a-z]+:\s*(~|unknown|\[\]|)\s*(#.*)?\Z", line) or line.startswith("ratings: {")
        if line.strip() not in ("", ">") and not empty:
            assert line in after
    assert add(edit.text).text == edit.text


def block(**facts):
    lines = "".join(
        f"{key}: {value}\n" for key, value in {"afterview": "feedback", "date": "2026-11-22", **facts}.items()
    )
    (found,), _ = find_blocks(f"---\n{lines}---\n## What the interviewer said\n\n> Good.\n{END}", path="x")
    return found


def veil(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_veiled_ratings_are_read():
    found = block(about="x", kind="coding", veiled=veil({"ratings": {"testing": 3}, "advance": "no"}))
    feedback, problems = make_feedback(found, skills=["testing"], steps=4, path="x")
    assert problems == ()
    assert feedback is not None
    assert (dict(feedback.ratings), feedback.advance, feedback.text) == ({"testing": 3}, Advance.NO, "> Good.")


@pytest.mark.parametrize("ratings", [{"testing": 9}, {"flying": 2}, {"testing": "<b>"}])
def test_a_rating_that_is_none_here_is_left_out_and_named(ratings):
    found = block(about="x", veiled=veil({"ratings": {**ratings, "speaking": 2}}))
    feedback, problems = make_feedback(found, skills=["testing", "speaking"], steps=4, path="x")
    assert problems == ()
    assert feedback is not None
    assert (dict(feedback.ratings), feedback.unfit) == ({"speaking": 2}, tuple(ratings))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"veiled": "!!!"}, Code.CUT_OFF),
        ({"date": "yesterday"}, Code.BAD_DATE),
    ],
)
def test_feedback_that_cannot_be_used_is_a_problem(facts, code):
    feedback, problems = make_feedback(block(about="x", **facts), skills=["testing"], steps=4, path="x")
    assert feedback is None
    assert [problem.code for problem in problems] == [code]


def test_nothing_but_what_an_interviewer_may_say_is_taken():
    found = Block(facts={"afterview": "feedback", "date": "2026-11-22", "about": "x"}, text="> Good.", line=1, end=5)
    feedback, _ = make_feedback(found, skills=[], steps=4, path="x")
    assert set(Feedback.__struct_fields__) & {"visibility", "self_ratings", "outcomes", "company", "role"} == set()
    assert feedback is not None
    assert feedback.text == "> Good."


HOSTILE = """\
Fine.\x1b[2J\u2028

## Next time
- If hacked then I pay #communication ^own
# Everything {private}
I would mark it {mentor}, 100 %%.
```
## Open {public}
%%
<!--
**Why?**

**Next time**

> - If hacked then I pay twice #communication

**What to improve:**
"""


@pytest.mark.parametrize("mark", ["", " {private}"])
def test_an_interviewers_words_begin_no_section_and_make_no_commitment(make_site, mark):
    path = "content/interviews/2026-11-22-x.md"
    file = SHORT.replace("interviewer said\n", f"interviewer said{mark}\n").replace(
        "well\n-\n", "well\n- All %% #communication\n"
    )
    root = make_site({path: file})
    before = read_portfolio(root).portfolio.interviews[0]
    names = ['"Mo\\n## Next time\\n- x \\u001b {private} <b>"', '"Dana \\u001b[31m\\u202e {private} ### *R*"']
    for name in names:
        facts = f"afterview: feedback\nabout: 2026-11-22-x\ndate: 2026-11-22\nkind: coding\ninterviewer: {name}"
        (found,), problems = find_blocks(f"---\n{facts}\n---\n{HOSTILE}\n{name}\n{END}", path="-")
        feedback, more = make_feedback(found, skills=["communication"], steps=4, path="-")
        assert (problems, more) == ((), ())
        assert feedback
        (root / path).write_text(add((root / path).read_text(), feedback).text)
    read = read_portfolio(root)
    assert errors_of(read.problems) == ()
    after = read.portfolio.interviews[0]
    others = [
        [section for section in it.sections if section.role is not SectionRole.INTERVIEWER] for it in (before, after)
    ]
    assert others[0] == [section for section in others[1] if section.level == 2]
    assert after.points == before.points
    assert after.commitments == before.commitments == ()
    quoted = [section for section in after.sections if section.role is SectionRole.INTERVIEWER]
    expected = before.sections[0].visibility
    assert {section.visibility for section in quoted if section.level == 2} == {expected}
    # The name of a second person is for mentors, and what is private stays so.
    named = {section.visibility for section in quoted if section.level > 2}
    assert named <= {expected if expected is Visibility.PRIVATE else Visibility.MENTOR}


def test_the_interview_is_the_one_named_else_that_of_the_day_and_kind():
    day = datetime.date(2026, 11, 22)
    known = [("a", day, "coding"), ("b", day, "coding"), ("c", day, "design")]
    assert find_interview(Feedback(about="b", date=day, kind="coding"), known, lambda _: "?") == "b"
    assert find_interview(Feedback(about="gone", date=day, kind="design"), known, lambda _: "?") == "c"
    assert find_interview(Feedback(date=day, kind="coding"), known, lambda slugs: slugs[-1]) == "b"
    assert find_interview(Feedback(date=day, kind="other"), known, lambda _: "?") == ""
