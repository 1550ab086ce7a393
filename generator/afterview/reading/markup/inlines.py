"""Finish the text within blocks: decide on links and pictures, and report what would not be read as it was meant."""

import re

from markdown_it.token import Token

from afterview.model.audience import Visibility
from afterview.problems import Code, Severity
from afterview.reading.markup.links import Inside, Link, Outside, Refused, resolve_link
from afterview.reading.markup.notes import Notes

MARK_HINT = "write {private} or {mentor} at the end of a heading of its own; it covers what is under it"

_STRAY = re.compile(r"\{\s*(?:private|mentor)\s*\}", re.IGNORECASE)
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_SHOWN = 40


class InlineReader:
    """Go through the text of one body; ``links`` are those to check once all entries are read.

    ``reported`` are headings whose marks are reported already.
    """

    def __init__(self, path: str, notes: Notes) -> None:
        self.path, self.notes = path, notes
        self.links: list[Link] = []
        self.reported: set[str] = set()

    def finish(self, inline: Token, line: int, visibility: Visibility, images: list[str]) -> list[Token]:
        """Give the children of an inline token as they will be shown; addresses of pictures are added to ``images``."""
        finished: list[Token] = []
        dropped: list[bool] = []
        for token in inline.children or []:
            if token.type == "link_open":
                kept = self._finish_link(token, line, visibility, images)
                dropped.append(not kept)
                if not kept:
                    continue
            elif token.type == "link_close":
                if dropped.pop():
                    continue
            elif token.type == "image":
                finished += self._finish_image(token, line, visibility, images)
                continue
            elif token.type == "text":
                self._look_at_text(token.content, inline.content, line)
            finished.append(token)
        return finished

    def _look_at_text(self, text: str, around: str, line: int) -> None:
        if "{" in text and around not in self.reported and (stray := _STRAY.search(text)):
            self._note(Code.SECTION_MARK, line, stray[0], f"`{stray[0]}` hides nothing here", MARK_HINT)
        if "<" in text and (html := _HTML.search(text)):
            shown = html[0][:_SHOWN]
            hint = "write it in Markdown, or between backticks"
            message = f"`{shown}` is HTML, and is shown as it is written"
            self._note(Code.RAW_HTML, line, shown, message, hint, Severity.WARNING)

    def _finish_link(self, token: Token, line: int, visibility: Visibility, images: list[str]) -> bool:
        """Rewrite a link's address; False where it must not be a link."""
        href = str(token.attrGet("href"))
        found = resolve_link(href, path=self.path)
        if isinstance(found, Refused):
            message = f"{found.reason}: it is shown as text"
            self._note(Code.REFUSED_LINK, line, href[:_SHOWN], message, found.hint, Severity.WARNING)
            return False
        token.attrSet("href", found.href)
        if isinstance(found, Outside):
            token.attrSet("rel", "noopener noreferrer")
        else:
            self._keep_link(found, line, visibility, href, images)
        return True

    def _finish_image(self, token: Token, line: int, visibility: Visibility, images: list[str]) -> list[Token]:
        """Keep a picture of the portfolio; one from elsewhere becomes a link: no page asks other sites for anything."""
        href = str(token.attrGet("src"))
        found = resolve_link(href, path=self.path)
        if isinstance(found, Inside):
            token.attrSet("src", found.href)
            self._keep_link(found, line, visibility, href, images)
            return [token]
        words = Token("text", "", 0, content=token.content or href)
        hint = "put the picture into content/images/: a page of this site asks no other site for anything"
        refused = isinstance(found, Refused)
        message = "this picture cannot be shown" if refused else "a picture from another site is shown as a link"
        self._note(Code.REFUSED_LINK, line, href[:_SHOWN], message, hint, Severity.WARNING)
        if isinstance(found, Refused):
            return [words]
        attributes: dict[str, str | int | float] = {"href": found.href, "rel": "noopener noreferrer"}
        return [Token("link_open", "a", 1, attrs=attributes), words, Token("link_close", "a", -1)]

    def _keep_link(self, found: Inside, line: int, visibility: Visibility, written: str, images: list[str]) -> None:
        is_image = found.target.startswith("content/images/")
        if is_image:
            images.append(found.target.removeprefix("content/"))
        self.links.append(
            Link(
                target=found.target,
                anchor=found.anchor,
                line=self.notes.line(line, written),
                visibility=visibility,
                written=written,
                is_image=is_image,
            )
        )

    def _note(
        self, code: Code, line: int, snippet: str, message: str, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.notes.add(code, self.notes.of_body(line), snippet, message, hint, severity)
