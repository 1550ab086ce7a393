"""Check commitments and the outcomes that later interviews give them, across all interviews."""

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from afterview.model.interview import Interview
from afterview.problems import Code, Problem
from afterview.reading.entries import ParsedEntry
from afterview.reading.slugs import slugify

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
    for parsed in parsed_entries:
        for id_ in parsed.entry.outcomes:
            makings = made.get(id_, ())
            if not makings:
                message = f"no interview made a commitment called `{id_}`"
                yield _problem(parsed, Code.UNKNOWN_COMMITMENT, message, _nearest(id_, made), *parsed.places[id_])
            elif not any(_is_earlier(making.parsed, parsed) for making in makings):
                message = f"`{id_}` was made in {makings[0].parsed.path}, which is not earlier than this interview"
                hint = "an outcome belongs in an interview after the one that made the commitment: check both dates"
                yield _problem(parsed, Code.OUTCOME_TOO_EARLY, message, hint, *parsed.places[id_])


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
    if slugify(first.text) == slugify(making.text):
        message, hint = f"this commitment is already made at {first.place}", "delete one, or give one of them a ^id"
    return _problem(making.parsed, Code.DUPLICATE_COMMITMENT, message, hint, making.line)


def _is_earlier(making: ParsedEntry[Interview], outcome: ParsedEntry[Interview]) -> bool:
    return making is not outcome and making.entry.date <= outcome.entry.date


def _nearest(id_: str, made: Mapping[str, Sequence[_Made]]) -> str:
    """Name the ids that an outcome could mean: the most alike, by id or by words, or those of the file it names."""
    if not made:
        return "there is none yet: write one under Next time in an earlier interview"
    meant: dict[str, str] = {}
    for candidate, makings in made.items():
        for making in makings:
            meant.setdefault(slugify(making.text), candidate)
        meant[candidate] = candidate
    near = [meant[word] for word in difflib.get_close_matches(id_, list(meant), n=_NEAREST, cutoff=0.6)]
    file, _, _ = id_.rpartition("-")
    near += [one for one, makings in made.items() if any(making.parsed.entry.slug == file for making in makings)]
    if not near:
        return "write its ^id, or its own words with hyphens between them, as `afterview new` does"
    quoted = (f"`{one}` ({_shortened(made[one][0].text)})" for one in list(dict.fromkeys(near))[:_NEAREST])
    return "did you mean " + ", or ".join(quoted) + "?"


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"


def _problem(
    parsed: ParsedEntry[Interview], code: Code, message: str, hint: str, line: int, column: int = 1
) -> Problem:
    return Problem(code=code, path=parsed.path, message=message, hint=hint, line=line, column=column)
