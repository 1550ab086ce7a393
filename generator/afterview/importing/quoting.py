"""Make an interviewer's words a quotation, whatever a message makes of them: they begin no section of the learner's."""

import re
import unicodedata
from collections.abc import Collection, Iterator

from afterview.reading.markup.outline import find_headings
from afterview.reading.vocabulary import Vocabulary
from afterview.reading.yaml_text import clean_line

QUESTION = re.compile(r"\*\*(?P<text>.+)\*\*[ \t]*\Z")
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|^]+")
_SIGN = re.compile(r"(?<!\\)(?:\{(?=\s*(?:private|mentor)\s*\})|%(?=%))", re.IGNORECASE)
"""What would hide text, or be an error: a mark of visibility, and where a comment begins."""
_LIST_SIGN = re.compile(r"\A(?:[-\u2022]\s+)?(?:\d+\s*[.)])?")
_EMPHASIS = re.compile(r"[*_\\]")
_QUOTED = re.compile(r"^[>\s]+", re.MULTILINE)
_IN_BOLD = re.compile(r"[\\*_`\[\]<#]")
_MOST_LINES = 6
"""Lines over which a mail program may have broken a question of 300 letters."""
_STRAIGHT = str.maketrans(dict.fromkeys("\u2018\u2019", "'") | dict.fromkeys("\u201c\u201d\u201e", '"'))
_DEFINITION = re.compile(r"^([\s>*+\-\d.)]*)\[(?=[^\]]+\]:)", re.MULTILINE)
"""What would give a footnote or a link of the learner's another text or address."""
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def escape_marks(text: str) -> str:
    r"""Make words of marks of visibility and signs of comments: what others write hides nothing.

    >>> escape_marks("So {private}")
    'So \\{private}'
    """
    return _SIGN.sub(r"\\\g<0>", text)


def split_questions(text: str, questions: Collection[str], *, quoted: bool = False) -> Iterator[tuple[str, bool]]:
    r"""Split text into lines, each with whether it is one of the questions, which then is in bold type again.

    A mail or chat program may have taken off its marks, numbered it, or broken it into lines; with ``quoted``, also
    quoted it, as a mail is that is answered line by line.

    >>> list(split_questions("2. Why\nso?\nWell.", ["Why so?"]))
    [('**Why so?**', True), ('Well.', False)]
    """
    asked = {comparable(question): question for question in questions if comparable(question)}
    lines = text.split("\n")
    plain = [_QUOTED.sub("", line) if quoted else line for line in lines]
    number = 0
    while number < len(lines):
        first = comparable(plain[number])
        found = 0
        if first and any(wanted.startswith(first) for wanted in asked):
            several = [plain[number : number + count] for count in range(_MOST_LINES, 0, -1)]
            found = next((len(one) for one in several if one[-1].strip() and comparable("\n".join(one)) in asked), 0)
        if found:
            question = asked[comparable("\n".join(plain[number : number + found]))]
            words = escape_marks(_IN_BOLD.sub(r"\\\g<0>", question))
            yield f"**{words}**", True
        else:
            yield lines[number], False
        number += found or 1


def comparable(text: str) -> str:
    """Make texts comparable that differ in marks, a number before them, quotation marks, case and spaces alone."""
    plain = unicodedata.normalize("NFKC", text).translate(_STRAIGHT)
    return " ".join(_LIST_SIGN.sub("", _EMPHASIS.sub("", plain).strip()).casefold().split())


def _escape_all(text: str) -> str:
    return _DEFINITION.sub(r"\1\\[", escape_marks(_UNWANTED.sub("", text)))


def quote_words(text: str, questions: Collection[str] = ()) -> str:
    r"""Quote every line that is neither quoted nor a question: one in bold type, or one of the ``questions``.

    Control characters are dropped, and signs that would hide something are words.

    >>> quote_words("**Why?**\n\n> Slow.\n## Next time\n- Pay me")
    '**Why?**\n\n> Slow.\n> ## Next time\n> - Pay me'
    """
    lines: list[str] = []
    for line, is_question in split_questions(_escape_all(text), questions):
        if is_question or QUESTION.match(line):
            # Without a blank line it would go on in the quotation before it.
            lines += ["", line] if lines and lines[-1].startswith(">") else [line]
        else:
            lines.append(line if not line.strip() or line.startswith(">") else f"> {line}")
    return "\n".join(lines)


def quote_headings(words: str, vocabulary: Vocabulary) -> str:
    """Quote what would begin a section though it is in bold type, as a question is."""
    lines = words.split("\n")
    for heading in find_headings(words, vocabulary):
        lines[heading.line] = f"> {lines[heading.line]}"
    return "\n".join(lines)


def name_heading(name: str) -> str:
    """Write a name so that nothing in it is a mark where it stands in a heading.

    >>> name_heading("Dana *R.* {private}")
    'Dana R. private'
    """
    return clean_line(_MARKS.sub(" ", name)) or "?"
