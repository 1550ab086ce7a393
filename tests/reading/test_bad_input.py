"""Each way in which a file can be wrong, or only look so, by its number and name."""

import os
import sys
import time
from pathlib import Path

import pytest

from afterview.model.audience import Visibility
from afterview.problems import Code, ContentError, Exit, Problem, Severity, errors_of
from afterview.reading.portfolio import Read, read_portfolio
from afterview.reading.slugs import is_slug, slugify

ENTRY = "content/interviews/2026-11-22-first.md"
GOOD = "title: First\ndate: 2026-11-22\nkind: coding\n"
HANGING = 30
"""Seconds. What is read takes 2 at most; what has to be read again and again takes minutes on any machine."""


@pytest.fixture
def read(make_site):
    """Read the small portfolio with one interview, of the given front matter and body."""

    def read_one(front: str | bytes = GOOD, body: str = "Text.\n", **more: str | bytes | None) -> Read:
        if isinstance(front, bytes):
            text: str | bytes = b"---\n" + front + b"---\n" + body.encode()
        else:
            text = f"---\n{front}---\n{body}"
        return read_portfolio(make_site({ENTRY: text, **more}))

    return read_one


@pytest.fixture
def read_file(make_site):
    """Read the small portfolio with the interview's file as given."""

    def read_raw(raw: str | bytes) -> Read:
        return read_portfolio(make_site({ENTRY: raw}))

    return read_raw


def only(read: Read, code: Code, *, line: int | None = None, column: int | None = None, hint: str = "") -> Problem:
    """Assert that there is one problem, this one, and give it."""
    assert [problem.code for problem in read.problems] == [code], read.problems
    problem = read.problems[0]
    assert problem.hint
    assert hint in problem.hint
    if line is not None:
        assert problem.line == line
    if column is not None:
        assert problem.column == column
    return problem


def fine(read: Read) -> None:
    assert read.problems == ()
    assert len(read.portfolio.interviews) == 1


# Front matter


def test_01_duplicate_key_names_both_lines(read):
    problem = only(read(GOOD + "role: A\nrole: B\n"), Code.DUPLICATE_KEY, line=6, column=1)
    assert "line 5" in problem.message


def test_01_thousands_of_duplicate_keys_take_no_time(read):
    started = time.process_time()
    result = read(GOOD + "k: \n" * 12_000)
    assert {problem.code for problem in result.problems} == {Code.DUPLICATE_KEY}
    assert len(result.problems) < 50
    assert time.process_time() - started < HANGING


def test_thousands_of_unknown_keys_take_no_time(read):
    started = time.process_time()
    read(GOOD + "".join(f"titl{number}: x\n" for number in range(4_000)))
    assert time.process_time() - started < HANGING


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\u0085"])
def test_02_line_separators_in_front_matter(read, character):
    only(read(GOOD + f"role: a{character}b\n"), Code.FORBIDDEN_CHARACTER, line=5, column=8)


@pytest.mark.parametrize("word", ["no", "yes", "on", "null", "true"])
def test_03_words_that_yaml_guesses_stay_text(read, word):
    result = read(GOOD + f"role: {word}\nadvance: no\n")
    fine(result)
    assert result.portfolio.interviews[0].role == word


def test_04_colon_number_is_text_or_duration_by_field(read):
    result = read(GOOD + "role: 1:30\nminutes: 1:30\n")
    fine(result)
    assert (result.portfolio.interviews[0].role, result.portfolio.interviews[0].minutes) == ("1:30", 90)


@pytest.mark.parametrize(
    ("number", "written", "hint"),
    [
        ("05", "2024-13-45", "01 to 12"),
        ("06", "2026-02-30", "February 2026 has 28 days"),
        ("07", "2024/03/01", "for 1 March 2024 write 2024-03-01"),
    ],
)
def test_05_06_07_bad_dates(read, number, written, hint):
    result = read(f"title: First\ndate: {written}\nkind: coding\n")
    only(result, Code.BAD_DATE, line=3, column=7, hint=hint)


@pytest.mark.parametrize("written", ["2026-11-22T23:30:00+09:00", "2026-11-22 00:10:00-11:00", "2026-11-22T23:59:59Z"])
def test_08_datetime_with_offset_is_the_local_date_as_written(read, written):
    result = read(f"title: First\ndate: {written}\nkind: coding\n")
    fine(result)
    assert result.portfolio.interviews[0].date.isoformat() == "2026-11-22"


@pytest.mark.parametrize("written", ["0123", "3.10", "1e3", "0x1F"])
def test_09_numbers_in_text_fields_stay_as_written(read, written):
    result = read(GOOD + f"company: {written}\n")
    fine(result)
    assert result.portfolio.interviews[0].company == written


def test_10_second_colon_hints_at_quotes(read):
    result = read("title: Google: round 2\ndate: 2026-11-22\nkind: coding\n")
    only(result, Code.YAML_SYNTAX, line=2, hint="quotes")


@pytest.mark.parametrize("sign", ["@", "%", "`"])
def test_11_leading_sign_hints_at_quotes(read, sign):
    only(read(GOOD + f"role: {sign}home\n"), Code.YAML_SYNTAX, line=5, column=7, hint="quotes")


@pytest.mark.parametrize(
    "front", ["ratings: {testing: ?}\n", "ratings: {testing: ?, communication: 2}\n", "minutes: ?\n"]
)
def test_11_a_question_mark_for_what_is_not_known_gets_the_hint_to_write_a_tilde(read, front):
    only(read(GOOD + front), Code.YAML_SYNTAX, line=5, hint="write ~")


def test_12_tab_indent_hints_at_spaces(read):
    only(read(GOOD + "ratings:\n\ttesting: 2\n"), Code.YAML_SYNTAX, line=6, hint="spaces")


def test_13_unclosed_quote_is_shown_where_it_opens(read):
    only(read(GOOD + 'role: "Backend\nadvance: no\n'), Code.YAML_SYNTAX, line=5, column=7, hint="close")


def test_14_no_closing_fence(read_file):
    only(read_file("---\ntitle: First\n\nHello\n"), Code.FRONT_MATTER_OPEN, line=1)


def test_15_second_document(make_site):
    root = make_site({"content/questions.yaml": "questions: {}\n---\nfollow_ups: []\n"})
    only(read_portfolio(root), Code.YAML_SECOND_DOCUMENT, line=2)


@pytest.mark.parametrize("front", ["- a\n- b\n", "just words\n", "~\n", "# nothing\n"])
def test_16_list_or_scalar_on_top(read, front):
    only(read(front), Code.YAML_NOT_A_MAPPING)


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}", "~"])
def test_17_key_that_is_not_text(read, key):
    only(read(GOOD + f"? {key}\n: x\n"), Code.YAML_KEY, line=5)


@pytest.mark.parametrize("bomb", ["alias", "merge"])
def test_18_alias_and_merge_bombs_take_no_time(read, bomb):
    if bomb == "alias":
        levels = [f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 9)}]\n" for i in range(1, 12)]
        front = GOOD + "l0: &l0 x\n" + "".join(levels)
    else:
        front = GOOD + "base: {a: 1}\nrole:\n  <<: {b: 2}\n"
    started = time.process_time()
    only(read(front), Code.YAML_REFERENCE)
    assert time.process_time() - started < HANGING


def test_19_recursive_anchor(read):
    only(read(GOOD + "role: &a [*a]\n"), Code.YAML_REFERENCE, line=5)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system ['true']", "!!str x", "! x", "!own x"])
def test_20_tags(read, tag):
    only(read(GOOD + f"role: {tag}\n"), Code.YAML_REFERENCE, line=5)


@pytest.mark.parametrize("levels", [17, 30_000])
def test_21_nesting(read, levels):
    only(read(GOOD + "role: " + "[" * levels + "]" * levels + "\n"), Code.YAML_TOO_DEEP, line=5)


def test_22_integer_of_5000_digits(read):
    only(read(GOOD + f"ratings: {{testing: {'9' * 5000}}}\n"), Code.BAD_RATING, line=5)
    only(read(GOOD + f"minutes: {'9' * 5000}\n"), Code.BAD_VALUE, line=5)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9b"])
def test_23_control_characters(read, character):
    only(read(GOOD + f"role: a{character}b\n"), Code.FORBIDDEN_CHARACTER, line=5, column=8)


def test_23_control_characters_as_escapes_all_of_them(read):
    front = GOOD + 'role: "a\\x1bb"\ncompany: "\\uFFFF"\ninterviewer: "\\0"\n"\\x07": x\n'
    problems = read(front).problems
    assert [(one.code, one.line) for one in problems] == [(Code.FORBIDDEN_CHARACTER, line) for line in (5, 6, 7, 8)]
    problems = read(GOOD + "role: a\x07b\ncompany: \x1b\n").problems
    assert [(one.code, one.line, one.column) for one in problems] == [
        (Code.FORBIDDEN_CHARACTER, 5, 8),
        (Code.FORBIDDEN_CHARACTER, 6, 10),
    ]


def test_24_lone_surrogate_escape(read):
    only(read(GOOD + 'role: "\\ud800"\n'), Code.YAML_SYNTAX, line=5)


@pytest.mark.parametrize("rating", [".nan", "0", "5", "2.5", "-1", "two", "1_0", "²"])
def test_25_ratings_off_the_scale(read, rating):
    only(read(GOOD + f"ratings:\n  testing: {rating}\n"), Code.BAD_RATING, line=6)
    only(read(GOOD + f"self:\n  testing: {rating}\n"), Code.BAD_RATING, line=6)


def test_26_key_in_the_wrong_case(read):
    result = read(GOOD + "Visibility: public\n")
    only(result, Code.UNKNOWN_KEY, line=5, column=1, hint="`visibility`")
    assert result.portfolio.interviews[0].visibility is Visibility.PRIVATE


@pytest.mark.parametrize(
    ("key", "meant"), [("compny", "company"), ("titel", "title"), ("roles", "role"), ("interviewers", "interviewer")]
)
def test_27_a_misspelt_key_is_an_error_with_all_keys(read, key, meant):
    problem = only(read(GOOD + f"{key}: Acme\n"), Code.UNKNOWN_KEY, line=5)
    assert problem.severity is Severity.ERROR
    assert problem.hint.startswith(f"did you mean `{meant}`? The keys are title, date, kind, ")


@pytest.mark.parametrize("key", ["draft", "publish", "public", "Published", "private", "hidden"])
def test_27_a_key_that_speaks_of_visibility_is_an_error(read, key):
    only(read(GOOD + f"{key}: true\n"), Code.UNKNOWN_KEY, line=5, hint="`visibility: private`")


def test_27_other_unknown_keys_are_one_warning_for_the_whole_portfolio(make_site):
    front = "---\n" + GOOD + "tags: [a]\naliases: [b]\nlayout: post\n---\nText.\n"
    files = {ENTRY: front, "content/interviews/b.md": front, "content/pages/about.md": "---\ntitle: A\ncss: x\n---\n"}
    (problem,) = read_portfolio(make_site(files)).problems
    assert (problem.code, problem.severity, problem.path, problem.line) == ("ignored-key", "warning", ENTRY, 5)
    assert "`aliases`, `css`, `layout`, `tags` (files: 3)" in problem.message
    assert "`ignore: [aliases, css, layout, tags]`" in problem.hint
    settings = "title: A\nauthor: A\nignore: [tags, aliases, layout, css, draft]\nkinds: {coding: {title: C}}\n"
    files["content/pages/about.md"] = "---\ntitle: A\ncss: x\ndraft: true\n---\n"
    assert read_portfolio(make_site({**files, "content/portfolio.yaml": settings})).problems == ()


@pytest.mark.parametrize(
    ("written", "step"),
    [("solid", 3), ("Solid", 3), ("NOT YET", 1), ("not-yet", 1), ("3/4", 3), ("3 / 4", 3), ("' 3 '", 3)],
)
def test_a_rating_in_its_natural_spelling(read, written, step):
    result = read(GOOD + f"ratings: {{testing: {written}}}\nself: {{testing: {written}}}\n")
    fine(result)
    interview = result.portfolio.interviews[0]
    assert (interview.ratings, interview.self_ratings) == ({"testing": step}, {"testing": step})


@pytest.mark.parametrize("written", ["n/a", "-", "not observed", "N/A"])
def test_a_rating_that_says_it_was_not_observed(read, written):
    result = read(GOOD + f"ratings: {{testing: {written!r}}}\n")
    fine(result)
    assert result.portfolio.interviews[0].ratings == {}


@pytest.mark.parametrize("written", ["excellent", "3/5", "5/4", "0/4"])
def test_the_hint_of_a_rating_shows_the_whole_scale(read, written):
    problem = only(read(GOOD + f"ratings: {{testing: {written}}}\n"), Code.BAD_RATING, line=5)
    assert "1 (not yet), 2 (getting there), 3 (solid), 4 (strong)" in problem.hint


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("45", 45), ("45 min", 45), ("45min", 45), ("45 minutes", 45), ("1h30", 90), ("1 h 30 min", 90), ("2h", 120)],
)
def test_minutes_in_their_natural_spelling(read, written, minutes):
    result = read(GOOD + f"minutes: {written}\n")
    fine(result)
    assert result.portfolio.interviews[0].minutes == minutes


def test_a_panel_of_interviewers_is_a_list(read):
    result = read(GOOD + "interviewer: [Dana R., Mo]\nasked: keep\nadvance: Yes\n")
    fine(result)
    interview = result.portfolio.interviews[0]
    assert (interview.interviewers, interview.asked, interview.advance) == (("Dana R.", "Mo"), ("keep",), "yes")
    assert interview.interviewer == "Dana R., Mo"


@pytest.mark.parametrize(
    ("written", "people"),
    [("Dana R.", ("Dana R.",)), ("[Mo, Mo]", ("Mo",)), ("[]", ()), ("~", ()), ("Mo, a friend", ("Mo, a friend",))],
)
def test_a_text_is_one_person(read, written, people):
    result = read(GOOD + f"interviewer: {written}\n")
    fine(result)
    assert result.portfolio.interviews[0].interviewers == people


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("2026/11/22", "for 22 November 2026 write 2026-11-22"),
        ("2026-1-5", "for 5 January 2026 write 2026-01-05"),
        ("22.11.2026", "for 22 November 2026 write 2026-11-22"),
        ("3/4/2026", "for 3 April 2026 write 2026-04-03, for 4 March 2026 write 2026-03-04"),
    ],
)
def test_a_date_in_another_spelling_is_explained(read, written, hint):
    only(read(f"title: First\ndate: {written}\nkind: coding\n"), Code.BAD_DATE, line=3, hint=hint)


def test_toml_front_matter_has_its_own_sentence(read_file):
    problem = only(read_file('+++\ntitle = "First"\n+++\n'), Code.NO_FRONT_MATTER, line=1)
    assert "TOML" in problem.message


def test_a_blank_line_above_the_front_matter_is_read_with_a_warning(read_file):
    result = read_file(f"\n \n---\n{GOOD}---\n## What went well\n- Asked #testing\n")
    problem = result.problems[0]
    assert (problem.code, problem.severity, problem.line) == ("blank-line", "warning", 1)
    assert result.portfolio.interviews[0].title == "First"
    places = [(one.code, one.line) for one in read_file(f"\n---\n{GOOD}role: {{a: b}}\n---\nText.\n").problems]
    assert places == [(Code.BLANK_LINE, 1), (Code.BAD_VALUE, 6)]


def test_a_no_break_space_after_a_colon_has_its_own_sentence(read):
    problem = only(read(GOOD + "role:\u00a0Backend\n"), Code.YAML_SYNTAX, line=5, column=6)
    assert "no-break space" in problem.message


@pytest.mark.parametrize("written", ["pubic", "Public", "[public]", "{public: yes}", "'public '"])
def test_28_unknown_visibility_is_read_as_private(make_site, written):
    portfolio = "title: A\nauthor: A\nvisibility: public\nkinds: {coding: {title: Coding, skills: [testing]}}\n"
    entry = f"---\n{GOOD}visibility: {written}\n---\nText.\n"
    result = read_portfolio(make_site({ENTRY: entry, "content/portfolio.yaml": portfolio}))
    assert [problem.severity for problem in result.problems] == [Severity.ERROR]
    assert result.problems[0].line == 5
    assert result.portfolio.interviews[0].visibility is Visibility.PRIVATE


@pytest.mark.parametrize(("default", "expected"), [("", "private"), ("visibility: mentor\n", "mentor")])
def test_29_missing_visibility_is_the_portfolios_default_itself_private(make_site, default, expected):
    portfolio = f"title: A\nauthor: A\n{default}kinds: {{coding: {{title: Coding, skills: [testing]}}}}\n"
    result = read_portfolio(make_site({ENTRY: f"---\n{GOOD}---\nText.\n", "content/portfolio.yaml": portfolio}))
    fine(result)
    assert result.portfolio.interviews[0].visibility == expected


def test_30_front_matter_over_64_kib(read):
    only(read(GOOD + f"role: {'x' * 70_000}\n"), Code.FRONT_MATTER_TOO_LONG, line=1)


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("ratings: {testng: 2}", Code.UNKNOWN_SKILL, "`testing`?; or write content/skills/testng.md"),
        ("asked: [losst]", Code.UNKNOWN_QUESTION, "`lost`"),
        ("outcomes: {two-edge-cases: kept}", Code.UNKNOWN_COMMITMENT, "there is none yet"),
    ],
)
def test_31_unknown_names(read, line, code, hint):
    only(read(GOOD + line + "\n"), code, line=5, hint=hint)


def test_31_unknown_kind(read):
    only(read("title: First\ndate: 2026-11-22\nkind: codng\n"), Code.UNKNOWN_KIND, line=4, column=7, hint="`coding`")


# Files


def test_32_byte_order_mark(read_file):
    fine(read_file(b"\xef\xbb\xbf---\n" + GOOD.encode() + b"---\nText.\n"))


def test_33_crlf(read_file):
    raw = f"---\n{GOOD}---\n## What went well\n- Asked #testing\n".replace("\n", "\r\n").encode()
    result = read_file(raw)
    fine(result)
    assert result.portfolio.interviews[0].points[0].text == "Asked"


@pytest.mark.parametrize(("encoding", "offset"), [("utf-16", "byte 0"), ("latin-1", "byte 11")])
def test_34_other_encodings_name_the_byte(read_file, encoding, offset):
    problem = only(read_file("---\ntitle: é\n---\n".encode(encoding)), Code.NOT_UTF8, hint="UTF-8")
    assert offset in problem.message


@pytest.mark.parametrize("raw", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_35_empty_file(read_file, raw):
    only(read_file(raw), Code.EMPTY_FILE)


def test_36_over_a_megabyte(read_file):
    only(read_file(f"---\n{GOOD}---\n".encode() + b"x" * 1024 * 1024), Code.FILE_TOO_LARGE)


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_37_link_leaving_the_content_folder(make_site, tmp_path, kind):
    root = make_site({})
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "diary.md").write_text(f"---\n{GOOD}---\n")
    (root / "content/interviews").mkdir()
    target = tmp_path / "secret" / ("diary.md" if kind == "file" else "")
    (root / "content/interviews" / ("diary.md" if kind == "file" else "linked")).symlink_to(target)
    result = read_portfolio(root)
    only(result, Code.LINK_OUTSIDE)
    assert result.portfolio.interviews == ()
    assert ContentError(result.problems).exit_status is Exit.REFUSED


@pytest.mark.parametrize("kind", ["itself", "parent"])
def test_38_link_loop(make_site, kind):
    root = make_site({})
    folder = root / "content/interviews"
    folder.mkdir()
    (folder / ("loop.md" if kind == "itself" else "loop")).symlink_to("loop.md" if kind == "itself" else ".")
    only(read_portfolio(root), Code.LINK_LOOP)


def test_39_fifo_is_never_opened(make_site):
    root = make_site({})
    (root / "content/interviews").mkdir()
    os.mkfifo(root / ENTRY)
    only(read_portfolio(root), Code.NOT_A_FILE)


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are not kept there")
def test_40_unreadable(make_site, as_ordinary_user):
    root = make_site({ENTRY: f"---\n{GOOD}---\n"})
    (root / ENTRY).chmod(0)
    with as_ordinary_user():
        result = read_portfolio(root)
    only(result, Code.UNREADABLE)


def test_41_names_equal_after_normalization(make_site):
    root = make_site({f"content/interviews/{name}.md": f"---\n{GOOD}---\n" for name in ("caf\u00e9", "cafe\u0301")})
    problem = next(problem for problem in read_portfolio(root).problems if problem.code is Code.SAME_NAME)
    assert "content/interviews/" in problem.message
    assert problem.path.startswith("content/interviews/")


def test_42_addresses_equal_after_case_folding(make_site):
    root = make_site({f"content/interviews/{name}.md": f"---\n{GOOD}---\nText.\n" for name in ("Acme", "acme")})
    problem = only(read_portfolio(root), Code.SAME_ADDRESS)
    assert {problem.path, problem.message.rpartition(" ")[2]} == {
        "content/interviews/Acme.md",
        "content/interviews/acme.md",
    }


def test_43_slug_twins(make_site):
    root = make_site({f"content/interviews/{name}.md": f"---\n{GOOD}---\nText.\n" for name in ("a b", "a-b")})
    only(read_portfolio(root), Code.SAME_ADDRESS)


@pytest.mark.parametrize("name", ["CON", "aux", "Nul", "com1", "LPT9"])
def test_44_reserved_names_are_suffixed(name):
    assert slugify(name) == f"{name.lower()}-x"


def test_45_long_titles_are_cut_with_a_digest():
    one, other = slugify("ä" * 300), slugify("ä" * 301)
    assert len(one) <= 80
    assert one != other
    assert is_slug(one)


def test_46_titles_of_emoji_get_a_digest():
    assert slugify("🎉🎉") != slugify("🎉")
    assert is_slug(slugify("🎉"))


@pytest.mark.parametrize("slug", ["../etc", "a/b", "..", "a\\b"])
def test_47_slug_that_leads_out(make_site, slug):
    kinds = f"  coding: {{title: Coding, skills: [testing]}}\n  '{slug}': {{title: X}}\n"
    root = make_site({"content/portfolio.yaml": f"title: A\nauthor: A\nkinds:\n{kinds}"})
    result = read_portfolio(root)
    only(result, Code.SLUG_OUTSIDE, line=5, column=3)
    assert ContentError(result.problems).exit_status is Exit.REFUSED


def test_48_line_break_in_a_file_name(make_site):
    root = make_site({"content/interviews/a\nb.md": f"---\n{GOOD}---\n"})
    problem = only(read_portfolio(root), Code.BAD_FILE_NAME)
    assert problem.path == "content/interviews/a\\nb.md"


# Markdown


def html_of(read: Read) -> str:
    return "".join(section.html for section in read.portfolio.interviews[0].sections)


@pytest.mark.parametrize("html", ["<script>alert(1)</script>", "<b onclick=x>hi</b>", "<!-- x -->", "<img src=x>"])
def test_50_raw_html_is_shown_as_text(read, html):
    result = read(body=f"Hello {html}\n")
    problem = only(result, Code.RAW_HTML, line=6, column=7)
    assert problem.severity is Severity.WARNING
    assert html.replace("<", "&lt;").replace(">", "&gt;") in html_of(result)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "data:image/png;base64,x",
        "feed:x",
        "blob:x",
        "view-source:x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
    ],
)
@pytest.mark.parametrize("form", ["[a]({})", "<{}>", "[a][r]\n\n[r]: {}", "![a]({})"])
def test_51_refused_links_are_not_links(read, href, form):
    result = read(body=form.format(href) + "\n")
    assert all(problem.severity is Severity.WARNING for problem in result.problems)
    assert "href" not in html_of(result)
    assert "src" not in html_of(result)
    if not form.startswith("<") or href.isalpha():
        only(result, Code.REFUSED_LINK)


@pytest.mark.parametrize("href", ["http://a.example", "https://a.example", "mailto:a@b.example", "tel:+123"])
def test_51_allowed_links_are_links(read, href):
    result = read(body=f"[a]({href})\n")
    fine(result)
    assert f'href="{href}" rel="noopener noreferrer"' in html_of(result)


@pytest.mark.parametrize("attributes", ["{onclick=alert(1)}", "{style=color:red}", "{.x onclick=y}"])
def test_52_attributes_are_text(read, attributes):
    result = read(body=f"Hello *you*{attributes}\n")
    fine(result)
    assert f"<em>you</em>{attributes}" in html_of(result)


def test_53_headings_get_prefixed_ids(read):
    result = read(body="## Cookie\n\n## cookie\n\n## 🎉\n")
    anchors = [section.anchor for section in result.portfolio.interviews[0].sections]
    assert anchors == ["s-cookie", "s-cookie-1", "s-"]


@pytest.mark.parametrize("text", ["> " * 200 + "deep", "".join("  " * i + "- x\n" for i in range(200))])
def test_54_nesting_over_the_parsers_limit_is_an_error(read, text):
    only(read(body=text + "\n"), Code.MARKUP_TOO_DEEP)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "![[]()" * 160_000,
        "# a\n" * 10_000,
        "# a\n" * 250_000,
        "a <b>\n\n" * 20_000,
        "    a\n" + "\n" * 100_000 + "    b\n",
        '<div class="x"><p style="color:red">Some text <b>bold</b></p></div>\n' * 14_000,
        "".join(f"[^{number}]: a\n" for number in range(10_000)),
        "".join(f"[d{number}]: /u\n" for number in range(30_000)),
        "## A {private}\na\n\n" * 4_545,
        "## A {prvate}\na\n\n" * 4_545,
        "a {private}\n\n" * 20_000,
        "%%a%% " * 150_000,
        "[x](y.md) " * 20_000,
        "## What went well\n" + "- a #b\n" * 10_000,
        "• a\n" * 10_000,
        "](a b" * 20_000,
        "[" * 50_000,
        "![" * 20_000,
        "[a](" * 10_000,
        "*a " * 20_000,
        "*a_ " * 20_000,
        "**x *y " * 10_000,
        "`" * 5 + "".join("e" + "`" * i for i in range(1, 500)),
        "<?" * 20_000,
        "&" * 20_000,
        "> " * 90 + "a",
        "[^1]" * 20_000,
        "|a" * 40_000 + "\n" + "|-" * 40_000,
        "[a]: u\n" * 20_000,
        "x[^\n]" * 10_000,
        "a\u0000" * 50_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_55_pathological_text_takes_seconds_at_most(read, text):
    text = text[: 1_000_000 - 200]
    started = time.process_time()
    result = read(body=text + "\n")
    assert time.process_time() - started < HANGING
    codes = {problem.code for problem in errors_of(result.problems)}
    assert codes <= {Code.MARKUP_TOO_COSTLY, Code.MARKUP_TOO_DEEP, Code.SECTION_MARK}
    assert len(result.problems) < 60


@pytest.mark.slow
def test_55_a_dead_link_in_each_of_1500_files_takes_seconds_at_most(make_site):
    entries = {
        f"content/interviews/2026-11-22-first-{number:04}.md": (
            f"---\n{GOOD}---\n[x](2026-11-22-frist-{number:04}.md) and a word\n"
        )
        for number in range(1_500)
    }
    root = make_site(entries)
    started = time.process_time()
    result = read_portfolio(root)
    assert time.process_time() - started < HANGING
    dead = [problem for problem in result.problems if problem.code is Code.DEAD_LINK]
    assert len(dead) == 1_500
    assert "did you mean `2026-11-22-first-0900.md`?" in {problem.hint for problem in dead}


def test_55_problems_of_one_file_are_bounded_and_counted(read):
    result = read(body="[x](y.md)\n\na <b>\n\n" * 100)
    counts = {code: [one.message for one in result.problems if one.code is code] for code in Code}
    for code in (Code.DEAD_LINK, Code.RAW_HTML):
        assert len(counts[code]) == 21
        assert "80 more" in counts[code][-1] + counts[code][0]


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("2026-11-22-frist.md", "2026-11-22-first.md"),
        ("../skills/testing.md#nothing", "no headings"),
        ("../portfolio.yaml", ".md file"),
        ("https.md", ".md file"),
        ("/etc/passwd", ".md file"),
        ("#nowhere", "no headings"),
    ],
)
def test_56_link_to_what_does_not_exist(read, link, hint):
    result = read(body=f"see\n[x]({link})\n")
    problem = only(result, Code.DEAD_LINK, line=7)
    assert problem.severity is Severity.WARNING
    assert hint in problem.hint or "did you mean" in problem.hint
    assert result.portfolio.interviews[0].sections[0].html == "<p>see\nx</p>\n"


@pytest.mark.parametrize(
    ("source", "target", "allowed"),
    [
        ("public", "private", False),
        ("public", "mentor", False),
        ("mentor", "private", False),
        ("mentor", "public", True),
        ("private", "private", True),
    ],
)
def test_56_link_to_what_the_reader_may_not_see(make_site, source, target, allowed):
    other = f"---\ntitle: B\ndate: 2026-11-21\nkind: coding\nvisibility: {target}\n---\nText.\n"
    text = f"---\n{GOOD}visibility: {source}\n---\n[x](b.md)\n"
    result = read_portfolio(make_site({ENTRY: text, "content/interviews/b.md": other}))
    assert [problem.code for problem in result.problems] == ([] if allowed else [Code.DEAD_LINK])


def test_56_link_from_a_private_section_may_be_private(make_site):
    other = "---\ntitle: B\ndate: 2026-11-21\nkind: coding\n---\n## How it felt {private}\n"
    text = f"---\n{GOOD}visibility: public\n---\n## A {{private}}\n[x](b.md#how-it-felt)\n"
    assert read_portfolio(make_site({ENTRY: text, "content/interviews/b.md": other})).problems == ()


# Many at once


def test_thirty_mistakes_are_thirty_problems(make_site):
    mistakes = [
        "role: A\nrole: B",
        "role: a\u2028b",
        "date: 2024-13-45",
        "date: 2026-02-30",
        "date: 2024/03/01",
        "title: Google: round 2",
        "role: @home",
        "ratings:\n\ttesting: 2",
        'role: "Backend',
        "? [a]\n: x",
        "role: &a x",
        "role: *a",
        "role: !!str x",
        "role: " + "[" * 20,
        f"minutes: {'9' * 5000}",
        "role: a\x07b",
        'role: "\\ud800"',
        "ratings: {testing: 5}",
        "ratings: {testing: 0}",
        "self: {testing: 2.5}",
        "Visibility: public",
        "compny: Acme",
        "visibility: pubic",
        f"role: {'x' * 70_000}",
        "ratings: {testng: 2}",
        "kind: codng",
        "asked: [lost-me]",
        "outcomes: {nothing: kept}",
        "mode: mok",
        "relation: friend",
    ]
    files = {}
    for number, mistake in enumerate(mistakes):
        facts = {"title": "A", "date": "2026-11-22", "kind": "coding"}
        facts.pop(mistake.partition(":")[0], None)
        front = "".join(f"{key}: {value}\n" for key, value in facts.items())
        files[f"content/interviews/{number:02}.md"] = f"---\n{front}{mistake}\n---\nText.\n"
    result = read_portfolio(make_site(files))
    assert len(result.problems) == 30, [problem.path for problem in result.problems]
    assert [problem.path for problem in result.problems] == sorted(files)
    assert ContentError(result.problems).exit_status is Exit.CONTENT


def test_sources_stay_as_they_were(make_site, tmp_path: Path):
    root = make_site({ENTRY: "---\ntitle: [\n---\n", "content/interviews/b.md": b"\xff\xfe"})
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    read_portfolio(root)
    assert {file: file.read_bytes() for file in root.rglob("*") if file.is_file()} == before
