"""Check what entries say of each other: links, notes, names."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from afterview.model.audience import Audience, Visibility
from afterview.model.interview import Interview, Shown
from afterview.model.mentor import Mentor
from afterview.model.portfolio import Article, Note, Skill
from afterview.problems import Code, Problem, Severity
from afterview.reading.entries import Draft
from afterview.reading.fields import did_you_mean
from afterview.reading.markup.links import Link
from afterview.reading.sources import CONTENT

Any_ = Draft[Interview] | Draft[Skill] | Draft[Note] | Draft[Article] | Draft[Mentor]

_NAME_HINT = "write what they are to you instead, or ask them and permit it with `shows: [{name}]`"


def check_links(root: Path, drafts: Sequence[Any_]) -> Iterator[Problem]:
    """Report links to what does not exist, or to what some readers of the text may not see."""
    by_path: dict[str, Any_] = {draft.path: draft for draft in drafts if not isinstance(draft.entry, Mentor)}
    seen_by = _visibilities(drafts)
    for draft in drafts:
        for link in draft.links:
            reader = min(seen_by[draft.path], link.visibility, key=lambda one: one.rank)
            if link.is_image:
                yield from _check_image(root, draft, link)
            else:
                yield from _check_link(draft, link, reader, by_path, seen_by)


def _check_link(
    draft: Any_,
    link: Link,
    reader: Visibility,
    by_path: Mapping[str, Any_],
    visibilities: Mapping[str, Visibility],
) -> Iterator[Problem]:
    target = by_path.get(link.target)
    if target is None:
        message = f"`{link.written}` leads to no entry of this portfolio"
        names = {path.rpartition("/")[2]: path for path in by_path}
        hint = did_you_mean(link.target.rpartition("/")[2], names)
        if not hint.startswith("did you mean"):
            hint = "write the path of another .md file, from this one, as [that day](2026-10-02-acme.md)"
        yield _problem(draft, Code.DEAD_LINK, message, hint, link.line)
        return
    anchors = {section.anchor: section.visibility for section in target.entry.sections if section.anchor}
    if link.anchor and link.anchor not in anchors:
        message = f"`{link.written}` leads to a heading that is not in {link.target}"
        known = [anchor.removeprefix("s-") for anchor in anchors]
        hint = did_you_mean(link.anchor.removeprefix("s-"), known) if known else "it has no headings: link to the file"
        yield _problem(draft, Code.DEAD_LINK, message, hint, link.line)
        return
    seen_by = min(visibilities[target.path], anchors.get(link.anchor, Visibility.PUBLIC), key=lambda one: one.rank)
    if seen_by.rank < reader.rank:
        message = f"`{link.written}` leads to what is {seen_by}, and this text is {reader}"
        yield _problem(draft, Code.DEAD_LINK, message, "remove the link, or let the same people see both", link.line)


def _check_image(root: Path, draft: Any_, link: Link) -> Iterator[Problem]:
    content = (root / CONTENT).resolve()
    file = root / link.target
    if not link.target.startswith(f"{CONTENT}/images/"):
        message = f"`{link.written}` is not below content/images/"
        yield _problem(draft, Code.MISSING_IMAGE, message, "move the picture there", link.line)
    elif not file.is_file():
        yield _problem(draft, Code.MISSING_IMAGE, f"there is no picture at {link.target}", "check its name", link.line)
    elif not file.resolve().is_relative_to(content / "images"):
        message = f"{link.target} is a link to a place outside content/images/"
        yield _problem(draft, Code.LINK_OUTSIDE, message, "put the picture itself there", link.line)


def check_complete(drafts: Sequence[Draft[Interview]], complete_for: AbstractSet[Audience]) -> Iterator[Problem]:
    """Report rated interviews that are hidden from an audience who, by portfolio.yaml, sees them all."""
    for draft in drafts:
        hidden_from = sorted(one for one in complete_for if not one.may_see(draft.entry.visibility))
        if hidden_from and draft.entry.ratings:
            message = f"this rated interview is {draft.entry.visibility}, but `complete_for` lists {hidden_from[0]}"
            hint = (
                f"set `visibility: {hidden_from[0]}`, or remove {hidden_from[0]} from `complete_for` in portfolio.yaml"
            )
            yield _problem(draft, Code.HIDDEN_RATING, message, hint, 1)


def check_mentors(mentors: Sequence[Draft[Mentor]]) -> Iterator[Problem]:
    """Report two mentors whose sealed pages would lie in one place."""
    first: dict[str, str] = {}
    for draft in mentors:
        path = first.setdefault(draft.entry.link, draft.path)
        if path != draft.path:
            message = f"{path} and this file have the same `link`"
            hint = "write the second file with `afterview mentor NAME`, which makes a link of its own"
            yield _problem(draft, Code.SAME_LINK, message, hint, *draft.places["link"])


def check_notes(notes: Sequence[Draft[Note]], interviews: Sequence[Draft[Interview]]) -> Iterator[Problem]:
    """Report notes about interviews that do not exist, or that fewer people may see than the note."""
    by_slug = {draft.entry.slug: draft.entry for draft in interviews}
    for draft in notes:
        for slug in draft.entry.about:
            line, column = draft.places[slug]
            interview = by_slug.get(slug)
            if interview is None:
                message = f"there is no interview `{slug}`"
                yield _problem(draft, Code.UNKNOWN_INTERVIEW, message, did_you_mean(slug, by_slug), line, column)
            elif interview.visibility.rank < draft.entry.visibility.rank:
                message = (
                    f"the note is {draft.entry.visibility}, but `{slug}` is {interview.visibility}: it stays hidden"
                )
                hint = "only who may see all the interviews that a note is about sees the note"
                yield _problem(draft, Code.HIDDEN_NOTE, message, hint, line, column, Severity.WARNING)


def check_names(
    interviews: Sequence[Draft[Interview]], notes: Sequence[Draft[Note]], shows: AbstractSet[Shown]
) -> Iterator[Problem]:
    """Warn where a public entry tells a name that its page keeps back: in its title, file name or text."""
    about: dict[str, str] = {}
    for draft in interviews:
        entry = draft.entry
        if entry.visibility is not Visibility.PUBLIC:
            continue
        about[entry.slug] = "" if Shown.INTERVIEWER in shows | entry.shows else entry.interviewer or ""
        for told in draft.told_names:
            if told not in shows | entry.shows:
                message = f"this public interview tells the name of the {told}, which its page keeps back"
                yield _problem(
                    draft, Code.NAME_SHOWN, message, _NAME_HINT.format(name=told), 1, severity=Severity.WARNING
                )
    for note in notes:
        hidden = {about[slug] for slug in note.entry.about if slug in about}
        if note.entry.visibility is Visibility.PUBLIC and note.entry.author in hidden:
            message = "this public note is signed with the interviewer's name, which the interview's page keeps back"
            yield _problem(
                note, Code.NAME_SHOWN, message, _NAME_HINT.format(name="interviewer"), 1, severity=Severity.WARNING
            )


def _visibilities(drafts: Sequence[Any_]) -> dict[str, Visibility]:
    """Say of each entry, by path, who sees it: a note is seen by who may see all the interviews that it is about."""
    interviews = {draft.entry.slug: draft.entry.visibility for draft in drafts if isinstance(draft.entry, Interview)}
    found = {}
    for draft in drafts:
        entry = draft.entry
        found[draft.path] = Visibility.PUBLIC if isinstance(entry, Skill) else entry.visibility
        if isinstance(entry, Note):
            all_of_them = [entry.visibility, *(interviews.get(slug, Visibility.PUBLIC) for slug in entry.about)]
            found[draft.path] = min(all_of_them, key=lambda one: one.rank)
    return found


def _problem(
    draft: Any_,
    code: Code,
    message: str,
    hint: str,
    line: int,
    column: int = 1,
    severity: Severity = Severity.ERROR,
) -> Problem:
    return Problem(code=code, path=draft.path, message=message, hint=hint, line=line, column=column, severity=severity)
