"""Check commitments and the outcomes that later interviews give them, across all interviews."""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from afterview.model.interview import Interview, map_words_to_ids
from afterview.model.section import Commitment, Outcome
from afterview.problems import Code, Problem, Severity
from afterview.reading.did_you_mean import find_nearest
from afterview.reading.entries import ParsedEntry, Place
from afterview.reading.memo import remember_last
from afterview.reading.shortening import shorten
from afterview.reading.slugs import slugify_words

_NEAREST = 3
_BULLET = re.compile(r"\A[\s>*+•-]*(?:\[.\]\s*)?(?:\d+[.)]\s+)?")
_MARKS = re.compile(r"(?:\s+[#^]\S+)+\s*\Z")
_DIGEST = re.compile(r"-[0-9a-f]{4}\Z")
_COMPARED = 60
"""Letters of an id in which it agrees with a line that may have made it."""
_SHOWN = 60
"""Letters of a commitment's words that a hint quotes."""


class _Facts(NamedTuple):
    """What one interview says of commitments: those that it makes, with their lines, and how earlier ones went."""

    path: str
    slug: str
    date: datetime.date
    ids: tuple[str, ...]
    commitments: tuple[Commitment, ...]
    lines: tuple[int, ...]
    outcomes: Mapping[str, Outcome]
    places: Mapping[str, Place]

    def problem(self, id_: str, code: Code, message: str, hint: str, severity: Severity = Severity.ERROR) -> Problem:
        """Make a problem at the place of an outcome."""
        line, column = self.places[id_]
        return Problem(
            code=code, path=self.path, message=message, hint=hint, line=line, column=column, severity=severity
        )


class _Made(NamedTuple):
    """One place where a commitment was made: its id, its interview, its line and its words."""

    id: str
    interview: _Facts
    line: int
    text: str

    @property
    def place(self) -> str:
        return f"{self.interview.path}:{self.line}"


def check_commitments(
    parsed_entries: Iterable[ParsedEntry[Interview]], unread: Sequence[str] = ()
) -> tuple[Problem, ...]:
    """Report ids that mean two things, and outcomes of commitments that were never made, or not yet.

    The same words in several interviews are one commitment, made again. ``unread`` are the texts of interviews that
    could not be read: they may have made what is not found elsewhere.
    """
    return _check_commitments(
        [
            _Facts(
                parsed.path,
                parsed.entry.slug,
                parsed.entry.date,
                parsed.entry.commitment_ids,
                parsed.entry.commitments,
                parsed.commitment_lines,
                parsed.entry.outcomes,
                parsed.places,
            )
            for parsed in parsed_entries
        ],
        tuple(unread),
    )


@remember_last
def _check_commitments(interviews: Sequence[_Facts], unread: Sequence[str]) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    times = Counter(chain.from_iterable(interview.ids for interview in interviews))
    several = {id_ for id_, count in times.items() if count > 1}
    made: dict[str, list[_Made]] = {}
    for making in _list_made(interviews, several.union(*(interview.outcomes for interview in interviews))):
        before = made.setdefault(making.id, [])
        if before and (problem := _check_id(making, before)):
            problems.append(problem)
        else:
            before.append(making)
    hints = _Hints(interviews)
    joined = map_words_to_ids(chain.from_iterable(interview.commitments for interview in interviews))
    for interview in interviews:
        for id_ in interview.outcomes:
            makings = made.get(id_, ())
            if (same := joined.get(id_)) in interview.outcomes:
                message = f"`{id_}` is the commitment `{same}`, which has an outcome here; only that one counts"
                hint = "delete one of the two outcomes"
                problems.append(interview.problem(id_, Code.DUPLICATE_COMMITMENT, message, hint, Severity.WARNING))
            elif not makings and any(_may_make(text, id_) for text in unread):
                continue
            elif not makings:
                message = f"no interview made a commitment called `{id_}`"
                problems.append(interview.problem(id_, Code.UNKNOWN_COMMITMENT, message, hints.find(id_)))
            elif not any(_is_earlier(making.interview, interview) for making in makings):
                message = f"`{id_}` was made in {makings[0].interview.path}, which is not earlier than this interview"
                message += ", so it does not count"
                hint = "an outcome belongs in an interview after the one that made the commitment: check both dates"
                problems.append(interview.problem(id_, Code.OUTCOME_TOO_EARLY, message, hint, Severity.WARNING))
    return tuple(problems)


def _may_make(text: str, id_: str) -> bool:
    """Return whether a line of a text may be the commitment with an id: by its ``^id``, or its first words."""
    if re.search(rf"\^{re.escape(id_)}(?![\w-])", text):
        return True
    # A commitment may go on over a second line, and words of another script end in a digest.
    starts = (slugify_words(_MARKS.sub("", _BULLET.sub("", line))) for line in text.split("\n") if line.strip())
    starts = (_DIGEST.sub("", start) if start else "" for start in starts)
    return any(start.startswith(id_[:_COMPARED]) or id_.startswith(start[:_COMPARED]) for start in starts if start)


def _list_made(interviews: Iterable[_Facts], ids: AbstractSet[str]) -> Iterator[_Made]:
    """List the places where commitments with some ids were made."""
    for interview in interviews:
        for number, id_ in enumerate(interview.ids):
            if id_ in ids:
                yield _Made(id_, interview, interview.lines[number], interview.commitments[number].text)


def _check_id(making: _Made, before: Sequence[_Made]) -> Problem | None:
    """Report an id that names another commitment already, or this one a second time in the same interview."""
    same = next((one for one in before if one.interview is making.interview), None)
    if same is None and slugify_words(before[0].text) == slugify_words(making.text):
        return None
    first = same or before[0]
    message = f"the id `{making.id}` already names the commitment at {first.place}"
    hint = "give this one another ^id"
    severity = Severity.ERROR
    if slugify_words(first.text) == slugify_words(making.text):
        message = f"this commitment is already made at {first.place}, and counts once"
        hint, severity = "delete one, or give one of them a ^id", Severity.WARNING
    return Problem(
        code=Code.DUPLICATE_COMMITMENT,
        path=making.interview.path,
        message=message,
        hint=hint,
        line=making.line,
        column=1,
        severity=severity,
    )


def _is_earlier(making: _Facts, outcome: _Facts) -> bool:
    return making is not outcome and making.date <= outcome.date


class _Hints:
    """Find the ids that an outcome could mean: the most alike, by id or by words, or those of the file it names."""

    def __init__(self, interviews: Sequence[_Facts]) -> None:
        self._interviews = interviews

    @cached_property
    def _made(self) -> dict[str, list[_Made]]:
        found: dict[str, list[_Made]] = defaultdict(list)
        for making in _list_made(self._interviews, set().union(*(interview.ids for interview in self._interviews))):
            found[making.id].append(making)
        return found

    @cached_property
    def _meant(self) -> dict[str, str]:
        by_words = {slugify_words(making.text): id_ for id_, makings in self._made.items() for making in makings}
        return {**by_words, **{id_: id_ for id_ in self._made}}

    @cached_property
    def _by_file(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for id_, makings in self._made.items():
            for making in makings:
                found[making.interview.slug].append(id_)
        return found

    def find(self, id_: str) -> str:
        """Return the hint for an outcome of a commitment that nobody made."""
        if not self._made:
            return "there is none yet: write one under Next time in an earlier interview"
        near = [self._meant[word] for word in find_nearest(id_, tuple(self._meant), _NEAREST)]
        file, _, _ = id_.rpartition("-")
        near = list(dict.fromkeys((*near, *self._by_file.get(file, ()))))[:_NEAREST]
        if not near:
            return (
                "write its ^id, or its own words with hyphens between them, as `afterview new` does; "
                "if the interview that made it is gone, delete this outcome"
            )
        quoted = (f"`{one}` ({shorten(self._made[one][0].text, _SHOWN)})" for one in near)
        return "did you mean " + ", or ".join(quoted) + "? If the interview that made it is gone, delete this outcome"
