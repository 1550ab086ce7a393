"""Put an interviewer's answers under the questions that an interview's file already asks, where nothing was noted."""

import re
from collections.abc import Iterator

from afterview.importing.quoting import QUESTION

_EMPTY_QUOTE = re.compile(r"[ \t]{0,3}>[ \t]*\Z")


def fill_answers(body: str, words: str) -> tuple[str, str]:
    """Fill answers into a body where their question stands above an empty quotation.

    Returns the body, and the words that have no such place and are not in it yet.
    """
    lines = body.split("\n")
    left: list[str] = []
    filled = False
    for question, answer in _split_answers(words):
        chunk = f"{question}\n{answer}".strip("\n")
        place = _find_place(lines, question)
        answered = answer.strip("\n").split("\n")
        if chunk in body or (place and lines[place : place + len(answered)] == answered):
            filled = True  # it is here already
        elif place and _is_empty(lines, place):
            lines[place : place + 1] = answered
            filled = True
        else:
            left.append(chunk)
    return "\n".join(lines), "\n\n".join(left) if filled else words


def _split_answers(words: str) -> Iterator[tuple[str, str]]:
    """Split words at the questions in them; what stands before the first one has no question."""
    question = ""
    answer: list[str] = []
    for line in words.split("\n"):
        if QUESTION.match(line):
            if question or any(answer):
                yield question, "\n".join(answer)
            question, answer = line, []
        else:
            answer.append(line)
    yield question, "\n".join(answer)


def _find_place(lines: list[str], question: str) -> int | None:
    """Find the first line below a question that is not blank; None where the question is not asked."""
    wanted = _plain(question)
    for number, line in enumerate(lines):
        if wanted and _plain(line) == wanted:
            return next((place for place in range(number + 1, len(lines)) if lines[place].strip()), None)
    return None


def _is_empty(lines: list[str], place: int) -> bool:
    """Report whether a line is a quotation without words, and no longer quotation follows."""
    following = lines[place + 1] if place + 1 < len(lines) else ""
    return bool(_EMPTY_QUOTE.match(lines[place])) and not following.strip()


def _plain(line: str) -> str:
    """Take a question out of its marks; empty for a line that is none."""
    found = QUESTION.match(line.strip())
    return " ".join(found["text"].replace("\\", "").split()) if found else ""
