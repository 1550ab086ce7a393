"""An answer is found in a saved mail and in HTML; what cannot be read is refused, and never taken for a document."""

import base64
import email.message
import quopri

import pytest
from click.testing import CliRunner

from afterview.cli.main import cli
from afterview.importing.answer_blocks import END, find_blocks
from afterview.importing.saved_mail import find_mail_text

TEXT = "Yes — “two” edge cases.\n\n- a <b> & c = 1\n- " + "long " * 40 + "end"
NOTE = f"---\nfrom: Zoë\ndate: 2026-11-24\nabout: [2026-11-20-x]\n---\n{TEXT}\n\n{END}\n"
FEEDBACK = NOTE.replace("---\nfrom: Zoë", "---\nafterview: feedback\nkind: coding\ninterviewer: Zoë")
HEAD = "From: Zoe <z@example.org>\nSubject: Re: Your notes\nMIME-Version: 1.0\n"


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def html_lines(text, newline=""):
    return f"<html><body><div>{f'<br>{newline}'.join(escape(text).split(chr(10)))}</div></body></html>"


def divs(text):
    rows = (f"<div>{escape(line)}</div>" if line else "<div><br></div>" for line in text.split("\n"))
    return f"<div dir=ltr>{''.join(rows)}</div>"


def multipart(text):
    mail = email.message.EmailMessage()
    mail["From"], mail["Subject"] = "Zoe <z@example.org>", "Re"
    mail.set_content(text)
    mail.add_alternative(html_lines(text), subtype="html")
    return mail.as_string()


SENT = {
    "quoted-printable": lambda text: (
        f"{HEAD}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        + quopri.encodestring(text.encode()).decode()
    ),
    "base64": lambda text: (
        f"{HEAD}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(text.encode()).decode()
    ),
    "two parts": multipart,
    "HTML alone": lambda text: f"{HEAD}Content-Type: text/html; charset=utf-8\n\n{html_lines(text)}",
    "copied HTML": html_lines,
    "copied HTML with lines": lambda text: html_lines(text, "\n"),
    "copied divs": divs,
    "plain": lambda text: text,
}


@pytest.mark.parametrize("way", SENT)
def test_an_answer_in_a_mail_is_read_as_it_was_written(way):
    (block,), problems = find_blocks(find_mail_text(SENT[way](NOTE)), path="-")
    assert problems == ()
    assert (block.facts["from"], block.text) == ("Zoë", TEXT)


def test_a_document_with_tags_or_a_mails_head_stays_as_it_is():
    for text in (
        "<p>Hello</p>\n<br>",
        f"{HEAD}Content-Type: text/plain\n\nHello",
        "",
        "Content-Type:",
        "a: b\n" * 20_000,
    ):
        assert find_mail_text(text) == text


BROKEN = {
    "half of it": FEEDBACK[: FEEDBACK.index("about")],
    "without its first lines": FEEDBACK.split("\n", 4)[4],
    "on one line": NOTE.replace("\n", " "),
    "behind bars": "".join(f"│ {line}\n" for line in NOTE.split("\n")),
    "an unknown encoding": SENT["quoted-printable"](NOTE).replace("utf-8", "klingon-8"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_answer_is_refused_and_makes_no_document(make_site, how):
    root = make_site({})
    before = sorted(root.rglob("*.md"))
    arguments = ["import", "-C", str(root), "-", "--yes", "--kind", "coding", "--date", "2026-11-22"]
    result = CliRunner().invoke(cli, arguments, input=BROKEN[how])
    assert result.exit_code == 3, result.output
    assert "error[" in result.output
    assert sorted(root.rglob("*.md")) == before
