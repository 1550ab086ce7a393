"""Pasted words stand in the file as they were sent, without what a mail program added."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.importing.pasted import parse_pasted, render_quotation, split_head
from afterview.reading.portfolio import read_portfolio

THREE = "You were clear.\nThen you went quiet.\n\nTry the empty input.\n\nOverall: yes."


HEAD = "From: Dana Rivera <dana@example.org>\nSent: Wednesday, March 11, 2026 7:02 PM\nTo: Ada\nSubject: Re: mock\n"
OLD = "From: Ada\nDate: Tue, Mar 10, 2026\nTo: Dana Rivera\nSubject: mock\n\nHi Dana,\nI think I was terrible.\n"


@pytest.mark.parametrize(
    ("sent", "text", "left_out"),
    [
        (THREE, THREE, ()),
        (f"\n\n{THREE}\n\n", THREE, ()),
        (THREE.replace("\n", "\r\n"), THREE, ()),
        ("".join(f"> {line}\n" for line in THREE.split("\n")), THREE, ()),
        (f"{THREE}\n-- \nDana R.\nAcme\n", THREE, ("a signature (3 lines)",)),
        (f"{THREE}\n\nSent from my iPhone\n", THREE, ("a signature (1 line)",)),
        (f"{THREE}\n\nEnviado desde mi iPhone\n", THREE, ("a signature (1 line)",)),
        (f"{THREE}\n\nOn Tue, 3 Nov 2026, Ada wrote:\n> How was it?\n>\n> Ada\n", THREE, ("a quoted mail (4 lines)",)),
        (
            f"{THREE}\n\nEl mar, 3 nov 2026 a las 10:02, Ada\n<ada@x.org> escribió:\n> ¿Qué tal?\n",
            THREE,
            ("a quoted mail (3 lines)",),
        ),
        (
            f"{THREE}\n--\nDana\n\nLe mar. 3 nov. 2026 à 10:02, Ada a écrit :\n> Alors ?\n",
            THREE,
            ("a quoted mail (2 lines)", "a signature (2 lines)"),
        ),
        (f"{THREE}\n\nBest,\nDana\n", THREE, ("a signature (2 lines)",)),
        (f"{THREE}\n\nUn saludo,\n\nDana de la Cruz\nAcme, Madrid\n", THREE, ("a signature (3 lines)",)),
        (f"{THREE}\n\nThanks\nfor your time\n", f"{THREE}\n\nThanks\nfor your time", ()),
        (f"{THREE}\n\n{OLD}", THREE, ("a quoted mail (6 lines)",)),
        (f"{THREE}\n\n-----Original Message-----\n{OLD}", THREE, ("a quoted mail (7 lines)",)),
        (f"{HEAD}\n{THREE}\n\n{OLD}", f"{HEAD}\n{THREE}", ("a quoted mail (6 lines)",)),
        (
            f"fyi\n\n---------- Forwarded message ---------\n{HEAD}\n{THREE}\n\nBest\nDana\n",
            f"{HEAD}\n{THREE}",
            ("what stands above a forwarded mail (1 line)", "a signature (2 lines)"),
        ),
        ("> Where did I lose you?\nAt the hash map.\n", "> Where did I lose you?\nAt the hash map.", ()),
        ("Two\u200b words\ufeff\x07", "Two words", ()),
        ("What I noted:\n--\n" + "line\n" * 9, "What I noted:\n--\n" + "line\n" * 8 + "line", ()),
    ],
)
def test_what_mail_adds_is_left_out_and_named(sent, text, left_out):
    pasted = parse_pasted(sent)
    assert (pasted.text, pasted.left_out) == (text, left_out)


def test_for_a_quotation_the_head_of_a_mail_is_left_out_too():
    pasted = split_head(parse_pasted(f"{HEAD}\n{THREE}\n\n{OLD}"))
    assert (pasted.text, pasted.left_out) == (THREE, ("the head of a mail (4 lines)", "a quoted mail (6 lines)"))
    assert split_head(parse_pasted(THREE)).text == THREE


@given(st.text(max_size=300))
def test_every_other_word_is_kept(sent):
    pasted = parse_pasted(sent)
    if not pasted.left_out:
        letters = [letter for letter in sent if letter.isalnum()]
        assert [letter for letter in pasted.text if letter.isalnum()] == letters


ODD = """\
# Feedback
Title
=====
---
| a | b |
![x](nowhere.png) and <b>bold</b> from Dana <dana@example.org>
```
[ref]: something
1. first
- second
"""


def test_odd_text_is_shown_as_it_was_and_makes_no_problem(make_site):
    quoted = render_quotation(parse_pasted(ODD).text)
    front = "---\ntitle: A\ndate: 2026-01-10\nkind: coding\n---\n"
    text = f"{front}## What the interviewer said\n\n{quoted}\n\n## What went well\n\n- Everything #testing\n"
    read = read_portfolio(make_site({"content/interviews/a.md": text}))
    assert read.problems == ()
    (section, _) = read.portfolio.interviews[0].sections
    shown = html.unescape(section.html)
    for line in ODD.strip().split("\n")[:-2]:
        assert line in shown
