"""Find the questions that an interview's text answers: each stands in bold on a line of its own."""

import re
from collections.abc import Mapping

from afterview.reading.vocabulary import folded

_BOLD = re.compile(r"\*\*(?P<question>.+?)\*\*\s*\Z")


def find_asked(body: str, questions: Mapping[str, str]) -> tuple[str, ...]:
    """Find the ids of the questions that have an answer under them.

    ``questions`` maps the folded words of a question to its id. The answer may be a quotation or not, and ends at the
    next question or heading.
    """
    asked: dict[str, None] = {}
    current: str | None = None
    for line in body.split("\n"):
        bold = _BOLD.match(line)
        if bold or line.startswith("#"):
            current = questions.get(folded(bold["question"])) if bold else None
        elif current and line.strip(" \t>") and not line.startswith("[//]:"):
            asked[current] = None
    return tuple(asked)
