"""``import`` shows what it would do, writes all of it after a yes, and never over what stands."""

import base64
import json
import re

import pytest
from click.testing import CliRunner

from afterview.cli.main import cli
from afterview.importing.answer_blocks import END
from afterview.reading.portfolio import read_portfolio

INTERVIEW = """\
---
title: Sliding window
date: 2026-11-22
kind: coding
interviewer: ~
self: {own}
ratings: {{}}
---
## What the interviewer said

## What went well
- Drew it #testing
"""
SLUG = "2026-11-22-sliding-window"
PATH = f"content/interviews/{SLUG}.md"
NOTE = f"---\nfrom: Dana R.\ndate: 2026-11-24\nabout: [{SLUG}]\n---\nYes.\n\n{END}\n"
VEILED = base64.urlsafe_b64encode(json.dumps({"ratings": {"testing": 3}, "advance": "yes"}).encode()).decode()
FEEDBACK = (
    f"---\nafterview: feedback\nabout: {SLUG}\ndate: 2026-11-22\nkind: coding\ninterviewer: Dana R.\n"
    f"relation: peer\nveiled: {VEILED}\n---\n> Slower, please.\n{END}\n"
)
CSV = """\
Timestamp,Your name,How was communication?,What else?
22/11/2026 18:00,Dana,solid,Nothing
23/11/2026 18:00,Mo,3,More
"""


@pytest.fixture
def root(make_site):
    return make_site({PATH: INTERVIEW.format(own="{testing: 2}")})


def run(root, *options, paste="", status=0):
    result = CliRunner().invoke(cli, ["import", "-C", str(root), *options], input=paste)
    assert result.exit_code == status, result.output
    return result.output


def files_of(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".afterview" not in path.parts
    }


def test_without_a_yes_nothing_is_written(root):
    before = files_of(root)
    output = run(root, paste=NOTE)
    assert "Nothing was written" in output
    assert "content/notes/2026-11-24-dana-r.md" in output
    assert files_of(root) == before


@pytest.mark.parametrize(
    "table",
    [
        "Timestamp,Your name,Date of interview,What else?\n20/11/2026 18:00,Dana,13/11/2026,Nothing\n",
        "Date,Your name,Date of interview,What else?\n20/11/2026,Dana,13/11/2026,Nothing\n",
        "Marca temporal;Entrevistador;Fecha;¿Qué más?\n20/11/2026 18:00;Dana;13/11/2026;Nada\n",
    ],
)
def test_a_form_s_own_question_for_the_day_comes_before_when_it_was_sent(root, tmp_path, table):
    (tmp_path / "form.csv").write_text(table, encoding="utf-8")
    run(root, str(tmp_path / "form.csv"), "--kind", "coding", "--yes")
    (file,) = (root / "content/interviews").glob("2026-11-13-*.md")
    assert "interviewer: Dana" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("cell", ["n/a", "N/A", "not observed", "-", "no observado"])
def test_what_a_form_does_not_rate_is_not_observed(root, tmp_path, cell):
    table = f"Date,Your name,Communication,Testing,Advance\n2026-11-13,Dana,3,{cell},Maybe\n"
    (tmp_path / "form.csv").write_text(table, encoding="utf-8")
    mapping = "columns: {Date: date, Your name: interviewer, Communication: ratings.communication, "
    mapping += "Testing: ratings.testing, Advance: advance}\n"
    (tmp_path / "map.yaml").write_text(mapping, encoding="utf-8")
    shown = run(root, str(tmp_path / "form.csv"), "--kind", "coding", "--map", str(tmp_path / "map.yaml"), "--yes")
    (file,) = (root / "content/interviews").glob("2026-11-13-*.md")
    assert "ratings: {communication: 3}\n" in file.read_text(encoding="utf-8")
    assert "Advance: Maybe" in shown


def test_words_outside_an_answer_are_named_as_left_out(root):
    shown = run(root, "--yes", paste=f"Hi!\n\n{NOTE}\nPS: please slow down.\n--\n")
    assert "Left out, since it stands outside the answer:\n  Hi!\n  PS: please slow down.\n" in shown
    assert "Left out" not in run(root, "--yes", paste=NOTE.replace("Yes.", "No."))


def test_a_mentors_answer_becomes_a_note_once(root):
    run(root, "--yes", paste=f"Hi!\n\n{NOTE}")
    note = (root / "content/notes/2026-11-24-dana-r.md").read_text()
    assert note == f"---\nfrom: Dana R.\ndate: 2026-11-24\nabout: [{SLUG}]\n---\nYes.\n"
    assert "You have that already" in run(root, "--yes", paste=NOTE)
    assert "You have that already" in run(root, "--yes", paste=NOTE.replace("Yes.", "\n\nYes.  \n"))
    run(root, "--yes", paste=NOTE.replace("Yes.", "No."))
    assert (root / "content/notes/2026-11-24-dana-r-2.md").exists()
    assert "You have that already" in run(root, paste=NOTE.replace(f"[{SLUG}]", f"\\[{SLUG}\\]"))
    assert "error" not in CliRunner().invoke(cli, ["check", "-C", str(root)]).output


def test_a_visibility_in_a_message_is_not_taken(root):
    before = files_of(root)
    run(root, "--yes", paste=NOTE.replace("about:", "visibility: public\nabout:"), status=3)
    assert files_of(root) == before


def test_a_note_about_an_unknown_interview_offers_the_nearest(root):
    output = run(root, "--yes", paste=NOTE.replace(SLUG, "2026-11-22-sliding-windows"), status=3)
    assert f"did you mean `{SLUG}`; or name" in output


def test_feedback_is_put_where_nothing_stands_and_the_old_file_is_kept(root):
    before = (root / PATH).read_bytes()
    output = run(root, "--yes", paste=FEEDBACK)
    text = (root / PATH).read_text()
    assert "interviewer: Dana R.\n" in text
    assert "ratings: {testing: 3}\n" in text
    assert "## What the interviewer said\n\n> Slower, please.\n" in text
    assert "+interviewer: Dana R." in output
    (kept,) = (root / ".afterview/imported").iterdir()
    assert kept.read_bytes() == before
    assert "already" in run(root, "--yes", paste=FEEDBACK)


def test_own_ratings_come_first_and_nothing_of_theirs_is_shown_before(make_site):
    root = make_site({PATH: INTERVIEW.format(own="{}")})
    before = files_of(root)
    output = run(root, "--yes", paste=FEEDBACK, status=3)
    assert "error[self-first]" in output
    assert "Slower" not in output
    assert VEILED not in output
    assert files_of(root) == before
    run(root, "--yes", "--unseen", paste=FEEDBACK)
    assert "self: {}" in (root / PATH).read_text()


def test_feedback_for_an_interview_without_a_file_starts_one(root):
    (root / PATH).unlink()
    run(root, "--yes", "--unseen", paste=FEEDBACK)
    (file,) = (root / "content/interviews").glob("*.md")
    text = file.read_text()
    assert "interviewer: Dana R." in text
    assert "> Slower, please." in text
    assert "error" not in CliRunner().invoke(cli, ["check", "-C", str(root)]).output


def test_a_message_that_was_cut_off_is_refused_unless_permitted(root):
    assert "error[cut-off]" in run(root, "--yes", paste=NOTE.replace(END, ""), status=3)
    run(root, "--yes", "--cut", paste=NOTE.replace(END, ""))
    assert (root / "content/notes/2026-11-24-dana-r.md").exists()


def test_a_text_without_facts_is_a_note_word_for_word(root, tmp_path):
    reply = tmp_path / "reply.txt"
    reply.write_text("Yes.\n-- \nDana")
    run(root, str(reply), "--from", "Dana R.", "--about", "last", "--date", "2026-11-25", "--yes")
    note = (root / "content/notes/2026-11-25-dana-r.md").read_text()
    assert note == f"---\nfrom: Dana R.\ndate: 2026-11-25\nabout: [{SLUG}]\n---\nYes.\n-- \nDana\n"


def test_a_text_about_an_interview_is_quoted_in_its_file(root, tmp_path):
    (tmp_path / "reply.txt").write_text("You were slow.\n# 2 things\n\nSent from my iPhone\n")
    output = run(root, str(tmp_path / "reply.txt"), "--about", "sliding", "--yes")
    assert f"Changed {PATH}" in output
    assert "Left out: a signature (1 line)." in output
    expected = INTERVIEW.format(own="{testing: 2}").replace("said\n", "said\n\n> You were slow.\n> \\# 2 things\n")
    assert (root / PATH).read_text() == expected
    assert "You have that already" in run(root, str(tmp_path / "reply.txt"), "--about", "sliding", "--yes")
    assert "there is no interview" in run(root, str(tmp_path / "reply.txt"), "--about", "nothing", "--yes", status=2)


def test_the_interview_that_a_person_names_comes_before_the_one_in_an_answer(root):
    other = PATH.replace("sliding-window", "other")
    (root / other).write_text(INTERVIEW.format(own="{testing: 2}"))
    assert f"Changed {other}" in run(root, "-", "--about", "other", "--yes", paste=FEEDBACK)


def test_a_document_is_shown_with_where_each_fact_came_from(root, tmp_path):
    document = tmp_path / "2026-11-20 graphs.md"
    document.write_text("# Graphs\nKind: Coding\nMood: fine\n\n## What went well\n- Drew it\n")
    output = run(root, str(document))
    assert "date: 2026-11-20  (from the file's name)" in output
    assert "kind: coding  (from the line “Kind: Coding”)" in output
    run(root, str(document), "--yes")
    assert "0 new, 1 already here" in run(root, str(document), "--yes")
    document.write_text(document.read_text().replace("Drew it", "Drew it twice"))
    assert "yours was not changed" in run(root, str(document), "--yes")


def test_an_entry_without_a_day_writes_nothing_at_all(root, tmp_path):
    document = tmp_path / "graphs.md"
    document.write_text("# Graphs\nText\n")
    before = files_of(root)
    output = run(root, str(document), "--kind", "coding", "--yes", status=3)
    assert "graphs.md" in output
    assert "“Graphs” needs a date. Hint: add --date 2026-11-22" in output
    assert files_of(root) == before
    run(root, str(document), "--kind", "coding", "--date", "2026-11-20", "--yes")


def test_the_rows_of_a_form_become_interviews_by_a_mapping(root, tmp_path):
    responses = tmp_path / "responses.csv"
    responses.write_text(f"\ufeff{CSV}", encoding="utf-8")
    output = run(root, str(responses), "--kind", "coding")
    assert "How was communication?: ratings.communication" in output
    assert "What else?: said" in output
    mapping = tmp_path / "columns.yaml"
    shown = output.partition("columns:\n")[2].partition("\n\n")[0]
    mapping.write_text("columns:\n" + shown.replace("What else?: said", "What else?: next-time"))
    run(root, str(responses), "--kind", "coding", "--map", str(mapping), "--yes")
    (first, second) = sorted((root / "content/interviews").glob("*responses*.md"))
    assert "ratings: {communication: 3}" in first.read_text()
    assert "## Next time\n\n> Nothing" in first.read_text()
    assert "2026-11-23" in second.name
    assert "0 new, 2 already here" in run(root, str(responses), "--kind", "coding", "--map", str(mapping))
    assert "error" not in CliRunner().invoke(cli, ["check", "-C", str(root)]).output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CSV.replace("solid", "great"), "row 1: “great”"),
        (CSV.replace("Dana", '"Dana'), "not valid CSV"),
        (CSV.replace("22/11", "02/11").replace("23/11", "03/11"), "could be either"),
        (CSV.replace("22/11", "11/22"), "differ"),
        (CSV.replace("Dana,solid", "Dana,solid,one more"), "this row has 5 fields"),
        (CSV.replace("What else?", "Your name"), "two columns are called"),
        ("a" * 200_000 + "\n" + "b" * 140_000 + "\n", "not valid CSV"),
        ("", "no header row"),
    ],
)
def test_57_58_61_a_form_with_one_bad_row_imports_nothing(root, tmp_path, text, message):
    responses = tmp_path / "responses.csv"
    responses.write_text(text)
    before = files_of(root)
    assert message in run(root, str(responses), "--kind", "coding", "--yes", status=3)
    assert files_of(root) == before


@pytest.mark.parametrize("body", [b"\x89PNG\r\n\x1a\n\0\0", "Ä".encode("latin-1"), b"a\0b", b"x" * 21_000_000, b"  \n"])
def test_what_is_no_text_is_refused(root, tmp_path, body):
    file = tmp_path / "file.md"
    file.write_bytes(body)
    before = files_of(root)
    run(root, str(file), "--yes", status=3)
    assert files_of(root) == before


def test_a_folder_or_a_missing_file_is_a_problem(root, tmp_path):
    run(root, str(tmp_path), status=3)
    run(root, str(tmp_path / "gone.md"), status=3)


def test_where_a_name_is_taken_another_is_chosen(root, tmp_path):
    document = tmp_path / "notes.md"
    document.write_text("# Sliding window\nDate: 2026-11-22\nKind: coding\n\nText\n")
    before = (root / PATH).read_bytes()
    run(root, str(document), "--yes")
    assert (root / PATH).read_bytes() == before
    assert (root / f"content/interviews/{SLUG}-2.md").exists()


def test_an_answer_that_is_there_twice_is_one_and_two_people_may_answer_about_an_interview(root):
    output = run(root, "-", "--yes", paste=f"{FEEDBACK}\n\n{FEEDBACK}")
    assert f"Changed {PATH}" in output
    assert (root / PATH).read_text().count("Slower, please.") == 1
    mo = FEEDBACK.replace("Dana R.", "Mo K.").replace("Slower, please.", "Louder.")
    noor = FEEDBACK.replace("Dana R.", "Noor").replace("Slower, please.", "Fine.")
    run(root, "-", "--yes", paste=f"{mo}\n{noor}")
    text = (root / PATH).read_text()
    assert [text.count(words) for words in ("Slower, please.", "### Mo K.", "Louder.", "### Noor", "Fine.")] == [1] * 5


def test_a_note_that_is_there_twice_is_one(root):
    shown = run(root, "--yes", paste=f"{NOTE}\n{NOTE}")
    assert "You have that already" not in shown
    assert [path.name for path in (root / "content/notes").iterdir()] == ["2026-11-24-dana-r.md"]


def test_spaces_that_do_not_break_are_spaces_in_the_last_line(root):
    run(root, "--yes", paste=NOTE.replace(END, END.replace(" ", "\u00a0")))
    assert (root / "content/notes/2026-11-24-dana-r.md").exists()


def test_an_answer_twice_starts_one_file(make_site):
    root = make_site({})
    run(root, "-", "--yes", "--unseen", paste=f"{FEEDBACK}\n\n{FEEDBACK}")
    assert len(list((root / "content/interviews").iterdir())) == 1


def test_an_answer_that_names_another_interview_says_so(root):
    output = run(root, "-", "--yes", paste=FEEDBACK.replace(SLUG, "2026-11-22-sudoku"))
    assert f"Feedback for {PATH}, although it names 2026-11-22-sudoku:" in output
    assert f"Feedback for {PATH}:" in run(root, "-", paste=FEEDBACK)


@pytest.mark.parametrize("options", [("--from", "Dana"), ("--about", "last"), ()])
def test_a_mark_in_what_others_wrote_is_a_word(root, options):
    text = "## So {private}\nNot {mentor} so.\n"
    output = run(root, "-", "--yes", *options, paste=text if options else NOTE.replace("Yes.", text))
    written = (root / re.findall(r"(?:Wrote|Changed) (\S+)", output)[0]).read_text()
    assert written.count("\\{private}") == written.count("\\{mentor}") == 1
    assert CliRunner().invoke(cli, ["check", "-C", str(root)]).exit_code == 0


def pretend_a_terminal(monkeypatch):
    for module in ("import_", "import_answers", "options"):
        monkeypatch.setattr(f"afterview.cli.{module}.is_interactive", lambda: True)


def answer_at_a_terminal(monkeypatch, root, tmp_path, text, *typed):
    pretend_a_terminal(monkeypatch)
    (tmp_path / "answer.txt").write_text(text)
    return run(root, str(tmp_path / "answer.txt"), paste="".join(f"{line}\n" for line in typed))


def test_an_own_rating_may_be_typed_as_its_word(make_site, tmp_path, monkeypatch):
    root = make_site({PATH: INTERVIEW.format(own="{}")})
    shown = answer_at_a_terminal(monkeypatch, root, tmp_path, FEEDBACK, "middling", " Getting  there", "y")
    assert "a number from 1 to 4, its word, or Enter" in shown
    assert "self: {testing: 2}" in (root / PATH).read_text()


def test_own_ratings_are_kept_though_the_answer_is_not(make_site, tmp_path, monkeypatch):
    root = make_site({PATH: INTERVIEW.format(own="{}")})
    shown = answer_at_a_terminal(monkeypatch, root, tmp_path, FEEDBACK, "2", "n", "y")
    assert "Keep your own ratings, which you noted before you read theirs?" in shown
    text = (root / PATH).read_text()
    assert "self: {testing: 2}" in text
    assert "Slower" not in text
    before = files_of(root)
    shown = answer_at_a_terminal(monkeypatch, root, tmp_path, FEEDBACK, "n")  # nothing is asked twice
    assert "Keep your own" not in shown
    assert files_of(root) == before


@pytest.mark.parametrize(
    ("visibility", "sentence"),
    [
        ("public", "This interview is public, and so is what you add, unless its section is marked."),
        ("mentor", "Your mentors can read this interview, and what you add."),
        ("private", None),
    ],
)
def test_who_will_read_an_answer_is_told_before_it_is_written(make_site, visibility, sentence):
    text = INTERVIEW.format(own="{testing: 2}").replace("title:", f"visibility: {visibility}\ntitle:")
    root = make_site({PATH: text})
    shown = run(root, paste=FEEDBACK)
    told = [line for line in shown.splitlines() if "what you add" in line]
    assert told == ([sentence] if sentence else [])
    assert "which is not public, but mentors may read it" in run(root, paste=NOTE)


def test_a_note_about_an_interview_that_was_renamed_is_imported_with_its_new_name(root):
    refused = run(root, "--yes", paste=NOTE.replace(SLUG, "2026-11-22-old-name"), status=3)
    assert "; or name the interview with --about" in refused
    run(root, "--yes", "--about", "last", paste=NOTE.replace(SLUG, "2026-11-22-old-name"))
    assert f"about: [{SLUG}]" in (root / "content/notes/2026-11-24-dana-r.md").read_text()


def test_facts_of_an_answer_that_differ_are_named(root):
    text = FEEDBACK.replace("date: 2026-11-22", "title: Two sums\ndate: 2026-11-21").replace("kind: coding", "kind: x")
    shown = run(root, "--about", SLUG, paste=text)
    assert "Not changed: title: the file says Sliding window, they say Two sums" in shown
    assert "Not changed: date: the file says 2026-11-22, they say 2026-11-21" in shown
    assert "Not changed: kind: the file says coding, they say x" in shown
    for same in (FEEDBACK, FEEDBACK.replace("date: 2026", "title: Sliding  window\ndate: 2026")):
        assert "Not changed" not in run(root, paste=same)


def test_own_ratings_for_a_new_interview_are_asked_for_where_they_can_be_noted(make_site):
    refused = run(make_site({}), "--yes", paste=FEEDBACK, status=3)
    assert "start the interview with `afterview new` and note them there" in refused
    assert "under `self` in" not in refused


def test_the_learner_s_own_questions_are_no_words_of_the_interviewer(make_site, tmp_path):
    asked = {"lost-you": "Where did you lose my reasoning?", "one-change": "What would you change?"}
    questions = "questions:\n" + "".join(f"  {id_}: {{ask: {text!r}}}\n" for id_, text in asked.items())
    root = make_site({PATH: INTERVIEW.format(own="{}"), "content/questions.yaml": questions})
    (tmp_path / "reply.txt").write_text(
        "Thanks! Short questions, an answer here is enough:\n"
        "1. Where did you lose my reasoning?\nAt the hash map.\nTwice.\n\n2) what would you change?\nSlower.\n"
    )
    run(root, str(tmp_path / "reply.txt"), "--about", SLUG, "--yes")
    said = (root / PATH).read_text().partition("## What the interviewer said\n")[2].partition("## What went well")[0]
    assert said.strip() == (
        "**Where did you lose my reasoning?**\n\n> At the hash map.\n> Twice.\n\n"
        "**What would you change?**\n\n> Slower."
    )


@pytest.mark.parametrize(
    "changed",
    [
        "Where did you lose\nmy reasoning?",
        "*Where did you lose my reasoning?*",
        "**Where did you\nlose my reasoning?**",
        "- Where did you lose my reasoning?",
        "\u2022 3) where did\nyou\nlose\nmy\nreasoning?",
    ],
)
def test_a_question_is_one_though_a_mail_program_changed_its_marks(make_site, changed):
    questions = "questions:\n  lost-you: {ask: Where did you lose my reasoning?}\n"
    root = make_site({PATH: INTERVIEW.format(own="{testing: 2}"), "content/questions.yaml": questions})
    run(root, "--yes", paste=FEEDBACK.replace("> Slower, please.", f"{changed}\n\n> Slower, please."))
    said = (root / PATH).read_text().partition("## What the interviewer said\n")[2].partition("## What went well")[0]
    assert said.strip() == "**Where did you lose my reasoning?**\n\n> Slower, please."


def test_an_answer_of_ratings_alone_fills_them_in_and_adds_no_words(root):
    before = (root / PATH).read_text()
    run(root, "--yes", paste=FEEDBACK.replace("> Slower, please.", "## What the interviewer said"))
    after = (root / PATH).read_text()
    assert "ratings: {testing: 3}" in after
    assert after.partition("\n---\n")[2] == before.partition("\n---\n")[2]


@pytest.mark.parametrize(
    ("mine", "theirs", "above"),
    [
        ("[28.11.26, 10:15:33] {}: ", "28/11/2026, 10:20 - {}: ", ""),
        ("28/11/2026, 10:15 - {}: ", "28/11/2026, 10:20 - {}: ", "28/11/2026, 10:14 - Messages are encrypted.\n"),
        ("[10:15, 28/11/2026] {}: ", "[10:20, 28/11/2026] {}: ", ""),
        ("{}, [28.11.26 10:15]\n", "{}, [28.11.26 10:20]\n", ""),
    ],
)
def test_of_a_conversation_only_what_the_other_said_is_quoted(make_site, tmp_path, mine, theirs, above):
    questions = "questions:\n  lost-you: {ask: Where did you lose my reasoning?}\n"
    root = make_site({PATH: INTERVIEW.format(own="{}"), "content/questions.yaml": questions})
    author = read_portfolio(root).portfolio.author
    (tmp_path / "chat.txt").write_text(
        f"{above}{mine.format(author)}Thanks! Short questions, an answer here is enough:\n"
        "1. Where did you lose my reasoning?\n"
        f"{theirs.format('Dana R.')}At the hash map.\nTwice.\n"
        f"{mine.format(author)}Thank you!!\n"
    )
    shown = run(root, str(tmp_path / "chat.txt"), "--about", SLUG, "--yes")
    assert "Left out: 2 lines of yours in this conversation." in shown
    said = (root / PATH).read_text().partition("## What the interviewer said\n")[2].partition("## What went well")[0]
    assert said.strip() == "**Where did you lose my reasoning?**\n\n> At the hash map.\n> Twice."


def test_an_interviewer_with_the_learner_s_first_name_is_heard(make_site, tmp_path):
    root = make_site({PATH: INTERVIEW.format(own="{}")})
    first, _, last = read_portfolio(root).portfolio.author.partition(" ")
    for number, (mine, theirs) in enumerate([(f"{first} {last}".strip(), f"{first} Q."), ("", first)]):
        lines = [f"28/11/2026, 10:15 - {mine}: Hi"] if mine else []
        chat = "\n".join([*lines, f"28/11/2026, 10:20 - {theirs}: Slower, please {number}."])
        (tmp_path / "chat.txt").write_text(chat)
        run(root, str(tmp_path / "chat.txt"), "--about", SLUG, "--yes")
        assert f"> Slower, please {number}." in (root / PATH).read_text()


@pytest.mark.parametrize(
    "line", ["> [^a]: theirs", "> [why]: https://x.example", "> - [why]: https://x.example", "[^a]: theirs"]
)
def test_an_answer_defines_no_footnote_and_no_link_of_the_learner_s(root, line):
    file = root / PATH
    file.write_text(file.read_text() + "\nSee this.[^a] And [why].\n\n[^a]: mine\n\n[why]: https://mine.example\n")
    run(root, "--yes", paste=FEEDBACK.replace("> Slower, please.", line))
    (interview,) = read_portfolio(root).portfolio.interviews
    html = "".join(section.html for section in interview.sections)
    assert "https://mine.example" in html
    assert '"https://x.example"' not in html.partition("See this.")[2]
    assert "mine" in html.rpartition("footnotes")[2]


def test_a_name_like_a_mentors_is_told(root, tmp_path):
    (root / "content/mentors").mkdir()
    (root / "content/mentors/dana-r.md").write_text("---\nname: Dana R.\nlink: x4m2k9q7c5w1\n---\n")
    (tmp_path / "a.txt").write_text("Fine.\n")
    assert 'say --from "Dana R." if that is the same person' in run(
        root, str(tmp_path / "a.txt"), "--from", "dana", "--yes"
    )
    assert "say --from" not in run(root, str(tmp_path / "a.txt"), "--from", "Dana R.", "--yes")


def test_two_answers_about_one_interview_ask_for_own_ratings_once_and_keep_them(make_site, tmp_path, monkeypatch):
    root = make_site({PATH: "\ufeff" + INTERVIEW.format(own="{}").replace("\n", "\r\n")})
    both = FEEDBACK + "\n" + FEEDBACK.replace("Dana R.", "Mo K.").replace("Slower", "Faster")
    shown = answer_at_a_terminal(monkeypatch, root, tmp_path, both, "2", "n", "y")
    assert shown.count("Testing:") == 1
    assert b"self: {testing: 2}\r\n" in (root / PATH).read_bytes()
    assert b"Faster" not in (root / PATH).read_bytes()


def test_own_ratings_are_kept_though_a_later_file_has_errors(make_site, tmp_path, monkeypatch):
    root = make_site({PATH: INTERVIEW.format(own="{}")})
    pretend_a_terminal(monkeypatch)
    (tmp_path / "a.txt").write_text(FEEDBACK)
    (tmp_path / "b.txt").write_text(NOTE.replace(SLUG, "unknown"))
    shown = run(root, str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), paste="2\ny\n", status=3)
    assert "error[unknown-interview]" in shown
    assert "self: {testing: 2}" in (root / PATH).read_text()


def test_own_ratings_that_cannot_be_written_are_called_ones_own(make_site, tmp_path, monkeypatch):
    root = make_site({PATH: INTERVIEW.format(own="&mine {communication: 1}")})
    shown = answer_at_a_terminal(monkeypatch, root, tmp_path, FEEDBACK, "2", "n")
    assert "they say 2" not in shown


def test_a_question_that_an_interviewer_quotes_in_an_answer_is_theirs(make_site):
    questions = "questions:\n  lost-you: {ask: Where did you lose my reasoning?}\n"
    root = make_site({PATH: INTERVIEW.format(own="{testing: 2}"), "content/questions.yaml": questions})
    answer = "**What would you change?**\n\n> You asked me:\n> Where did you lose my reasoning?\n> Nowhere."
    run(root, "--yes", paste=FEEDBACK.replace("> Slower, please.", answer))
    assert answer in (root / PATH).read_text()


def test_a_mail_that_is_answered_line_by_line_keeps_question_and_answer_apart(make_site, tmp_path):
    questions = "questions:\n  lost-you: {ask: Where did you lose my reasoning?}\n"
    root = make_site({PATH: INTERVIEW.format(own="{}"), "content/questions.yaml": questions})
    (tmp_path / "a.txt").write_text("Hi!\n\n> 1. Where did you lose my reasoning?\n\nAt the map.\n\nMore.\n")
    run(root, str(tmp_path / "a.txt"), "--about", SLUG, "--yes")
    said = (root / PATH).read_text().partition("## What the interviewer said\n")[2].partition("## What went well")[0]
    assert said.strip() == "> Hi!\n\n**Where did you lose my reasoning?**\n\n> At the map.\n>\n> More."


@pytest.mark.parametrize(
    "fact",
    [
        'asked: ["x]\\nvisibility: public"]',
        "asked: ['x], visibility: public']",
        'asked: "x]: {visibility: public"',
        "asked: [x, visibility: public]",
    ],
)
def test_a_question_s_id_writes_nothing_else(root, fact):
    run(root, "--yes", paste=FEEDBACK.replace("relation: peer", f"relation: peer\n{fact}"))
    text = (root / PATH).read_text()
    assert "visibility" not in text
    assert "error" not in CliRunner().invoke(cli, ["check", "-C", str(root)]).output


@pytest.mark.parametrize("name", ["Next time", "What went well", "Question for my mentor"])
def test_a_name_that_is_a_heading_begins_no_section_of_the_learner_s(root, name):
    run(root, "--yes", paste=FEEDBACK)
    second = FEEDBACK.replace("Dana R.", name).replace("> Slower, please.", "> - Pay me ^pay\n> - More #testing")
    run(root, "--yes", "--unseen", paste=second)
    assert f"### ({name}) {{mentor}}" in (root / PATH).read_text()
    (interview,) = read_portfolio(root).portfolio.interviews
    assert (interview.commitments, [point.text for point in interview.points]) == ((), ["Drew it"])


def test_later_words_of_the_first_interviewer_stand_above_those_of_the_second(root):
    run(root, "--yes", paste=FEEDBACK)
    run(root, "--yes", "--unseen", paste=FEEDBACK.replace("Dana R.", "Erin K.").replace("Slower", "Faster"))
    run(root, "--yes", paste=FEEDBACK.replace("> Slower, please.", "> Once more."))
    said = (root / PATH).read_text().partition("## What the interviewer said\n")[2].partition("## What went well")[0]
    assert said.split("\n### Erin K. {mentor}\n")[0].strip() == "> Slower, please.\n\n> Once more."
    assert said.strip().endswith("> Faster, please.")


def test_a_text_before_the_first_heading_stays_the_learner_s(make_site):
    text = INTERVIEW.format(own="{testing: 2}").replace("## What the interviewer said\n", "My own introduction.\n")
    root = make_site({PATH: text})
    run(root, "--yes", paste=FEEDBACK)
    body = (root / PATH).read_text().partition("\n---\n")[2]
    assert body.startswith(
        "My own introduction.\n\n## What the interviewer said\n\n> Slower, please.\n\n## What went well"
    )


def test_an_answer_that_cannot_be_read_afterwards_is_not_written(root):
    before = files_of(root)
    refused = run(root, "--yes", paste=NOTE.replace("Yes.", ">" * 150 + " deep"), status=3)
    assert "error[" in refused
    assert files_of(root) == before


def test_own_ratings_are_printed_where_they_cannot_be_kept(make_site, tmp_path, monkeypatch):
    root = make_site({PATH: INTERVIEW.format(own="{}")})
    pretend_a_terminal(monkeypatch)
    (tmp_path / "a.txt").write_text(FEEDBACK)
    before = files_of(root)
    for options, typed, where in (((), "2\n", f" for {PATH}"), (("--new",), "2\nn\n", "")):
        result = CliRunner().invoke(
            cli, ["import", "-C", str(root), str(tmp_path / "a.txt"), *options], input=typed
        )  # without a last answer it ends as Ctrl+C does
        assert f"Your own ratings{where}, not written: testing: 2" in result.output
    assert files_of(root) == before


def test_a_line_that_a_terminal_cut_is_refused(root, monkeypatch):
    pretend_a_terminal(monkeypatch)
    refused = run(root, "-", paste=NOTE.replace("Yes.", "x" * 4095), status=3)
    assert "error[cut-off]" in refused
    assert "save the text as a file" in refused


def test_a_rating_of_a_skill_that_was_renamed_is_named_without_its_step(root):
    veiled = base64.urlsafe_b64encode(json.dumps({"ratings": {"speaking": 4, "testing": 3}}).encode()).decode()
    shown = run(root, "--yes", paste=FEEDBACK.replace(VEILED, veiled))
    assert "Left out: the rating of speaking, no skill here or no step of your scale." in shown
    assert "ratings: {testing: 3}" in (root / PATH).read_text()


def test_the_copy_of_a_changed_file_can_be_read_by_nobody_else(root):
    (root / PATH).chmod(0o600)
    run(root, "--yes", paste=FEEDBACK)
    (copy,) = (root / ".afterview/imported").iterdir()
    assert copy.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "text",
    [
        "Overall fine.\nStrengths:\nNext steps:\nTest earlier.\n",
        "Hi,\nNext time:\nTest earlier.\nWhat went well:\nTalk.\n",
    ],
)
def test_words_that_look_like_headings_begin_no_section_in_a_quotation(root, tmp_path, text):
    (tmp_path / "a.txt").write_text(text)
    run(root, str(tmp_path / "a.txt"), "--about", SLUG, "--yes")
    assert "> Test earlier." in (root / PATH).read_text()
    (interview,) = read_portfolio(root).portfolio.interviews
    assert (interview.commitments, [point.text for point in interview.points]) == ((), ["Drew it"])


def test_two_files_about_one_interview_both_change_it(root, tmp_path):
    (tmp_path / "a.txt").write_text(FEEDBACK)
    (tmp_path / "b.txt").write_text(FEEDBACK.replace("Slower", "Once more, slower"))
    run(root, str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--yes")
    text = (root / PATH).read_text()
    assert "> Slower, please." in text
    assert "> Once more, slower, please." in text


@pytest.mark.parametrize("hidden", [{"advance": ["yes"]}, "[" * 3000])
def test_damaged_codes_are_no_bug(root, hidden):
    raw = hidden if isinstance(hidden, str) else json.dumps(hidden)
    veiled = base64.urlsafe_b64encode(raw.encode()).decode()
    run(root, "--yes", paste=FEEDBACK.replace(VEILED, veiled), status=3 if isinstance(hidden, str) else 0)
