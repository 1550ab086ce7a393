"""An answer is found in a saved mail and in HTML; what cannot be read is refused, and never taken for a document."""

import base64
import email.message
import quopri

import pytest
from click.testing import CliRunner

from afterview.cli.main import cli
from afterview.importing.answer_blocks import END, find_blocks
from afterview.importing.foreign_text import decode_foreign
from afterview.importing.pasted import parse_pasted
from afterview.importing.saved_mail import find_mail_text, parse_mail
from afterview.problems import ContentError


def save_mail(text: str, *, html: bool = False, **head: str) -> str:
    mail = email.message.EmailMessage()
    head = {"From": "Zoë Müller <zoe@example.org>", "To": "me@example.org", "Subject": "Rückmeldung", **head}
    for name, value in {**head, "Date": "Wed, 14 Jan 2026 10:00:00 +0100", "Message-ID": "<1@x>"}.items():
        mail[name] = value
    mail.set_content(html_lines(text) if html else text, subtype="html" if html else "plain", cte="base64")
    return mail.as_string()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("html", [False, True])
def test_a_saved_mail_is_a_document_with_its_subject_sender_and_day(html, newline):
    saved = parse_mail(save_mail("Gut erklärt.\nMehr testen!", html=html).replace("\n", newline))
    assert saved is not None
    assert saved.head == "Subject: Rückmeldung\nFrom: Zoë Müller <zoe@example.org>\nDate: 2026-01-14"
    assert saved.text == "Gut erklärt.\nMehr testen!"


MIME = "From: Dana <d@example.org>\nSubject: Re\nMIME-Version: 1.0\n"


@pytest.mark.parametrize("kind", ["", "Content-Type: text/plain\n", "Content-Type: text/plain; charset=iso-8859-1\n"])
def test_a_mail_that_is_not_encoded_was_decoded_with_its_file(kind):
    saved = parse_mail(f"{MIME}{kind}\ncafé “ok” 时间\n")
    assert saved is not None
    assert saved.text == "café “ok” 时间"


def test_every_text_of_a_mail_is_read_and_of_html_only_what_is_seen():
    mail = email.message.EmailMessage()
    mail["From"], mail["Message-ID"] = "a@example.org", "<1@x>"
    mail.set_content("First.")
    mail.add_attachment("Second.")
    saved = parse_mail(mail.as_string())
    assert saved is not None
    assert saved.text == "First.\n\nSecond."
    page = "<head><title>t</title><style>p{color:red}</style></head><p>Words</p><script>x</script>"
    saved = parse_mail(f"{MIME}Content-Type: text/html\n\n{page}\n")
    assert saved is not None
    assert saved.text.strip() == "Words"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Interviewer: Dana\nContent-Type: coding round\n\nx",
        "Subject: a\nFrom: b\n\nText",
        "Content-Type: x",
        "Notes\n\nMessage-ID: 1\n\nx",
    ],
)
def test_what_no_program_saved_is_no_mail(text):
    assert parse_mail(text) is None


@pytest.mark.parametrize("page", ["<p>hello<![foo[bar]]> you</p>", "<a " * 20_000])
def test_broken_html_is_no_fault(page):
    mail = f"{MIME}Content-Type: text/html\n\n{page}\n"
    saved = parse_mail(mail)
    assert saved is None or saved.text
    assert find_mail_text(f"{mail}<br>afterview: feedback")


def test_parts_too_deep_are_no_fault():
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000))
    assert find_mail_text(f"{MIME}{deep}") == f"{MIME}{deep}"
    assert parse_mail(f"{MIME}{deep}") is None


def test_cells_headings_and_other_texts_of_a_mail_stay_apart():
    page = "<table><tr><td>Communication</td><td>3/4</td></tr></table><h4>Strengths</h4>Plan<hr>Second"
    saved = parse_mail(f"{MIME}Content-Type: text/html\n\n{page}\n")
    assert saved is not None
    assert saved.text == "Communication\n3/4\nStrengths\nPlan\nSecond"
    saved = parse_mail(f"{MIME}Content-Type: text/markdown\n\nYou went quiet.\n")
    assert saved is not None
    assert saved.text == "You went quiet."


def test_an_attached_mail_is_read_with_its_own_head():
    inner = email.message.EmailMessage()
    inner["From"], inner["Date"], inner["Subject"] = "Dana <d@example.org>", "Tue, 10 Mar 2026 18:20:00 +0000", "Mock"
    inner.set_content("Clear plan.")
    mail = email.message.EmailMessage()
    mail["From"], mail["Message-ID"] = "ada@example.org", "<1@x>"
    mail.set_content("see attached")
    mail.add_attachment(inner)
    saved = parse_mail(mail.as_string())
    assert saved is not None
    pasted = parse_pasted(saved.document)
    assert pasted.text == "Subject: Mock\nFrom: Dana <d@example.org>\nDate: 2026-03-10\n\nClear plan."
    assert pasted.left_out == ("what stands above a forwarded mail (2 lines)",)


def test_html_is_read_beside_a_plain_part_that_is_no_alternative_to_it():
    mail = email.message.EmailMessage()
    mail["From"], mail["Message-ID"] = "a@example.org", "<1@x>"
    mail.set_content("<p>What they said.</p>", subtype="html")
    mail.add_attachment("A list's footer.")
    saved = parse_mail(mail.as_string())
    assert saved is not None
    assert [line for line in saved.text.split("\n") if line] == ["What they said.", "A list's footer."]
    saved = parse_mail(multipart("Once."))
    assert saved is None or saved.text == "Once."


@pytest.mark.parametrize("kind", ["text/plain", "text/plain; charset=iso-8859-1"])
def test_an_answer_in_a_mail_that_is_not_encoded_keeps_its_letters(kind):
    mail = f"{HEAD}Content-Type: {kind}\nContent-Transfer-Encoding: 8bit\n\n{NOTE}"
    assert "Zoë" in find_mail_text(mail)
    assert "“two”" in find_mail_text(mail)


def test_a_saved_mail_is_imported_without_its_technical_lines(make_site, tmp_path):
    root, path = make_site({}), tmp_path / "reply.eml"
    path.write_text(save_mail("Gut erklärt. Mehr testen!"), encoding="utf-8")
    result = CliRunner().invoke(cli, ["import", str(path), "--kind", "coding", "--yes", "-C", str(root)])
    assert result.exit_code == 0, result.output
    (file,) = (root / "content/interviews").glob("2026-01-14-*.md")
    written = file.read_text(encoding="utf-8")
    assert "title: Rückmeldung" in written
    assert "interviewer: Zoë Müller" in written
    assert "Gut erklärt. Mehr testen!" in written
    assert not any(word in written for word in ("Message-ID", "Content-", "me@example.org", "utf-8"))


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


def test_headings_and_lists_of_a_mail_in_html_are_markdown():
    page = "<h2>Strengths</h2><ul><li>Drew it</li><li>Asked</li></ul><h2>To improve</h2><p>Slow.</p><p>Loud.</p>"
    saved = parse_mail(f"{MIME}Content-Type: text/html\n\n{page}\n")
    assert saved is not None
    assert saved.text == "Strengths\nDrew it\nAsked\nTo improve\nSlow.\nLoud."
    assert saved.marked == "## Strengths\n\n- Drew it\n- Asked\n\n## To improve\n\nSlow.\n\nLoud."


def test_a_mail_in_the_letters_that_it_declares_is_read():
    mail = f"{MIME}Content-Type: text/plain; charset=ISO-8859-1\nContent-Transfer-Encoding: 8bit\n\ncafé\n"
    saved = parse_mail(decode_foreign(mail.encode("latin-1"), "mail.eml"))
    assert saved is not None
    assert saved.text == "café"


@pytest.mark.parametrize("body", [b"caf\xe9", b"charset=none caf\xe9", b"charset=utf-8 caf\xe9", b"PK\x03\x04 docx"])
def test_what_is_no_text_is_refused(body):
    with pytest.raises(ContentError):
        decode_foreign(body, "reply")
