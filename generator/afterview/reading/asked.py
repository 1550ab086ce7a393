"""Find the questions that an interview's text answers: each stands in bold on a line of its own."""

import re
from collections.abc import Iterator, Mapping

from afterview.reading.vocabulary import folded

_BOLD = re.compile(r"\*\*(?P<question>.+?)\*\*\s*\Z")


def find_answers(body: str, questions: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Find the answers to questions: the id of each question and the number of a line of its answer, from 0.

    ``questions`` maps the folded words of a question to its id. The answer may be a quotation or not, and ends at the
    next question or heading.
    """
    current: str | None = None
    for number, line in enumerate(body.split("\n")):
        bold = _BOLD.match(line)
        if bold or line.startswith("#"):
            current = questions.get(folded(bold["question"])) if bold else None
        elif current and line.strip(" \t>") and not line.startswith("[//]:"):
            yield current, number
            current = None
