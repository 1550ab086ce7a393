"""Turn words that someone sent, such as a mail or a chat message, into Markdown that shows them as they were."""

import re
import unicodedata
from collections.abc import Collection

import msgspec

from afterview.importing.quoting import escape_marks, split_questions

_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff]")
_SIGNATURE = re.compile(r"--\Z")
_SENT_FROM = re.compile(
    r"(?:sent from (?:my|outlook|mail)|get outlook for|enviado desde mi|enviado do meu|enviado de mi|"
    r"envoyé de mon|envoyé depuis)\b.*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:all the |my )?best(?: regards| wishes)?|(?:kind|warm)(?:est)? regards|regards|cheers"
    r"|(?:many )?thanks(?: again)?|thank you|sincerely|yours(?: sincerely| truly)?|un saludo"
    r"|(?:cordiales )?saludos(?: cordiales)?|atentamente"
    r"|un abrazo|abrazos|gracias|(?:um )?abraços?|um abraço|atenciosamente|cumprimentos|obrigad[oa]|cordialement"
    r"|bien à (?:toi|vous)|merci|amicalement|bonne journée|à bientôt)\s*[,.!]?\Z",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[A-ZÀ-ÞŐŚŠŽ][\w.'\u2019-]*(?:\s+(?:d[aeo]s?|van|von|der|la|y|e))*\s*){1,4}\Z")
_LONGEST_NAME = 40
_HEAD_LINE = re.compile(
    r"\s*(?:\*\*|\*)?(?:from|de|sent|date|enviado(?: el| em)?|enviada em|fecha|data|envoyé(?: le)?|to|para|à|cc"
    r"|subject|asunto|assunto|objet)\s*:(?:\*\*|\*)?\s+\S",
    re.IGNORECASE,
)
_SENDER_LINE = re.compile(r"\s*(?:\*\*|\*)?(?:from|de)\s*:", re.IGNORECASE)
_FORWARDED = re.compile(
    r"\s*(?:-{2,}\s*(?:forwarded message|mensaje reenviado|mensagem encaminhada|message (?:transféré|transmis))\s*-{2,}"
    r"|begin forwarded message:|inicio del mensaje reenviado:|início da mensagem encaminhada:"
    r"|début du message réexpédié\s*:)\s*\Z",
    re.IGNORECASE,
)
_LEAST_HEAD = 3
"""Lines of a mail's head without which it is none."""
_ORIGINAL = re.compile(
    r"\s*-{2,}\s*(?:original message|mensaje original|mensagem original|message d.origine)\s*-{2,}\s*\Z", re.IGNORECASE
)
_ATTRIBUTION = re.compile(r".*(?:wrote|escribió|escreveu|a écrit)\s*:\Z", re.IGNORECASE)
_LONGEST_SIGNATURE = 6
_LONGEST_ATTRIBUTION = 2
# What would begin a heading, a rule, a fence, a definition or a table at the start of a line.
_BLOCK = re.compile(
    r"(?P<indent> {0,3})(?P<mark>#{1,6}(?=\s|\Z)|=+\Z|-{2,}\Z|\*{3,}\Z|_{3,}\Z|`{3}|~{3}|\[(?=[^\]]+\]:)|\|)"
)
# A picture, or a link to a file, that is not here; and what looks like HTML.
_INLINE = re.compile(r"(?<=!)\[|\[(?=[^\[\]]*\]\((?!https?:|mailto:))|<(?=[A-Za-z/!?])")
_UNWANTED = ("Cc", "Cs", "Zl", "Zp")


class Pasted(msgspec.Struct, frozen=True, kw_only=True):
    """What someone sent: its lines, and a description of each part that was left out."""

    text: str
    left_out: tuple[str, ...] = ()


def parse_pasted(text: str) -> Pasted:
    """Parse pasted text: unify its line breaks, take off mail's quotation marks, leave out signatures and old mail.

    Only a whole mail that is quoted loses its marks; answers between quoted lines keep both apart. Of a forwarded mail
    only that is kept, with its head.
    """
    lines = [_clean(line) for line in re.split(r"\r\n|[\r\n\v\f\x85\u2028\u2029]", text)]
    lines = _trim(lines)
    written = [line for line in lines if line]
    if written and all(line.startswith(">") for line in written):
        lines = _trim([re.sub(r"^> ?", "", line) for line in lines])
    above, lines = _split_forwarded(lines)
    lines, old = _split_old_mail(lines)
    lines, signature = _split_signature(lines)
    parts = (("what stands above a forwarded mail", above), ("a quoted mail", old), ("a signature", signature))
    left_out = (f"{what} ({_count_lines(part)})" for what, part in parts if part)
    return Pasted(text="\n".join(lines), left_out=tuple(left_out))


def render_quotation(text: str, questions: Collection[str] = ()) -> str:
    r"""Render text as a Markdown quotation in which nothing becomes a heading, a picture or HTML.

    A line that is one of the ``questions``, which the learner sent, is set apart in bold: they did not say it.

    Examples:
        >>> print(render_quotation("Good start.\n# 2 more"))
        > Good start.
        > \# 2 more
    """
    lines: list[str] = []
    for line, is_question in split_questions(text, questions, quoted=True):
        if is_question:
            while lines and lines[-1] in ("", ">"):
                lines.pop()
            lines += [*([""] if lines else []), line, ""]
        elif line.strip() or (lines and lines[-1].startswith(">")):
            lines.append(f"> {_escape(line)}".rstrip())
    while lines and lines[-1] in ("", ">"):
        lines.pop()
    return "\n".join(lines)


def escape_lines(text: str) -> str:
    """Escape what would become a heading, a rule, a table, a picture or HTML; lists stay lists."""
    return "\n".join(_escape(line) for line in text.split("\n"))


def _clean(line: str) -> str:
    letters = _INVISIBLE.sub("", line).expandtabs(4)
    return "".join(letter for letter in letters if unicodedata.category(letter) not in _UNWANTED).rstrip()


def _trim(lines: list[str]) -> list[str]:
    """Remove empty lines at both ends."""
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _split_forwarded(lines: list[str]) -> tuple[list[str], list[str]]:
    """Split off what stands above the head of a forwarded mail."""
    for number, line in enumerate(lines):
        if _FORWARDED.match(line):
            inner = _trim(lines[number + 1 :])
            if _count_heads(inner, 0):
                return _trim(lines[:number]), inner
    return [], lines


def _split_old_mail(lines: list[str]) -> tuple[list[str], list[str]]:
    """Split off an earlier mail that stands below the answer, quoted or below its head, down to the end."""
    heads = _count_heads(lines, 0)
    for number in range(heads + 1, len(lines)):
        is_head = _SENDER_LINE.match(lines[number]) and _count_heads(lines, number)
        if (is_head or _ORIGINAL.match(lines[number])) and any(lines[heads:number]):
            return _trim(lines[:number]), lines[number:]
    own = [number for number, line in enumerate(lines) if line and not line.startswith(">")]
    last = own[-1] if own else 0
    if last == len(lines) - 1:
        return lines, []
    # What says who wrote when is a paragraph of its own, and may be broken into lines.
    start = last
    while start and lines[start - 1] and last - start < _LONGEST_ATTRIBUTION:
        start -= 1
    if start and _ATTRIBUTION.match(" ".join(lines[start : last + 1])):
        return _trim(lines[:start]), lines[start:]
    return lines, []


def _split_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Split off a signature at the end: a closing with a name, or what follows two hyphens or names a telephone."""
    for number in range(max(1, len(lines) - _LONGEST_SIGNATURE), len(lines)):
        if _SIGNATURE.match(lines[number]) or _SENT_FROM.fullmatch(lines[number].strip()):
            return _trim(lines[:number]), lines[number:]
        names = [line.strip() for line in lines[number + 1 :] if line.strip()]
        short = names and max(map(len, names)) <= _LONGEST_NAME
        if _CLOSING.match(lines[number].strip()) and short and _NAME.match(names[0]):
            return _trim(lines[:number]), lines[number:]
    return lines, []


def split_head(pasted: Pasted) -> Pasted:
    """Leave out the head of a mail above its text: who wrote it to whom, when, and about what."""
    lines = pasted.text.split("\n")
    heads = _count_heads(lines, 0)
    if not heads:
        return pasted
    left_out = (f"the head of a mail ({heads} lines)", *pasted.left_out)
    return Pasted(text="\n".join(_trim(lines[heads:])), left_out=left_out)


def _count_heads(lines: list[str], start: int) -> int:
    """Count the lines of a mail's head from one on; none where there are too few to be a head."""
    count = 0
    while start + count < len(lines) and _HEAD_LINE.match(lines[start + count]):
        count += 1
    return count if count >= _LEAST_HEAD else 0


def _count_lines(lines: list[str]) -> str:
    number = sum(bool(line.strip()) for line in lines)
    return "1 line" if number == 1 else f"{number} lines"


def _escape(line: str) -> str:
    block = _BLOCK.match(line)
    if block:
        line = f"{block['indent']}\\{line[block.end('indent') :]}"
    return escape_marks(_INLINE.sub(r"\\\g<0>", line))
