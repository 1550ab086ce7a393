"""Finish the text within blocks: decide on links and pictures, and report what would not be read as it was meant."""

import re
from collections.abc import Iterator

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from afterview.model.audience import Visibility
from afterview.problems import Code, Severity
from afterview.reading.markup.headings import HIDES, without_code
from afterview.reading.markup.links import Inside, Link, Outside, Refused, resolve_link
from afterview.reading.markup.problem_log import ProblemLog

_HTML = re.compile(r"(?<![\\(])(?:</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>|<!--)")
# A picture of Obsidian's, or a bare address; the sign or the letters come first, so that a search can leap.
_SPECIAL = re.compile(
    r"!\[\[(?P<picture>[^\[\]|\n]{1,200}\.(?:png|jpe?g|gif|webp|svg|avif|heic|bmp|tiff?))(?:\|(?P<alt>[^\[\]\n]{0,200}))?\]\]"
    r"|(?:https?://|www\.(?=\w))(?<![\w/@.:-]https://)(?<![\w/@.:-]http://)(?<![\w/@.:-]www\.)(?P<rest>[^\s<>\"`]+)",
    re.IGNORECASE,
)
_NEEDS_REWRITING = re.compile(r"://|www\.|!\[\[", re.IGNORECASE)
_SHOWN = 40
PICTURE = "picture"
"""What a picture without a description is called, and the mark of tokens that stand in a picture's place."""
_KEEP_HINT = "put the picture into content/images/ and write ![what it shows](../images/name.png)"


class InlineReader:
    """Finish the text of one body; ``links`` are those to check once all entries are read.

    ``reported`` are headings whose marks are reported already.
    """

    def __init__(self, path: str, log: ProblemLog) -> None:
        self.path, self.log = path, log
        self.links: list[Link] = []
        self.reported: set[str] = set()

    def finish(self, inline: Token, line: int, visibility: Visibility, images: list[str]) -> list[Token]:
        """Return the children of an inline token as they will be shown; addresses of pictures go to ``images``."""
        self._check_text(inline.content, line)
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
            elif token.type == "text" and not dropped and _NEEDS_REWRITING.search(token.content):
                finished += self._finish_text(token, line, visibility, images)
                continue
            finished.append(token)
        return finished

    def _check_text(self, content: str, line: int) -> None:
        """Report marks that hide nothing, and HTML."""
        marked = "{" in content and content not in self.reported
        if not marked and "<" not in content:
            return
        words = without_code(content)
        if marked and (stray := HIDES.search(words)):
            self.log.refuse_mark(self.log.of_body(line), stray[0])
        if html := _HTML.search(words):
            shown = html[0][:_SHOWN]
            message = f"`{shown}` is HTML, and is shown as it is written"
            self._add(Code.RAW_HTML, line, shown, message, "write it in Markdown, or between backticks")

    def _finish_text(self, token: Token, line: int, visibility: Visibility, images: list[str]) -> Iterator[Token]:
        """Make bare addresses links, and ``![[name.png]]`` a picture."""
        text, end = token.content, 0
        for found in _SPECIAL.finditer(text):
            if found["picture"]:
                made = self._finish_embed(found["picture"].strip(), found["alt"] or "", line, visibility, images)
                after = found.end()
            else:
                url = _without_punctuation(found[0])
                if len(url) <= len("https://"):
                    continue
                made = _link(normalizeLink(url if "://" in url else f"https://{url}"), url)
                after = found.start() + len(url)
            if found.start() > end:
                yield Token("text", "", 0, content=text[end : found.start()])
            yield from made
            end = after
        if end < len(text):
            yield Token("text", "", 0, content=text[end:]) if end else token

    def _finish_embed(self, name: str, alt: str, line: int, visibility: Visibility, images: list[str]) -> list[Token]:
        """Show a picture that Obsidian embeds by its name: it is one of ``content/images/``."""
        source = name if "/" in name else f"/content/images/{name}"
        alt = alt or name.rpartition("/")[2].rpartition(".")[0]
        words = Token("text", "", 0, content=alt)
        token = Token("image", "img", 0, attrs={"src": normalizeLink(source), "alt": ""}, content=alt, children=[words])
        return self._finish_image(token, line, visibility, images)

    def _finish_link(self, token: Token, line: int, visibility: Visibility, images: list[str]) -> bool:
        """Rewrite a link's address; False where it must not be a link."""
        href = str(token.attrGet("href"))
        found = resolve_link(href, path=self.path)
        if isinstance(found, Refused):
            self._add(Code.REFUSED_LINK, line, href[:_SHOWN], f"{found.reason}: it is shown as text", found.hint)
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
            self._keep_link(found, line, visibility, href, images, shown=True)
            return [token]
        written = href[:_SHOWN]
        if isinstance(found, Refused):
            inside = href[:5].lower() == "data:"
            message = (
                "this picture is part of the text and cannot be shown" if inside else "this picture cannot be shown"
            )
            self._add(Code.REFUSED_LINK, line, written, message, _KEEP_HINT)
            words = token.content or (PICTURE if inside else href)
            return [Token("text", "", 0, content=words, meta={PICTURE: True})]
        hint = "put the picture into content/images/: pages load nothing from other sites"
        self._add(Code.REFUSED_LINK, line, written, "a picture from another site is shown as a link", hint)
        link = _link(found.href, token.content or href)
        for part in link:
            part.meta[PICTURE] = True
        return link

    def _keep_link(
        self, found: Inside, line: int, visibility: Visibility, written: str, images: list[str], *, shown: bool = False
    ) -> None:
        is_image = shown or found.target.startswith("content/images/")
        if is_image and found.target.startswith("content/"):
            images.append(found.target.removeprefix("content/"))
        self.links.append(
            Link(
                target=found.target,
                anchor=found.anchor,
                href=found.href,
                line=self.log.line(line, written[:_SHOWN]),
                visibility=visibility,
                written=written if len(written) <= 2 * _SHOWN else f"{written[: 2 * _SHOWN]}…",
                is_image=is_image,
            )
        )

    def _add(
        self, code: Code, line: int, snippet: str, message: str, hint: str, severity: Severity = Severity.WARNING
    ) -> None:
        self.log.add(code, self.log.of_body(line), snippet, message, hint, severity)


def _link(href: str, words: str) -> list[Token]:
    attributes: dict[str, str | int | float] = {"href": href, "rel": "noopener noreferrer"}
    text = Token("text", "", 0, content=words)
    return [Token("link_open", "a", 1, attrs=attributes), text, Token("link_close", "a", -1)]


def _without_punctuation(url: str) -> str:
    """Remove from an address what belongs to the sentence: punctuation, and a bracket that it does not open."""
    extra = url.count(")") - url.count("(")
    while url:
        if url[-1] == ")" and extra > 0:
            extra -= 1
        elif url[-1] not in "?!.,:;*_~'\"\u201d\u2019\u00bb]":
            break
        url = url[:-1]
    return url
