"""Find the plain text in a saved mail, or in HTML that was copied from one, where an answer may be inside."""

import email
import email.policy
import re
from html.parser import HTMLParser

_ANSWER = re.compile(r"\bafterview\\?\W{0,4}:\W{0,4}(?:end|feedback)\b")
_MAIL = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*:.*\n(?:[ \t].*\n)*)*?Content-(?:Type|Transfer-Encoding):", re.IGNORECASE)
_TAGS = re.compile(r"<br\b[^>]*>|</(?:p|div|pre|blockquote)>", re.IGNORECASE)
_BLOCKS = frozenset({"p", "div", "pre", "blockquote", "li", "tr", "h1", "h2", "h3", "ul", "ol", "table"})


class _TextOfPage(HTMLParser):
    """Collect the text of HTML, with a new line where a browser begins one."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.text += "\n"
        elif tag in _BLOCKS:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        # A source line that ends after a tag is no line of the text.
        self.text += data.removeprefix("\n") if self.text.endswith("\n") else data

    def _end_line(self) -> None:
        if self.text and not self.text.endswith("\n"):
            self.text += "\n"


def is_like_answer(text: str) -> bool:
    """Report whether a text has a sign of an answer: its kind, or its end."""
    return _ANSWER.search(text) is not None


def find_mail_text(text: str) -> str:
    """Return the text of a saved mail or of HTML with an answer in it; else the text as it is."""
    found = _decode_mail(text) if _MAIL.match(text) else text
    if _TAGS.search(found) and is_like_answer(found):
        page = _TextOfPage()
        page.feed(found)
        page.close()
        found = page.text
    return found if is_like_answer(found) else text


def _decode_mail(text: str) -> str:
    message = email.message_from_bytes(text.encode(), policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    try:
        content = body.get_content() if body else text
    except (LookupError, ValueError):  # an encoding that nobody knows
        return text
    return content if isinstance(content, str) else text
