"""Check the front matter of an interview against the portfolio's words, and read its outcomes."""

import re

from afterview.model.section import Outcome
from afterview.problems import Code, Problem, Severity
from afterview.reading.did_you_mean import did_you_mean
from afterview.reading.front_matter import Entry
from afterview.reading.ordinary_words import FIRST_NAMES, ORDINARY
from afterview.reading.schema import InterviewFields
from afterview.reading.slugs import make_commitment_id, slugify
from afterview.reading.vocabulary import Vocabulary

Place = tuple[int, int]

_AND = re.compile(r"\s*[&+/;]\s*|\s+(?:and|und|y|e|et)\s+")
_IN_NAMES = re.compile(r"\s[ye]\s")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d]|['\u2019-])*\.?")
_NO_NAME = ORDINARY - FIRST_NAMES
_LONGEST_NAME = 3
"""Words of a person's name, at most; more are a description."""


def read_outcomes(
    entry: Entry, fields: InterviewFields, problems: list[Problem]
) -> tuple[dict[str, Outcome], dict[str, Place]]:
    """Read the outcomes that are given, by commitment id, with the place of each; words are made an id of."""
    outcomes: dict[str, Outcome] = {}
    places: dict[str, Place] = {}
    for written, outcome in fields.outcomes.items():
        if outcome is None:
            continue
        place = entry.tree.keys[("outcomes", written)]
        id_ = make_commitment_id(written)
        if id_ in outcomes:
            message = f"`{written}` and the commitment on line {places[id_][0]} are the same"
            problems.append(entry.problem(Code.DUPLICATE_KEY, message, "keep one of the two", place))
        outcomes[id_], places[id_] = outcome, place
    return outcomes, places


def split_people(name: str) -> tuple[str, ...]:
    """Split what names several people; nothing where it may be one.

    Examples:
        >>> split_people("Dana R. and Omar K.")
        ('Dana R.', 'Omar K.')
        >>> split_people("Dana R., Staff Engineer")
        ()
    """
    people = tuple(part for written in name.split(",") for part in _AND.split(written.strip()))
    words = [_WORD.findall(person) for person in people]
    if len(people) < 2 or not all(_is_person(person, its) for person, its in zip(people, words, strict=True)):
        return ()
    # Of *Smith, Dana*, *Dana, Acme* and *Ana Costa e Silva* nobody can tell.
    if not _AND.search(name) and all(len(its) == 1 for its in words):
        return ()
    return () if _IN_NAMES.search(name) and len(set(map(len, words))) > 1 else people


def _is_person(written: str, words: list[str]) -> bool:
    return (
        0 < len(words) <= _LONGEST_NAME
        and " ".join(words) == written
        and not any(word.islower() or word.lower() in _NO_NAME for word in words)
    )


def check_interview(entry: Entry, fields: InterviewFields, vocabulary: Vocabulary) -> list[Problem]:
    """Report kinds, questions and skills that nothing declares."""
    problems = []
    answers = (*fields.ratings.values(), *fields.self_ratings.values(), *fields.outcomes.values())
    if not entry.body.strip() and not any(answers):
        hint = "write what was said below the second `---`"
        problems.append(
            entry.problem(Code.EMPTY_FILE, "this interview says nothing yet", hint, (1, 1), Severity.WARNING)
        )
    for name in fields.interviewers or ():
        if people := split_people(name):
            message = f"`{name}` is read as one person"
            hint = f"write a list if they are several: [{', '.join(people)}]"
            place = entry.tree.place("interviewer")
            problems.append(entry.problem(Code.SEVERAL_NAMES, message, hint, place, Severity.WARNING))
    skills_of_kind = vocabulary.kinds.get(fields.kind)
    if skills_of_kind is None and vocabulary.kinds:
        place = entry.tree.place("kind")
        message = f"`{fields.kind}` is not a kind of portfolio.yaml"
        problems.append(entry.problem(Code.UNKNOWN_KIND, message, did_you_mean(fields.kind, vocabulary.kinds), place))
    for place_in_list, question in enumerate(fields.asked):
        if question not in vocabulary.questions:
            place = entry.tree.place("asked", place_in_list)
            message = f"`{question}` is not a question of questions.yaml"
            hint = did_you_mean(question, vocabulary.questions)
            problems.append(entry.problem(Code.UNKNOWN_QUESTION, message, hint, place, Severity.WARNING))
    for key, ratings in (("self", fields.self_ratings), ("ratings", fields.ratings)):
        for skill, step in ratings.items():
            place = entry.tree.keys[(key, skill)]
            if skill not in vocabulary.skills:
                hint = f"{did_you_mean(skill, sorted(vocabulary.skills))}; or write content/skills/{slugify(skill)}.md"
                problems.append(entry.problem(Code.UNKNOWN_SKILL, f"there is no skill `{skill}`", hint, place))
            elif skills_of_kind is not None and skill not in skills_of_kind and step is not None:
                message = f"`{skill}` is not one of the skills of {fields.kind} interviews in portfolio.yaml"
                hint = f"add {skill} to that kind's skills in portfolio.yaml, or remove the rating"
                problems.append(entry.problem(Code.SKILL_OUTSIDE_KIND, message, hint, place, Severity.WARNING))
    return problems
