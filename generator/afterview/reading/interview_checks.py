"""Check the front matter of an interview against the portfolio's words, and read its outcomes."""

from afterview.model.section import Outcome
from afterview.problems import Code, Problem, Severity
from afterview.reading.did_you_mean import did_you_mean
from afterview.reading.front_matter import Entry
from afterview.reading.schema import InterviewFields
from afterview.reading.slugs import make_commitment_id, slugify
from afterview.reading.vocabulary import Vocabulary

Place = tuple[int, int]


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


def check_interview(entry: Entry, fields: InterviewFields, vocabulary: Vocabulary) -> list[Problem]:
    """Report kinds, questions and skills that nothing declares."""
    problems = []
    answers = (*fields.ratings.values(), *fields.self_ratings.values(), *fields.outcomes.values())
    if not entry.body.strip() and not any(answers):
        hint = "write what was said below the second `---`"
        problems.append(
            entry.problem(Code.EMPTY_FILE, "this interview says nothing yet", hint, (1, 1), Severity.WARNING)
        )
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
