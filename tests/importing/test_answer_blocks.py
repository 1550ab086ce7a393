"""An answer is found in whatever a mail or chat program made of it, and is never read wrongly."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.importing.answer_blocks import END, find_blocks, unveil

NOTE = f"""\
---
from: Dana R.
date: 2026-11-24
about: [2026-11-20-a-year-on]
---
Yes. From one October to May.

- First, *the* plan
- Then the test

{END}
"""
BODY = "Yes. From one October to May.\n\n- First, *the* plan\n- Then the test"
FACTS = {"from": "Dana R.", "date": "2026-11-24"}


def one(text, **options):
    blocks, problems = find_blocks(text, path="pasted", **options)
    assert problems == ()
    (block,) = blocks
    return block


def quoted(text, mark="> "):
    return "".join(f"{mark}{line}\n" for line in text.split("\n"))


MANGLED = {
    "as it is": NOTE,
    "with CRLF": NOTE.replace("\n", "\r\n"),
    "with old Mac newlines": NOTE.replace("\n", "\r"),
    "with a BOM": f"\ufeff{NOTE}",
    "quoted by Gmail": f"On Tue, Nov 24, 2026 at 10:42 AM Dana R. <dana@example.org> wrote:\n\n{quoted(NOTE)}",
    "quoted twice": quoted(quoted(NOTE)),
    "quoted without spaces": quoted(NOTE, ">"),
    "below Outlook's header": f"From: Dana R.\nSent: Tuesday\nTo: Ada\nSubject: Re: Your notes\n\n{NOTE}\n--\nDana R.",
    "below Apple Mail's header": f"Begin forwarded message:\n\nFrom: Dana\nDate: 24 November 2026\n\n{quoted(NOTE)}",
    "after WhatsApp's stamp": f"[24/11/2026, 10:42] Dana R.: Here\n{NOTE}[24/11/2026, 10:43] Dana R.: Good luck",
    "in Slack's copy": f"Dana R.  10:42 AM\n{NOTE}:+1: 1",
    "in Signal's copy": f"\u200eDana R.\n{NOTE}10:42",
    "with em dashes for the fences": NOTE.replace("---\n", "—\n"),
    "with two em dashes": NOTE.replace("---\n", "——\n"),
    "with an em dash and a hyphen": NOTE.replace("---\n", "—-\n"),
    "with en dashes": NOTE.replace("---\n", "–-\n"),
    "with asterisks for the fences": NOTE.replace("---\n", "***\n"),
    "with underscores for the fences": NOTE.replace("---\n", "___\n"),
    "with long fences": NOTE.replace("---\n", "-----------\n"),
    "with a space before the fence": NOTE.replace("---\n", " ---\n"),
    "with spaces after the fence": NOTE.replace("---\n", "---  \n"),
    "with no-break spaces in the facts": NOTE.replace("from: ", "from:\u00a0").replace("date: ", "date:\u00a0"),
    "with zero-width characters in the facts": NOTE.replace("from", "\u200bfrom").replace("---\n", "\u200b---\n"),
    "with curly quotes in the facts": NOTE.replace("Dana R.", "“Dana R.”"),
    "with straight quotes in the facts": NOTE.replace("Dana R.", '"Dana R."'),
    "with single quotes in the facts": NOTE.replace("Dana R.", "'Dana R.'"),
    "with bold keys": NOTE.replace("from:", "**from**:").replace("date:", "**date**:"),
    "with trailing spaces in the facts": NOTE.replace("2026-11-24\n", "2026-11-24   \n"),
    "with a broken line in the facts": NOTE.replace("about: [2026", "about:\n [2026"),
    "with a blank line in the facts": NOTE.replace("date:", "\ndate:"),
    "with an escaped end": NOTE.replace(END, r"\[//\]: \# (afterview: end)"),
    "with spaces in the end": NOTE.replace(END, "[//] : # ( afterview: end )"),
    "with a soft hyphen in a key": NOTE.replace("about", "ab\u00adout"),
    "with words before on the same day": f"Hi Ada,\n\n---\n\nsee below\n\n{NOTE}",
    "with another front matter before": f"---\ntitle: My file\nkind: coding\n---\nText\n\n{NOTE}",
    "with a signature after": f"{NOTE}\n-- \nDana R.\nhttps://example.org",
    "forwarded by Outlook with its rule": f"{'_' * 32}\nFrom: Dana R.\nSent: Tuesday\n\n{NOTE}",
    "quoted with a no-break space": quoted(NOTE, ">\u00a0"),
    "quoted by a program that leaves blank lines bare": quoted(NOTE).replace("> \n", ">\n"),
    "with Unicode line separators around it": f"Hi\u2028\u2028\n{NOTE}\u2029",
    "with a legal footer after": f"{NOTE}\n---\nThis e-mail is confidential: do not read it.\n---\n",
}


@pytest.mark.parametrize("how", MANGLED)
def test_an_answer_is_found(how):
    block = one(MANGLED[how])
    assert {key: block.facts[key] for key in FACTS} == FACTS
    assert block.items("about") == ("2026-11-20-a-year-on",)
    assert block.text == BODY
    assert not block.is_feedback


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (NOTE.replace(END, ""), "the end of this answer is missing"),
        (NOTE.replace(END, "[//]: # (afterview: en"), "the end of this answer is missing"),
        (NOTE.replace(END, f"{END}\nMore\n{END}"), "two end lines"),
    ],
)
def test_an_answer_that_is_cut_off_or_mixed_is_a_problem(text, message):
    blocks, problems = find_blocks(text, path="pasted")
    assert blocks == ()
    assert [message in problem.message for problem in problems] == [True]


def test_a_cut_answer_is_read_when_permitted():
    assert one(NOTE.replace(END, ""), allow_cut=True).text == BODY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hi Ada, yes.",
        "---\ntitle: x\n---\nText",
        "---\nfrom: Dana\n---\nNo day",
        f"---\ndate: 2026-11-24\n---\nNobody\n{END}",
        NOTE.replace("from: Dana R.", "from: Dana R.\nfrom: Mo"),
        "---\nfrom: Dana\nsome other line\n---\n",
    ],
)
def test_what_is_no_answer_is_none(text):
    assert find_blocks(text, path="pasted") == ((), ())


def test_several_answers_in_one_text_are_all_found():
    blocks, problems = find_blocks(f"{NOTE}\nand\n{NOTE.replace('Dana R.', 'Mo')}", path="pasted")
    assert [block.facts["from"] for block in blocks] == ["Dana R.", "Mo"]
    assert problems == ()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00\u0085\u2028\u2029")))
def test_any_text_of_an_answer_comes_back(text):
    if END.split("(")[1].strip(")") in text:
        return
    assert one(f"---\nfrom: Dana\ndate: 2026-11-24\n---\n{text}\n{END}\n").text == text.strip("\n")


def test_facts_of_feedback():
    veiled = base64.urlsafe_b64encode(json.dumps({"ratings": {"communication": 3}, "advance": "yes"}).encode()).decode()
    facts = "afterview: feedback\nabout: x\ndate: 2026-11-22\nasked: [a, b-c]\nratings: {a: 1, b-c: 2}"
    text = f"---\n{facts}\nveiled: {veiled[:20]}\n{veiled[20:]}\n---\nHi\n{END}"
    block = one(text)
    assert block.is_feedback
    assert block.items("asked") == ("a", "b-c")
    assert block.mapping("ratings") == {"a": "1", "b-c": "2"}
    assert unveil(block.facts["veiled"].rstrip("=")) == {"ratings": {"communication": 3}, "advance": "yes"}


@pytest.mark.parametrize("text", ["", "!!", "e30x", base64.urlsafe_b64encode(b"[1]").decode()])
def test_veiled_ratings_that_are_damaged(text):
    with pytest.raises(ValueError, match="it "):
        unveil(text)


@pytest.mark.parametrize(
    "before",
    ["[26/11/2026, 09:12:33] Dana Rösch: ", "26/11/2026, 09:12 - Dana: ", "\u200e[9/11/26, 9:12:33\u202fAM] D: "],
)
def test_an_answer_in_an_exported_chat_begins_behind_its_speaker(before):
    text = f"26/11/2026, 09:10 - Mara: pls fill in\n{before}---\nfrom: Dana\ndate: 2026-11-24\n---\nYes.\n{END}\n"
    (block,), problems = find_blocks(text, path="chat.txt")
    assert (block.facts["from"], block.text, problems) == ("Dana", "Yes.", ())
