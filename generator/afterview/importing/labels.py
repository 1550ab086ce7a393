"""Find the facts that a document gives in lines such as ``Date: 3 November 2026``, and its title."""

import re
from collections.abc import Sequence

import msgspec

from afterview.importing.days import find_words_beside_day
from afterview.importing.import_context import Setting
from afterview.reading.markup.headings import Heading
from afterview.reading.markup.outline import find_headings
from afterview.reading.vocabulary import folded

_LABELS = {
    "date": "date; day; when; sent; fecha; enviado; enviado el; data; enviado em; enviada em; jour; envoyé; envoyé le",
    "kind": "kind; type; interview type; kind of interview; tipo; tipo de entrevista; genre; type d'entretien",
    "company": "company; empresa; entreprise; société",
    "role": "role; position; puesto; cargo; vaga; poste",
    "interviewer": "interviewer; with; interviewed by; entrevistador; entrevistadora; con; com; avec; intervieweur; "
    "intervieweuse",
    "relation": "relation",
    "mode": "mode",
    "minutes": "minutes; duration; length; duración; duração; durée",
    "title": "subject; asunto; assunto; objet",
    "from": "from; de",
    "to": "to; cc; bcc; para; à",
    "": "created; last edited; status",
}
"""What people write before a colon, in four languages; ``to`` and ``""`` are lines that are no facts of ours."""
BY_LABEL = {folded(label): name for name, labels in _LABELS.items() for label in labels.split("; ")}
_LINE = re.compile(
    r"[-*•]?\s*(?:\*\*|__)?(?P<label>[^:*_|]{2,24}?)(?:\*\*|__)?\s*::?\s*(?:\*\*|__)?\s*(?P<value>\S.*?)\s*\Z"
)
_FROM = "from"
_TO = "to"
_LONGEST_DAY = 40
_SMALL_WORD = 2
_ADDRESS = re.compile(r"\s*[<(\[]+(?:mailto:)?\S+@\S+[>)\]]+")


class Labelled(msgspec.Struct, frozen=True, kw_only=True):
    """A line that gives a fact: which one, its value, and the line as it was written.

    ``whole``: the line says nothing else. ``sent``: it names who sent a mail.
    """

    name: str
    value: str
    line: str
    whole: bool = True
    sent: bool = False


def take_title(text: str, setting: Setting, *, deepest: int = 1) -> tuple[str, str]:
    """Take a document's title off its text: its first heading, down to a level, unless that names a section.

    Only lines that give facts may stand above it.
    """
    first = next(iter(find_headings(text, setting.vocabulary)), None)
    if first is None or first.level > deepest or first.role is not None:
        return "", text
    lines = text.split("\n")
    if any(line.strip() and _read(line, setting) is None for line in lines[: first.line]):
        return "", text
    title = re.sub(r"[*_`]+", "", first.text).strip()
    return title, "\n".join([*lines[: first.line], *lines[after_heading(lines, first) :]]).strip("\n")


def after_heading(lines: Sequence[str], heading: Heading) -> int:
    """Return the line after a heading, and after the line of ``===`` or ``---`` that may make it one."""
    after = heading.line + 1
    is_marked = lines[heading.line].lstrip().startswith("#")
    underline = lines[after].strip() if after < len(lines) and not is_marked else ""
    return after + 1 if underline and set(underline) in ({"="}, {"-"}) else after


def take_facts(text: str, setting: Setting) -> tuple[list[Labelled], str]:
    """Take the lines that give facts from above the first section.

    Without sections only paragraphs at the beginning are taken, each with such a line. A line that has more than the
    fact stays in the text.
    """
    lines = text.split("\n")
    found = {number: read for number in _list_lines_above(lines, setting) if (read := _read(lines[number], setting))}
    is_mail = any(read.name in ("", _TO, "title") for read in found.values())
    is_sent = any(read.name in (_FROM, "title") or "@" in read.value for read in found.values())
    facts: dict[str, Labelled] = {}
    kept = list(lines)
    for number, read in reversed(found.items()):
        name = "interviewer" if read.name == _FROM and is_mail else read.name
        if name == _TO and read.whole and is_sent:
            del kept[number : number + 1 + _leaves_blank(kept, number)]  # who got a mail is nobody's words
        if name in ("", _TO, _FROM) or any(read.name == other.name for it, other in found.items() if it < number):
            continue
        facts[name] = msgspec.structs.replace(read, name=name, sent=read.name == _FROM)
        if read.whole:
            del kept[number : number + 1 + _leaves_blank(kept, number)]
    return list(reversed(facts.values())), "\n".join(kept).strip("\n")


def _leaves_blank(lines: list[str], number: int) -> bool:
    """Report whether a second blank line would stand where a line is taken out."""
    around = lines[max(number - 1, 0) : number] + lines[number + 1 : number + 2]
    return len(around) > 1 and not any(line.strip() for line in around)


def _list_lines_above(lines: Sequence[str], setting: Setting) -> list[int]:
    """List the lines, from 0, in which facts may stand."""
    headings = find_headings("\n".join(lines), setting.vocabulary)
    if headings:
        return list(range(headings[0].line))
    found: list[int] = []
    paragraph: list[int] = []
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            paragraph.append(number)
        elif paragraph:
            if all(_read(lines[one], setting) is None for one in paragraph):
                break
            found += paragraph
            paragraph = []
    return found


def _read(line: str, setting: Setting) -> Labelled | None:
    """Read a line that gives a fact, or is of a mail's head; None for any other."""
    plain = line.strip()
    found = _LINE.match(plain)
    name = BY_LABEL.get(folded(found["label"])) if found else None
    if found and name is not None:
        value = found["value"].strip("*_ ")
        return Labelled(name=name, value=_ADDRESS.sub("", value).strip(' "') if name == _FROM else value, line=plain)
    bare = plain.strip("*_ ")
    beside = find_words_beside_day(bare, setting.months) if len(bare) < _LONGEST_DAY else None
    if beside is not None and sum(len(word) > _SMALL_WORD for word in beside) <= 1:
        return Labelled(name="date", value=bare, line=plain, whole=not beside)
    return None
