"""The words that one portfolio uses, which every file of it is read by."""

from collections.abc import Mapping

import msgspec

from afterview.model.audience import Visibility
from afterview.model.section import SectionRole

HEADINGS: Mapping[SectionRole, tuple[str, ...]] = {
    SectionRole.SAID: (
        "what the interviewer said",
        "lo que dijo quien entrevistó",
        "qué dijo quien entrevistó",
        "lo que dijo el entrevistador",
        "lo que dijo la entrevistadora",
        "o que disse quem entrevistou",
        "o que o entrevistador disse",
        "o que a entrevistadora disse",
        "ce que l'intervieweur a dit",
        "ce que l'intervieweuse a dit",
    ),
    SectionRole.WENT_WELL: (
        "what went well",
        "qué salió bien",
        "lo que salió bien",
        "o que foi bem",
        "o que correu bem",
        "ce qui a bien marché",
        "ce qui s'est bien passé",
    ),
    SectionRole.TO_IMPROVE: (
        "what to improve",
        "qué mejorar",
        "lo que puedo mejorar",
        "o que melhorar",
        "a melhorar",
        "à améliorer",
        "ce qu'il faut améliorer",
    ),
    SectionRole.WHY: (
        "why, and what i learned",
        "por qué, y qué aprendí",
        "por quê, e o que aprendi",
        "pourquoi, et ce que j'ai appris",
    ),
    SectionRole.NEXT_TIME: ("next time", "la próxima vez", "da próxima vez", "na próxima vez", "la prochaine fois"),
    SectionRole.FELT: (
        "how it felt",
        "cómo me sentí",
        "como me senti",
        "ce que j'ai ressenti",
    ),
    SectionRole.MENTOR: (
        "question for my mentor",
        "pregunta para mi mentor",
        "pregunta para mi mentora",
        "pergunta para meu mentor",
        "pergunta para minha mentora",
        "pergunta para o meu mentor",
        "question pour mon mentor",
        "question pour ma mentore",
    ),
}
"""The words for each section, as `folded` gives them: the templates' own, then Spanish, Portuguese and French ones."""


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what portfolio.yaml, questions.yaml and the skills' file names declare.

    ``kinds`` maps slugs to their skills; ``steps`` is K; ``headings`` maps folded headings to roles, ``asks`` folded
    questions to their ids.
    """

    kinds: Mapping[str, frozenset[str]]
    skills: frozenset[str]
    questions: frozenset[str]
    steps: int
    headings: Mapping[str, SectionRole]
    default_visibility: Visibility
    asks: Mapping[str, str] = {}


def folded(heading: str) -> str:
    """Fold a heading's case, spaces, apostrophes and punctuation around it away, to recognise it by."""
    return " ".join(heading.casefold().replace("\u2019", "'").split()).strip(" .:!?…¿¡")


def role_words(more: Mapping[SectionRole, tuple[str, ...]]) -> dict[str, SectionRole]:
    """Map every folded heading to its role: the templates' words, and those that the portfolio adds."""
    words = {word: role for role, known in HEADINGS.items() for word in known}
    return words | {folded(word): role for role, added in more.items() for word in added}
