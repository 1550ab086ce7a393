"""Check the links between entries, and show as text those that lead nowhere."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

import msgspec
from markupsafe import Markup

from afterview.model.audience import Visibility
from afterview.model.interview import Interview
from afterview.model.mentor import Mentor
from afterview.model.portfolio import Article, Note, Skill
from afterview.model.section import ROOT, Section
from afterview.problems import Code, Problem, Severity
from afterview.reading.did_you_mean import find_nearest
from afterview.reading.entries import One, ParsedEntry
from afterview.reading.markup.links import Link
from afterview.reading.sources import CONTENT

_AnyParsed = (
    ParsedEntry[Interview] | ParsedEntry[Skill] | ParsedEntry[Note] | ParsedEntry[Article] | ParsedEntry[Mentor]
)
Rewrites = Mapping[str, Mapping[str, str]]
"""For each path, what becomes of an address in its text: another one, or nothing where the link is to be text."""

_LINK = re.compile(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_PICTURE = re.compile(r'<img src="([^"]*)" alt="([^"]*)"[^>]*>')
_WEBSITE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]|\Z)", re.IGNORECASE)
_MOST = 20
_IMAGES = f"{CONTENT}/images/"


class _Dead(Exception):
    """A link leads nowhere; the exception has the message."""

    def __init__(self, code: Code, message: str, hint: str) -> None:
        self.code, self.message, self.hint = code, message, hint


def check_links(
    root: Path, parsed_entries: Sequence[_AnyParsed], unread: AbstractSet[str] = frozenset()
) -> tuple[list[Problem], Rewrites]:
    """Check every link between entries. ``unread`` are the paths of those that could not be read: they are there.

    Returns the problems, an error for what some readers of the text may not see and a warning for what does not exist,
    and what is to become of the addresses in the texts.
    """
    linked = [parsed for parsed in parsed_entries if parsed.links]
    if not linked:
        return [], {}
    checker = _Checker(root, parsed_entries)
    problems: list[Problem] = []
    rewrites: dict[str, dict[str, str]] = {}
    for parsed in linked:
        dead = 0
        for link in parsed.links:
            try:
                problems += checker.check(parsed, link, rewrites.setdefault(parsed.path, {}))
            except _Dead as found:
                rewrites[parsed.path][link.href] = ""
                if link.target in unread:
                    continue
                dead += 1
                if dead <= _MOST:
                    problems.append(
                        _problem(parsed, found.code, found.message, found.hint, link.line, Severity.WARNING)
                    )
        if dead > _MOST:
            message = f"{dead - _MOST:,} more links of this file lead nowhere, and are shown as text"
            problems.append(_problem(parsed, Code.DEAD_LINK, message, "correct the first ones", 0, Severity.WARNING))
    return problems, {path: rewritten for path, rewritten in rewrites.items() if rewritten}


class _Checker:
    """Check links against all entries."""

    def __init__(self, root: Path, parsed_entries: Sequence[_AnyParsed]) -> None:
        self.root = root
        self.by_path: dict[str, _AnyParsed] = {
            parsed.path: parsed for parsed in parsed_entries if not isinstance(parsed.entry, Mentor)
        }
        self.seen_by = find_visibilities(parsed_entries)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all files."""
        return tuple(path.rpartition("/")[2] for path in self.by_path)

    def check(self, parsed: _AnyParsed, link: Link, rewritten: dict[str, str]) -> Iterator[Problem]:
        """Report a link that some readers may not follow; raises _Dead for one that leads nowhere."""
        if link.is_image:
            return self._check_picture(parsed, link)
        return self._check_link(parsed, link, rewritten)

    def _check_link(self, parsed: _AnyParsed, link: Link, rewritten: dict[str, str]) -> Iterator[Problem]:
        target = self.by_path.get(link.target)
        if target is None:
            near = find_nearest(link.target.rpartition("/")[2], self.names)
            hint = "write the path of another .md file, from this one, like [that day](2026-10-02-acme.md)"
            if near:
                hint = f"did you mean `{near[0]}`?"
            elif _WEBSITE.match(link.written) and not link.target.endswith(".md"):
                hint = f"if it is a website, write https://{link.written}"
            message = f"`{link.written}` leads to no entry of this portfolio, so it is shown as text"
            raise _Dead(Code.DEAD_LINK, message, hint)
        anchor = target.anchors.get(link.anchor)
        if link.anchor and anchor is None:
            raise _Dead(
                Code.DEAD_LINK,
                f"`{link.written}` leads to a heading that is not in {link.target}, so it is shown as text",
                self._heading_hint(target, link),
            )
        if anchor and anchor.id != link.anchor:
            rewritten[link.href] = f"{link.href.partition('#')[0]}#{anchor.id}"
        reader = min(self.seen_by[parsed.path], link.visibility, key=lambda one: one.rank)
        shown_to = anchor.visibility if anchor else Visibility.PUBLIC
        seen_by = min(self.seen_by[target.path], shown_to, key=lambda one: one.rank)
        return iter(
            [
                _problem(
                    parsed,
                    Code.DEAD_LINK,
                    f"this {reader} text links to `{link.written}`, which is {seen_by}",
                    "remove the link, or give both the same `visibility`",
                    link.line,
                )
            ]
            if seen_by.rank < reader.rank
            else []
        )

    def _heading_hint(self, target: _AnyParsed, link: Link) -> str:
        words = {name.rpartition("s-")[2]: anchor.words for name, anchor in target.anchors.items()}
        if not words:
            return "that file has no headings: link to the file itself"
        near = find_nearest(link.anchor.rpartition("s-")[2], tuple(words))
        shown = ", ".join(f"`#{name}`" for name in list(words)[:6])
        return f"did you mean `#{near[0]}`, the heading “{words[near[0]]}”?" if near else f"its headings are {shown}"

    def _check_picture(self, parsed: _AnyParsed, link: Link) -> Iterator[Problem]:
        file = self.root / link.target
        if not link.target.startswith(_IMAGES):
            message = f"the picture `{link.written}` is not below {_IMAGES}, so only its description is shown"
            raise _Dead(Code.MISSING_IMAGE, message, f"move it to {_IMAGES} and write ![…](../images/name.png)")
        if not _is_file(file):
            message = f"there is no picture at {link.target}, so only its description is shown"
            raise _Dead(Code.MISSING_IMAGE, message, "put it there, or correct its name: capitals count")
        if not file.resolve().is_relative_to((self.root / CONTENT).resolve() / "images"):
            message = f"{link.target} is a link to a place outside {_IMAGES}"
            yield _problem(parsed, Code.LINK_OUTSIDE, message, "put the picture itself there", link.line)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that is too long, or that no file can have
        return False


def rewrite_links(parsed: ParsedEntry[One], rewrites: Rewrites) -> ParsedEntry[One]:
    """Return the parsed with the addresses in its texts rewritten; a link to nothing becomes its words."""
    found = rewrites.get(parsed.path)
    if not found:
        return parsed
    by_html = {html.escape(href): html.escape(new) for href, new in found.items()}
    gone = {unquote(href.removeprefix(ROOT)) for href, new in found.items() if not new}
    entry: object = parsed.entry
    changes: dict[str, object] = {
        "sections": tuple(_rewrite_section(one, by_html, gone) for one in parsed.entry.sections)
    }
    if isinstance(entry, Interview):
        changes["points"] = tuple(
            msgspec.structs.replace(one, html=_rewrite(one.html, by_html)) for one in entry.points
        )
        changes["commitments"] = tuple(
            msgspec.structs.replace(one, html=_rewrite(one.html, by_html)) for one in entry.commitments
        )
    return msgspec.structs.replace(parsed, entry=msgspec.structs.replace(parsed.entry, **changes), digest=b"")


def _rewrite_section(section: Section, by_html: Mapping[str, str], gone: AbstractSet[str]) -> Section:
    return msgspec.structs.replace(
        section,
        title=_rewrite(section.title, by_html),
        html=_rewrite(section.html, by_html),
        images=tuple(address for address in section.images if address not in gone),
    )


def _rewrite(markup: Markup, by_html: Mapping[str, str]) -> Markup:
    """Rewrite the addresses of links and pictures; the text stays as the renderer escaped it."""

    def picture(found: "re.Match[str]") -> str:
        return found[2] if by_html.get(found[1]) == "" else found[0]

    def link(found: "re.Match[str]") -> str:
        new = by_html.get(found[1])
        if new is None:
            return found[0]
        return f'<a href="{new}"{found[2]}>{found[3]}</a>' if new else found[3]

    return Markup(_LINK.sub(link, _PICTURE.sub(picture, str(markup))))  # rendered before, and only cut since


def find_visibilities(parsed_entries: Sequence[_AnyParsed]) -> dict[str, Visibility]:
    """Return for each entry, by path, who sees it: a note is seen by who may see all the interviews it is about."""
    interviews = {
        parsed.entry.slug: parsed.entry.visibility for parsed in parsed_entries if isinstance(parsed.entry, Interview)
    }
    found = {}
    for parsed in parsed_entries:
        entry = parsed.entry
        found[parsed.path] = Visibility.PUBLIC if isinstance(entry, Skill) else entry.visibility
        if isinstance(entry, Note):
            all_of_them = [entry.visibility, *(interviews.get(slug, Visibility.PRIVATE) for slug in entry.about)]
            found[parsed.path] = min(all_of_them, key=lambda one: one.rank)
    return found


def _problem(
    parsed: _AnyParsed, code: Code, message: str, hint: str, line: int, severity: Severity = Severity.ERROR
) -> Problem:
    return Problem(
        code=code, path=parsed.path, message=message, hint=hint, line=line, column=min(line, 1), severity=severity
    )
