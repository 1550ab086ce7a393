"""Check commitments and the outcomes that later interviews give them, across all interviews."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import msgspec

from afterview.model.interview import Interview
from afterview.problems import Code, Problem, Severity
from afterview.reading.entries import ParsedEntry
from afterview.reading.shortening import shorten
from afterview.reading.slugs import slugify
from afterview.reading.words import find_nearest

_NEAREST = 3
_SHOWN = 60
"""Letters of a commitment's words that a hint quotes."""


class _Made(msgspec.Struct, frozen=True, kw_only=True):
    """One place where a commitment was made: its interview, its line and its words."""

    parsed: ParsedEntry[Interview]
    line: int
    text: str

    @property
    def place(self) -> str:
        return f"{self.parsed.path}:{self.line}"


def check_commitments(parsed_entries: Sequence[ParsedEntry[Interview]]) -> Iterator[Problem]:
    """Report ids that mean two things, and outcomes of commitments that were never made, or not yet.

    The same words in several interviews are one commitment, made again.
    """
    made: dict[str, list[_Made]] = defaultdict(list)
    for parsed in parsed_entries:
        for commitment, line in zip(parsed.entry.commitments, parsed.commitment_lines, strict=True):
            making = _Made(parsed=parsed, line=line, text=commitment.text)
            problem = _check_id(commitment.id, making, made[commitment.id])
            if problem is None:
                made[commitment.id].append(making)
            else:
                yield problem
    hints = _Hints(made)
    for parsed in parsed_entries:
        for id_ in parsed.entry.outcomes:
            makings = made.get(id_, ())
            if not makings:
                message = f"no interview made a commitment called `{id_}`"
                yield parsed.problem(Code.UNKNOWN_COMMITMENT, message, hints.find(id_), *parsed.places[id_])
            elif not any(_is_earlier(making.parsed, parsed) for making in makings):
                message = f"`{id_}` was made in {makings[0].parsed.path}, which is not earlier than this interview"
                message += ", so it does not count"
                hint = "an outcome belongs in an interview after the one that made the commitment: check both dates"
                line, column = parsed.places[id_]
                yield parsed.problem(Code.OUTCOME_TOO_EARLY, message, hint, line, column, Severity.WARNING)


def drop_repeated(interview: Interview) -> Interview:
    """Keep the first of the commitments of one id that an interview makes."""
    if len(interview.commitments) < 2:
        return interview
    first = {commitment.id: commitment for commitment in reversed(interview.commitments)}
    if len(first) == len(interview.commitments):
        return interview
    kept = tuple(commitment for commitment in interview.commitments if first[commitment.id] is commitment)
    return msgspec.structs.replace(interview, commitments=kept)


def _check_id(id_: str, making: _Made, before: Sequence[_Made]) -> Problem | None:
    """Report an id that names another commitment already, or this one a second time in the same interview."""
    if not before:
        return None
    same = next((one for one in before if one.parsed is making.parsed), None)
    if same is None and slugify(before[0].text) == slugify(making.text):
        return None
    first = same or before[0]
    message = f"the id `{id_}` already names the commitment at {first.place}"
    hint = "give this one another ^id"
    severity = Severity.ERROR
    if slugify(first.text) == slugify(making.text):
        message = f"this commitment is already made at {first.place}, and counts once"
        hint, severity = "delete one, or give one of them a ^id", Severity.WARNING
    return making.parsed.problem(Code.DUPLICATE_COMMITMENT, message, hint, making.line, severity=severity)


def _is_earlier(making: ParsedEntry[Interview], outcome: ParsedEntry[Interview]) -> bool:
    return making is not outcome and making.entry.date <= outcome.entry.date


class _Hints:
    """Find the ids that an outcome could mean: the most alike, by id or by words, or those of the file it names."""

    def __init__(self, made: Mapping[str, Sequence[_Made]]) -> None:
        self._made = {id_: makings for id_, makings in made.items() if makings}

    @cached_property
    def _meant(self) -> dict[str, str]:
        by_words = {slugify(making.text): id_ for id_, makings in self._made.items() for making in makings}
        return {**by_words, **{id_: id_ for id_ in self._made}}

    @cached_property
    def _by_file(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for id_, makings in self._made.items():
            for making in makings:
                found[making.parsed.entry.slug].append(id_)
        return found

    def find(self, id_: str) -> str:
        """Return the hint for an outcome of a commitment that nobody made."""
        if not self._made:
            return "there is none yet: write one under Next time in an earlier interview"
        near = [self._meant[word] for word in find_nearest(id_, tuple(self._meant), _NEAREST)]
        file, _, _ = id_.rpartition("-")
        near = list(dict.fromkeys((*near, *self._by_file.get(file, ()))))[:_NEAREST]
        if not near:
            return "write its ^id, or its own words with hyphens between them, as `afterview new` does"
        quoted = (f"`{one}` ({shorten(self._made[one][0].text, _SHOWN)})" for one in near)
        return "did you mean " + ", or ".join(quoted) + "?"
