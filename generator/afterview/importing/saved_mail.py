"""Read saved mails: the text and the head of one, and an answer inside it or inside HTML that was copied from one."""

import contextlib
import email
import email.message
import email.policy
import re
from html.parser import HTMLParser

import msgspec

_ANSWER = re.compile(r"\bafterview\\?\W{0,4}:\W{0,4}(?:end|feedback)\b")
_MAIL = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*:.*\n(?:[ \t].*\n)*)*?Content-(?:Type|Transfer-Encoding):", re.IGNORECASE)
_HEAD = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*:.*\n(?:[ \t].*\n)*){2,}\n")
_TECHNICAL = re.compile(r"^(?:content-type:\s*\w+/|mime-version:|message-id:|received:)", re.IGNORECASE | re.MULTILINE)
_FORWARDED = "---------- Forwarded message ---------"
_UNREADABLE = (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What is raised for an encoding that nobody knows, for a damaged head, for parts too deep, or for broken HTML."""
_UNCLOSED = re.compile(r"<(?=[^<>]*(?:<|\Z))")
"""A sign that begins no tag, which would cost as much as the whole rest of the page."""
_UNSEEN = frozenset({"style", "script", "title"})
_TAGS = re.compile(r"<br\b[^>]*>|</(?:p|div|pre|blockquote)>", re.IGNORECASE)
_BLOCKS = frozenset(
    {"p", "div", "pre", "blockquote", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"}
    | {"hr", "dl", "dt", "dd", "section", "article", "header", "footer"}
)
_MARKS = {"li": "- ", **{f"h{level}": f"{'#' * level} " for level in range(1, 7)}}
_APART = frozenset({*_MARKS, "p", "ul", "ol", "table", "blockquote"}) - {"li"}
"""What an empty line follows in Markdown."""


class _TextOfPage(HTMLParser):
    """Collect the text of HTML, with a new line where a browser begins one.

    ``marks``: headings and lists become those of Markdown.
    """

    def __init__(self, *, marks: bool) -> None:
        super().__init__()
        self.text = ""
        self._marks = marks
        self._unseen = False

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self._unseen = self._unseen or tag in _UNSEEN
        if tag == "br":
            self.text += "\n"
        elif tag in _BLOCKS:
            self._end_line()
            self.text += _MARKS.get(tag, "") if self._marks else ""

    def handle_endtag(self, tag: str) -> None:
        self._unseen = self._unseen and tag not in _UNSEEN
        if tag in _BLOCKS:
            self._end_line()
            self.text += "\n" if self._marks and tag in _APART else ""

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        # A source line that ends after a tag is no line of the text.
        self.text += data.removeprefix("\n") if self.text.endswith("\n") else data

    def _end_line(self) -> None:
        if self.text and not self.text.endswith("\n"):
            self.text += "\n"


def is_like_answer(text: str) -> bool:
    """Report whether a text has a sign of an answer: its kind, or its end."""
    return _ANSWER.search(text) is not None


class SavedMail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail as a mail program saves it: its text, and lines with its subject, its sender and its day.

    ``marked`` is the text with the headings and lists of HTML as those of Markdown.
    """

    head: str
    text: str
    marked: str

    @property
    def document(self) -> str:
        """The head and the text, as Markdown."""
        return f"{self.head}\n\n{self.marked}"


def parse_mail(text: str) -> SavedMail | None:
    """Parse a whole mail as a program saves it (RFC 5322, MIME); None for any other text."""
    text = text.replace("\r\n", "\n")
    head = _HEAD.match(text)
    if not head or not _TECHNICAL.search(head[0]):
        return None
    try:
        message = _parse_message(text)
        text, marked = ("\n\n".join(_list_texts(message, marks=marks)) for marks in (False, True))
        return SavedMail(head=_render_head(message), text=text, marked=marked)
    except _UNREADABLE:
        return None


def _render_head(message: email.message.Message) -> str:
    sent = getattr(message["Date"], "datetime", None)
    facts = (("Subject", message["Subject"]), ("From", message["From"]), ("Date", sent and sent.date().isoformat()))
    return "\n".join(f"{name}: {value}" for name, value in facts if value)


def _parse_message(text: str) -> email.message.EmailMessage:
    return email.message_from_bytes(text.encode(), policy=email.policy.default)


def _list_texts(part: email.message.EmailMessage, *, marks: bool = False) -> list[str]:
    """List the texts of a part of a mail; of alternatives only one, plain if there is one.

    ``marks``: headings and lists of HTML become those of Markdown.
    """
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload(0)
        if not isinstance(inner, email.message.EmailMessage):
            return []
        return ["\n\n".join([f"{_FORWARDED}\n{_render_head(inner)}", *_list_texts(inner, marks=marks)])]
    if part.is_multipart():
        parts = [inner for inner in part.iter_parts() if isinstance(inner, email.message.EmailMessage)]
        if kind != "multipart/alternative":
            return [text for inner in parts for text in _list_texts(inner, marks=marks)]
        parts.sort(key=lambda inner: inner.get_content_type() != "text/plain")
        return next((texts for inner in parts if (texts := _list_texts(inner, marks=marks))), [])
    if not kind.startswith("text/") or kind in ("text/calendar", "text/css"):
        return []
    text = _decode_part(part)
    text = (_find_text(text, marks=marks) if kind == "text/html" else text).strip("\n")
    return [text] if text.strip() else []


def _decode_part(part: email.message.EmailMessage) -> str:
    """Decode the text of a part; what is not encoded was decoded with the file, whatever it says of itself."""
    if part.get("Content-Transfer-Encoding", "8bit").lower() in ("7bit", "8bit", "binary"):
        return bytes(part.get_payload(decode=True)).decode("utf-8", "replace")
    return str(part.get_content())


def find_mail_text(text: str) -> str:
    """Return the text of a saved mail or of HTML with an answer in it; else the text as it is."""
    found = text
    if _MAIL.match(text):
        try:
            found = "\n\n".join(_list_texts(_parse_message(text)))
        except _UNREADABLE:
            return text
    if _TAGS.search(found) and is_like_answer(found):
        with contextlib.suppress(*_UNREADABLE):
            found = _find_text(found)
    return found if is_like_answer(found) else text


def _find_text(html: str, *, marks: bool = False) -> str:
    """Return the text of HTML that a reader sees."""
    page = _TextOfPage(marks=marks)
    page.feed(_UNCLOSED.sub("&lt;", html))
    page.close()
    return page.text
