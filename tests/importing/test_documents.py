"""A document becomes interviews: its words stay, its facts are found or asked for, and nothing is invented."""

import base64
import datetime

import msgspec
import pytest

from afterview.importing.days import find_day, parse_written_day, read_days
from afterview.importing.documents import read_document
from afterview.importing.import_context import Setting
from afterview.importing.rating_lines import read_rating
from afterview.model.audience import Visibility
from afterview.model.section import SectionRole
from afterview.reading.heading_words import HEADINGS
from afterview.reading.vocabulary import Vocabulary, role_words

SCALE = ("not yet", "getting there", "solid", "strong")
MONTHS = {"november": 11, "nov": 11, "noviembre": 11, "novembre": 11, "may": 5, "mai": 5}
SETTING = Setting(
    skills={"communication": "communication", "problem solving": "problem-solving", "testing": "testing"},
    kinds={"coding": "coding", "system design": "system-design"},
    scale=SCALE,
    vocabulary=Vocabulary(
        kinds={"coding": frozenset(), "system-design": frozenset()},
        skills=frozenset(),
        questions=frozenset(),
        steps=len(SCALE),
        headings=role_words({}),
        default_visibility=Visibility.PRIVATE,
    ),
    headings={role: HEADINGS[role][0].capitalize() for role in SectionRole},
    months=MONTHS,
)
NOVEMBER = datetime.date(2026, 11, 22)


def one(text, name="notes.md", **options):
    (entry,) = read_document(text, name, SETTING, **options)
    return entry


def facts_of(entry):
    return {fact.name: fact.value for fact in entry.facts}


def steps_of(ratings):
    return {rating.name: rating.value for rating in ratings}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22", NOVEMBER),
        ("2026/11/22 10:42", NOVEMBER),
        ("22 November 2026", NOVEMBER),
        ("Sunday, November 22nd, 2026", NOVEMBER),
        ("22 de noviembre de 2026", NOVEMBER),
        ("22.11.2026", NOVEMBER),
        ("11/22/2026", NOVEMBER),
        ("05/05/2026", datetime.date(2026, 5, 5)),
        ("03/04/2026", None),
        ("2026-13-45", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_day_is_read_only_where_one_can_be_meant(text, day):
    assert find_day(text, MONTHS) == day
    written = parse_written_day(text, MONTHS)
    assert written == day if day else isinstance(written, str)


def test_a_column_of_days_has_one_order():
    assert read_days(["03/04/2026", "22/11/2026"], MONTHS)[0] == datetime.date(2026, 4, 3)
    assert read_days(["03/04/2026", "11/22/2026"], MONTHS)[0] == datetime.date(2026, 3, 4)
    assert "either" in read_days(["03/04/2026"], MONTHS)
    assert "differ" in read_days(["22/11/2026", "11/22/2026"], MONTHS)
    assert read_days(["03/04/2026"], MONTHS, "%d/%m/%Y") == [datetime.date(2026, 4, 3)]
    assert "not written as" in read_days(["22 November"], MONTHS, "%d/%m/%Y")


@pytest.mark.parametrize(
    ("text", "step"),
    [
        *(("solid", 3), ("Solid.", 3), ("3/4", 3), ("3 / 4", 3), ("2", 2), ("★★★☆", 3), ("★★★★", 4)),
        *(("4/5", None), ("★★★☆☆", None), ("0", None), ("5", None), ("good", None), ("☆☆☆☆", None)),
    ],
)
def test_a_rating_is_read_only_of_the_portfolios_scale(text, step):
    assert read_rating(text, SCALE) == step


def test_a_document_of_google_docs():
    picture = base64.b64encode(b"\x89PNG rest").decode()
    entry = one(
        "# Mock with Priya \\- graphs\n\nDate: 22 November 2026\n**Kind:** Coding\nStatus: done\n\n"
        "## What went well\n\n* Drew it first\\! \\#testing\n\n![][image1]\n\n`a\\-b`\n\n"
        f"[image1]: <data:image/png;base64,{picture}>\n"
    )
    assert facts_of(entry) == {"title": "Mock with Priya - graphs", "date": "2026-11-22", "kind": "coding"}
    assert entry.missing == ()
    assert entry.body == (
        "Status: done\n\n## What went well\n\n* Drew it first! #testing\n\n"
        "![](../images/2026-11-22-mock-with-priya-graphs-1.png)\n\n`a\\-b`"
    )
    (picture_file,) = entry.pictures
    assert (picture_file.path, picture_file.body) == (
        "content/images/2026-11-22-mock-with-priya-graphs-1.png",
        b"\x89PNG rest",
    )


def test_front_matter_of_obsidian_keeps_what_is_ours_and_names_the_rest():
    entry = one("---\ntags: [interview]\ndate: 2026-11-22\ntype: System design\nStatus: done\n---\n# Design\nText\n")
    assert facts_of(entry) == {"title": "Design", "date": "2026-11-22", "kind": "system-design"}
    assert entry.left_out == ("tags: interview", "Status: done")


def test_the_day_may_stand_in_the_name_and_never_comes_from_the_clock():
    assert facts_of(one("Text", "2026-11-22 acme.md"))["date"] == "2026-11-22"
    assert one("Text").missing == ("date", "kind")
    assert "date" not in facts_of(one("Text"))


def test_a_day_that_could_be_two_is_left_out_and_named():
    entry = one("Date: 03/04/2026\n\nText")
    assert entry.missing == ("date", "kind")
    assert "day and month cannot be told apart" in entry.left_out[0]


def test_ratings_are_found_by_line_and_those_of_another_scale_are_named():
    entry = one(
        "## Ratings\n- Communication: 3/4\n- **Testing**: getting there\n| Problem solving | 4 |\n- Testing: 4/5\n\n"
        "## My own ratings\n- Communication ★★☆☆\n\n```\nTesting: 1\n```\n"
    )
    assert steps_of(entry.ratings) == {"communication": "3", "testing": "2", "problem-solving": "4"}
    assert steps_of(entry.own) == {"communication": "2"}
    assert entry.left_out == ("- Testing: 4/5: the scale of this portfolio has 4 steps",)


def test_several_interviews_in_one_document():
    text = "".join(f"# Mock {day}\nDate: 2026-11-{day}\nKind: coding\n\nText {day}\n\n" for day in range(10, 30))
    entries = read_document(text, "all.md", SETTING)
    assert [facts_of(entry)["date"] for entry in entries] == [f"2026-11-{day}" for day in range(10, 30)]
    assert entries[3].body == "Text 13"
    assert len({entry.source for entry in entries}) == 20


def test_a_line_that_begins_like_a_mail_s_head_stays_where_no_mail_is():
    assert "To: say what I try" in one("To: say what I try before I try it\n\nText").body


def test_a_heading_whose_day_could_be_two_begins_an_interview_and_is_named():
    text = "## Mock, 12 May 2026\nText\n\n## Mock again, 1/6/2026\nMore\n"
    first, second = read_document(text, "all.md", SETTING)
    assert (facts_of(first)["date"], first.body) == ("2026-05-12", "Text")
    assert ("date" in second.missing, second.body) == (True, "More")
    assert second.left_out[0].startswith("date “1/6/2026” in its first heading: day and month cannot be told apart")


def test_headings_without_days_stay_in_one_interview():
    entry = one("# First part\nText\n# Second part\nMore\n")
    assert "# Second part" in entry.body


def test_a_chat_log_is_kept_as_the_interviewers_words():
    log = "[22/11/2026, 10:42] Dana: Slower, please.\n[22/11/2026, 10:43] Ada: Thanks #yes"
    entry = one(log, "chat.txt", is_plain=True)
    headings = "## What went well\n\n## What to improve\n\n## Next time"
    assert entry.body == f"## What the interviewer said\n\n{log}\n\n{headings}"


def test_an_entry_is_private_and_says_where_it_came_from():
    entry = one("Date: 2026-11-22\nKind: coding\nvisibility: public\n\nText", "a: b.md")
    assert entry.render() == (
        '---\ntitle: "a: b"\ndate: 2026-11-22\nkind: coding\nvisibility: private\n'
        f'source: "{entry.source}"\n---\nvisibility: public\n\nText\n'
    )


@pytest.mark.parametrize("body", ["!!!!", base64.b64encode(b"<svg onload=x>").decode()])
def test_an_embedded_picture_of_an_unknown_kind_becomes_its_description(body):
    entry = one(f"![The board](data:image/png;base64,{body.replace('!', 'A')})\n")
    assert entry.body == "[The board]"
    assert entry.pictures == ()


def test_a_fact_that_differs_from_one_that_is_known_is_named():
    text = "---\ntitle: First\ncompany: Acme\n---\n# Another\nCompany: Zenith\nRole: Engineer\n\nWords.\n"
    entry = one(text)
    assert entry.left_out == (
        "company “Zenith” in the line “Company: Zenith”: its front matter says Acme",
        "title “Another” in its first heading: its front matter says First",
    )


HEAD = "From: {}\nSubject: Mock\nDate: 2026-11-22\n\n"
MAIL = f"{HEAD}## What went well\n\n- Drew it\n  twice\n- Asked\n\n## Notes\n- Mine\n"


@pytest.mark.parametrize(("sender", "quoted"), [("Dana R.", True), ("ada okafor <ada@example.org>", False)])
@pytest.mark.parametrize("is_plain", [True, False])
def test_points_that_somebody_else_sent_are_their_words(sender, quoted, is_plain):
    setting = msgspec.structs.replace(SETTING, author="Ada Okafor")
    (entry,) = read_document(MAIL.format(sender), "mail.txt", setting, is_plain=is_plain)
    points = "> - Drew it\n>   twice\n> - Asked" if quoted else "- Drew it\n  twice\n- Asked"
    assert f"## What went well\n\n{points}\n\n## Notes\n- Mine" in entry.body


def test_a_heading_without_a_whole_day_among_others_is_named():
    log = "## 2026-04-11 Graphs\nSlow.\n\n## April 18 – Trees\nBetter.\n\n## 2026-04-25 Heaps\nGood.\n"
    assert one(log).left_out == ("a cut into interviews: the heading “April 18 – Trees” names no day with its year",)
