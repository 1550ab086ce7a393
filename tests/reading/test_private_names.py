"""Names in what the public would read: they are found in every place, at their line, and nothing else is."""

import re
from pathlib import Path

import pytest

from afterview.model.audience import Audience
from afterview.model.interview import Shown
from afterview.problems import Code, ContentError
from afterview.reading.portfolio import read_portfolio
from afterview.reading.private_names import NameFinder, make_name, plain
from afterview.site import load_site

PATH = "content/interviews/a.md"
FACTS = "title: {title}\ndate: 2026-01-01\nkind: coding\nvisibility: {visibility}\n{more}"
PEOPLE = "company: Zyxcorp Inc.\ninterviewer: Dr. Dana Reyes\n"


def interview(body: str = "", *, title: str = "Graphs", visibility: str = "public", more: str = PEOPLE) -> str:
    return f"---\n{FACTS.format(title=title, visibility=visibility, more=more)}---\n{body}"


def shown_names(root) -> list[tuple[str, int]]:
    return [(one.path, one.line) for one in read_portfolio(root).problems if one.code is Code.NAME_SHOWN]


def finds(written: str, text: str, of: Shown = Shown.INTERVIEWER) -> list[str]:
    name = make_name(of, written)
    return [text[hit.start : hit.end] for hit in NameFinder([name] if name else []).find(text)]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        (interview(title="Graphs with Dana"), 2),
        (interview(more=PEOPLE + "role: Backend engineer at Zyxcorp\n"), 8),
        (interview("\nThen REYES laughed.\n"), 10),
        (interview("text\n> You lost me, said dana.\n"), 10),
        (interview("text\n\n![Reyes at the board](../images/board.png)\n"), 11),
        (interview("[the board](https://zyxcorp.example/board)\n"), 9),
        (interview("[the board](https://board.example/Dana-Reyes)\n"), 9),
        (interview("[the board](https://board.example/danareyes)\n"), 9),
        (interview('[the board](https://board.example/ "by Dana")\n'), 9),
        (interview("![the board](../images/zyxcorp-board.png)\n"), 9),
        (interview("## What went well\n- Clear #testing #dana\n"), 10),
        (interview("## Next time\n- If lost, then ask ^ask-reyes\n"), 10),
        (interview("## With Dana\nGood.\n"), 9),
        (interview("```zyxcorp\ncode\n```\n"), 9),
        (interview("## Board {#zyxcorp}\ntext\n"), 9),
        (interview("> [!NOTE] Zyxcorp\n> a\n"), 9),
        (interview("At Zyx\u00adcorp.\n"), 9),
        (interview("At Zyx\u200bcorp.\n"), 9),
        (interview("At Zyxc\u0301orp.\n"), 9),
        (interview("At Zyx**corp**.\n"), 9),
        (interview("## How it felt {private}\nDana!\n\n## What went well\n- Clear\n- Dana smiled\n"), 14),
    ],
)
def test_a_name_is_found_wherever_the_public_would_see_it(make_site, file, line):
    files = {PATH: file, "content/images/board.png": b"x", "content/images/zyxcorp-board.png": b"x"}
    assert shown_names(make_site(files)) == [(PATH, line)]


def test_each_of_a_panel_is_a_name(make_site):
    # Words that are ordinary ones count only as a whole name: the panel as one would never be found.
    panel = "interviewer: [Will, Mo Reyes]\n"
    assert shown_names(make_site({PATH: interview("Then Will asked.\n\nMo laughed.\n", more=panel)})) == [
        (PATH, 8),
        (PATH, 10),
    ]


def test_a_name_in_the_file_s_own_name(make_site):
    assert shown_names(make_site({"content/interviews/2026-01-01-zyxcorp.md": interview()})) == [
        ("content/interviews/2026-01-01-zyxcorp.md", 1)
    ]


@pytest.mark.parametrize(
    "file",
    [
        interview("Dana Reyes of Zyxcorp\n", visibility="private"),
        interview("Dana Reyes of Zyxcorp\n", visibility="mentor"),
        interview("## How it felt {private}\nDana!\n### So\n[Zyxcorp](https://zyxcorp.example)\n"),
        interview("## For Mo {mentor}\nDana!\n"),
        interview("Dana Reyes of Zyxcorp\n", more=PEOPLE + "shows: [company, interviewer]\n"),
        interview("The doctor is incorporated: no danas here.\n"),
        interview("text\n"),
    ],
)
def test_what_the_public_does_not_see_or_the_file_permits_is_no_problem(make_site, file):
    assert shown_names(make_site({PATH: file})) == []


def test_a_file_permits_one_name_and_not_the_other(make_site):
    file = interview("At Zyxcorp.\nWith Dana.\n", more=PEOPLE + "shows: [company]\n")
    assert shown_names(make_site({PATH: file})) == [(PATH, 11)]


def test_a_permitted_name_hides_no_other_in_the_same_word(make_site):
    file = interview("My DanaZyxcorp notes.\n", more=PEOPLE + "shows: [interviewer]\n")
    assert shown_names(make_site({PATH: file})) == [(PATH, 10)]


def test_one_file_s_permission_is_none_for_another_interview_of_that_company(make_site):
    files = {
        PATH: interview("At Zyxcorp.\n", more=PEOPLE + "shows: [company]\n"),
        "content/interviews/b.md": interview("At Zyxcorp again.\n"),
    }
    assert shown_names(make_site(files)) == [("content/interviews/b.md", 9)]


@pytest.mark.parametrize("visibility", ["private", "mentor"])
def test_what_a_hidden_file_permits_is_permitted_nowhere_else(make_site, visibility):
    files = {
        PATH: interview(more=PEOPLE + "shows: [company, interviewer]\n", visibility=visibility),
        "content/interviews/b.md": interview("At Zyxcorp with Dana.\n", more=""),
    }
    assert set(shown_names(make_site(files))) == {("content/interviews/b.md", 7)}


def test_names_of_hidden_interviews_are_found_in_all_that_is_shown(make_site):
    trap = "Same trap as with Dana Reyes at Zyxcorp.\n"
    files = {
        PATH: interview(visibility="private"),
        "content/interviews/b.md": interview(trap, more=""),
        "content/skills/testing.md": f"---\ntitle: Testing\nanchors: [a, b, Like Dana., d]\n---\n{trap}",
        "content/pages/about.md": f"---\ntitle: About\nvisibility: public\n---\n{trap}",
        "content/pages/diary.md": f"---\ntitle: Diary\n---\n{trap}",
        "content/notes/n.md": "---\nfrom: Dana Reyes\ndate: 2026-01-02\nvisibility: public\n---\nFine.\n",
        "content/notes/o.md": "---\nfrom: M\ntitle: On Dana\ndate: 2026-01-02\nvisibility: public\n---\nFine.\n",
        "content/portfolio.yaml": (
            "title: The road to Zyxcorp\nauthor: A\nabout: I practise with Dana.\nscale: [a, b, like Dana, d]\n"
            "kinds:\n  coding: {title: Zyxcorp coding, skills: [communication, testing]}\n"
            "  system-design: {title: System design, skills: [communication, trade-offs]}\n"
        ),
        "content/questions.yaml": 'questions:\n  keep: {ask: "What did Dana keep?"}\n',
    }
    assert set(shown_names(make_site(files))) == {
        ("content/interviews/b.md", 7),
        ("content/skills/testing.md", 3),
        ("content/skills/testing.md", 5),
        ("content/pages/about.md", 5),
        ("content/notes/n.md", 2),
        ("content/notes/o.md", 3),
        ("content/portfolio.yaml", 1),
        ("content/portfolio.yaml", 3),
        ("content/portfolio.yaml", 4),
        ("content/portfolio.yaml", 6),
        ("content/questions.yaml", 2),
    }


def test_a_name_in_the_slug_of_a_kind(make_site):
    settings = "title: A\nauthor: A\nkinds:\n  coding: {title: C, skills: [testing]}\n  zyxcorp: {title: D}\n"
    files = {PATH: interview(visibility="private"), "content/portfolio.yaml": settings}
    assert shown_names(make_site(files)) == [("content/portfolio.yaml", 5)]


def test_a_name_in_an_address_or_an_id(make_site):
    kinds = "kinds: {coding: {title: C, skills: [testing]}}\n"
    for url, lines in (("zyxcorp.example", [3]), ("ada.github.io/at-Zyxcorp", [3]), ("ada.github.io/site", [])):
        settings = f"title: A\nauthor: A\nurl: https://{url}/\n{kinds}"
        hub = interview(visibility="private", more="company: GitHub\n")
        files = {PATH: interview(visibility="private"), "content/interviews/b.md": hub}
        found = shown_names(make_site({**files, "content/portfolio.yaml": settings}))
        assert found == [("content/portfolio.yaml", line) for line in lines]
    files = {PATH: interview(visibility="private"), "content/questions.yaml": "questions:\n  zyxcorp: {ask: Why?}\n"}
    assert shown_names(make_site(files)) == [("content/questions.yaml", 2)]


def test_a_name_stops_the_public_site_and_no_other(make_site):
    root = make_site({PATH: interview("Dana smiled.\n")})
    with pytest.raises(ContentError) as stopped:
        load_site(root, Audience.PUBLIC)
    (problem,) = stopped.value.problems
    assert (problem.code, problem.severity, problem.line, problem.column) == (Code.NAME_SHOWN, "error", 9, 1)
    assert "shows: [interviewer]" in problem.hint
    for audience in (Audience.ME, Audience.MENTOR):
        assert [one.code for one in load_site(root, audience).warnings] == [Code.NAME_SHOWN]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<text>The board of Zyxcorp</text>",
        "<text><tspan>Zyx</tspan><tspan>corp</tspan></text>",
        "<title>Zyxcorp</title>",
        "<g><desc>Drawn at zyxcorp</desc></g>",
        '<g aria-label="Zyxcorp"/>',
        '<g id="zyxcorp"/>',
        "<style>.zyxcorp { fill: red }</style>",
        "<text>&#90;yxcorp</text>",
        "<a href='#a'><text>x</text>Zyxcorp</a>",
    ],
)
def test_a_name_in_a_drawing_is_found_where_the_drawing_is_shown(make_site, inside):
    files = {PATH: interview("text\n\n![a](../images/a.svg)\n"), "content/images/a.svg": SVG.format(inside)}
    assert shown_names(make_site(files)) == [(PATH, 11)]
    files[PATH] = interview("text\n\n![a](../images/a.svg)\n", more=PEOPLE + "shows: [company]\n")
    assert shown_names(make_site(files)) == []


@pytest.mark.parametrize(
    "inside", ["<metadata>Zyxcorp</metadata>", "<!-- Zyxcorp -->", '<g data-name="Zyxcorp"/>', "<text>A board</text>"]
)
def test_what_of_a_drawing_is_not_published_is_no_problem(make_site, inside):
    files = {PATH: interview("![a](../images/a.svg)\n"), "content/images/a.svg": SVG.format(inside)}
    assert shown_names(make_site(files)) == []


def test_a_drawing_that_only_a_hidden_section_shows_is_no_problem(make_site):
    drawing = SVG.format("<text>Zyxcorp</text>")
    files = {PATH: interview("## Why {private}\n![a](../images/a.svg)\n"), "content/images/a.svg": drawing}
    assert shown_names(make_site(files)) == []


def test_the_author_s_own_name_is_no_secret(make_site):
    settings = "title: A\nauthor: Dana Okafor\nkinds: {coding: {title: Coding, skills: [testing]}}\n"
    files = {PATH: interview("Dana spoke, Reyes listened.\n"), "content/portfolio.yaml": settings}
    assert shown_names(make_site(files)) == [(PATH, 9)]
    files[PATH] = interview("Dana spoke.\n")
    assert shown_names(make_site(files)) == []


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Will", "Will this work? I will see. WILL do."),
        ("May", "In May I may ask. May I?"),
        ("Go", "I wrote it in Go. Go on. Let it go."),
        ("The Browser Company", "The browser was open, and the company too. Browser tabs."),
        ("Dr. Reyes", "The doctor, Dr. Strange."),
        ("Acme Inc.", "That is, inc. and Inc."),
        ("a friend from school", "A friend of school."),
        ("Dana R.", "The letter R. and r."),
        ("Apple", "An apple. Apple pie."),
        ("Square", "A square number. Square it."),
        ("Ed", "An EdTech firm, in 2026ed."),
        ("The Trade Desk", "A trade-off, at my desk. Trade this for that."),
        ("AT&T", "Look at it at once. AT least."),
        ("booking.com", "A booking. Com e sem; www.example.com"),
        ("Two Sigma", "Two rounds, 3 sigma. Sigma is a letter."),
        ("Time Inc.", "In time. Time flies."),
        ("Just Eat", "I just want to eat. Just one."),
        ("Compare the Market", "Compare a market with another."),
        ("Scale AI", "AI can scale it."),
        ("Jane Street", "A street."),
        ("Mark Zqberg", "Mark it. I mark what a mark is. A question mark."),
        ("Dana, Senior Engineer", "The Senior Engineer role. A Senior one."),
    ],
)
def test_ordinary_words_are_no_names(written, text):
    assert finds(written, text) == []


@pytest.mark.parametrize(
    ("written", "text", "found"),
    [
        ("Dr. Reyes", "as Reyes said", ["Reyes"]),
        ("Will", "then Will asked, and with Will", ["Will", "Will"]),
        ("Will Smith", "Smith will, Will Smith did", ["Smith", "Will", "Smith"]),
        ("May", "with a word from May's notes; May said so", ["May", "May"]),
        ("The Browser Company", "at the Browser Company's", ["Browser Company"]),
        ("Apple", "an engineer at Apple, then Apple", ["Apple", "Apple"]),
        ("José Núñez", "jose nunez and NÚÑEZ", ["jose", "nunez", "NÚÑEZ"]),
        ("O'Brien", "O\u2019Brien's", ["Brien"]),
        ("Анна", "anna and Анна", ["anna", "Анна"]),
        ("田中", "今日は田中さんと話した", ["田中"]),
        ("dana", "Dana and dana_r2", ["Dana", "dana"]),
        ("N26", "At N26, and n26.example", ["N26", "n26"]),
        ("3M", "The 3M people", ["3M"]),
        ("H&M", "At H&M, then H & M. Hm, 3 h, 5 m.", ["H&M", "H & M"]),
        ("X", "At X we drew the X axis. Then X asked for x.", ["X", "X"]),
        ("The Trade Desk", "With the Trade Desk, or trade desk", ["Trade Desk", "trade desk"]),
        ("AT&T", "For AT&T, or at&t and AT & T", ["AT&T", "at&t", "AT & T"]),
        (
            "booking.com",
            "My booking.com round, at Booking.com; then Booking asked",
            ["booking.com", "Booking.com", "Booking"],
        ),
        ("Two Sigma", "Then Two Sigma called; two sigma", ["Two Sigma", "two sigma"]),
        ("Mark Zqberg", "Then Mark asked, and Zqberg. Mark said", ["Mark", "Zqberg", "Mark"]),
        ("Co Corp", "At Co Corp, a corp.", ["Co Corp"]),
        ("Mr. B", "As Mr. B said, plan B.", ["Mr. B"]),
        ("O'Brien", "OBrien and obrien", ["OBrien", "obrien"]),
        ("ZqoorDash", "At Zqoor Dash, no zqoor dash", ["Zqoor Dash"]),
        ("LinkedIn", "I linked in the doc, for Linked In", ["Linked In"]),
        ("Zqcorp", "A ZqcorpTest, zqcorp2026 and a preZqcorpRound", ["Zqcorp", "zqcorp", "Zqcorp"]),
        ("ZqCorp", "A ZqCorpTest", ["ZqCorp"]),
        ("גוגלון", "עבדתי בגוגלון ושבגוגלון", ["גוגלון", "גוגלון"]),
        ("זיו", "הזיופים", []),
        ("لי", "שלי", []),
        ("زقكورب", "عملت بزقكورب والزقكورب", ["زقكورب", "زقكورب"]),
        ("Jose\u0301 Nu\u0301n\u0303ez", "with Nunez", ["Nunez"]),
    ],
)
def test_distinctive_words_are_found_in_any_spelling(written, text, found):
    assert finds(written, text) == found


@pytest.mark.parametrize(
    ("language", "written", "text", "found"),
    [
        ("es", "Clara", "La explicaci\u00f3n fue clara. Clara y breve.", []),
        ("es", "Casa del Libro", "Un libro en casa.", []),
        ("es", "Casa del Libro", "En Casa del Libro.", ["Casa del Libro"]),
        ("es", "Clara", "Me lo dijo Clara. Clara me dijo que s\u00ed.", ["Clara", "Clara"]),
        ("es", "Clara", "Clara pregunt\u00f3 algo.", ["Clara"]),
        ("es", "Paz Fuentes", "Citar las fuentes. En paz.", []),
        ("es", "Paz Fuentes", "Con Paz Fuentes.", ["Paz Fuentes"]),
        ("pt-BR", "Luz", "Vi a luz. Luz disse que sim.", ["Luz"]),
        ("pt", "Vale", "Vale a pena. N\u00e3o vale.", []),
        ("fr", "Claire", "Une question claire. Claire et juste.", []),
        ("fr", "Claire", "Hier, Claire a demand\u00e9 pourquoi.", ["Claire"]),
        ("fr", "Claire", "Claire m'a dit non.", ["Claire"]),
        ("fr", "Claire Zqoor", "Hier, Claire a demand\u00e9 pourquoi. Claire et juste.", ["Claire"]),
        ("en", "김민수", "김민수가, 김민수 씨와 김민수씨에게. 김민수산", [plain("김민수")] * 3),
        ("en", "Clara", "La explicaci\u00f3n fue clara.", ["clara"]),
    ],
)
def test_what_is_an_ordinary_word_depends_on_the_language(language, written, text, found):
    name = make_name(Shown.INTERVIEWER, written)
    assert name
    text = plain(text)
    assert [text[hit.start : hit.end] for hit in NameFinder([name], language).find(text)] == found


def test_the_readme_s_own_example_shows_no_name(make_site):
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```markdown\n(---\n.*?)```", readme, re.DOTALL)
    assert example
    text = example[1].replace("visibility: private", "visibility: public")
    assert "interviewer: Dana" in text
    assert "visibility: public" in text
    assert shown_names(make_site({PATH: text})) == []
