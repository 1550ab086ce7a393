"""Find the answers of mentors and interviewers in pasted text, whatever mail and chat programs made of it.

An answer is a block: a line ``---``, facts (``key: value``), a line ``---``, Markdown, and a last line
``[//]: # (afterview: end)``. Around it may stand anything: mail headers, signatures, other people's words.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence

import msgspec

from afterview.problems import Code, Problem

END = "[//]: # (afterview: end)"
LARGEST = 256 * 1024
"""Bytes of text that are read."""
KEYS = frozenset({"afterview", "from", "date", "about", "title", "kind", "interviewer", "relation", "asked", "veiled",
                  "ratings", "advance"})  # fmt: skip

_QUOTE = re.compile(r"(?:[ \t]{0,3}>[ \t]?)*")
_AFTER_MARK = re.compile("\\A[ \u00a0]")
_FENCE = re.compile("[ \t]*(?:[-\u2013\u2014*_]{2,}|\u2014)[ \t]*\\Z")
_SPOKEN = re.compile(r"\A[^>\s].{0,119}: ---\s*\Z")
"""A first line behind what a chat program writes before a message: when it was sent, and by whom."""
_FACT = re.compile(r"[ \t]*\*{0,2}([a-z]+)\*{0,2}[ \t]*:(?:[ \t]+|\Z)(.*)\Z", re.DOTALL)
_END = re.compile(r"\\?\[//\\?\]\s*:\s*\\?#\s*\\?\(\s*afterview:\s*end\s*\\?\)")
_CURLY = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"') | dict.fromkeys("\u2018\u2019", "'"))
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_ESCAPED_BRACKET = re.compile(r"\\([\[\]_])")
_ITEM = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\']|\'\')*)\'|([^,\[\]{}]+)')


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: its facts as written, and its text; ``line`` is its first line, from 1, ``end`` its last."""

    facts: dict[str, str]
    text: str
    line: int
    end: int

    @property
    def is_feedback(self) -> bool:
        """Whether it is an interviewer's feedback; else it is a mentor's note."""
        return self.facts.get("afterview", "") == "feedback"

    def items(self, key: str) -> tuple[str, ...]:
        """Return a fact as a list: ``[a, b]`` or one value alone; empty where it is absent."""
        return tuple(
            _unquote(match)
            for match in _ITEM.finditer(_ESCAPED_BRACKET.sub(r"\1", self.facts.get(key, "")))
            if match[0].strip()
        )

    def mapping(self, key: str) -> dict[str, str]:
        """Return a fact ``{a: 1, b: 2}`` as a mapping of texts."""
        pairs = (item.partition(":") for item in self.items(key))
        return {name.strip(): value.strip() for name, _, value in pairs if value.strip()}


def find_blocks(text: str, *, path: str, allow_cut: bool = False) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """Find every block in a text; ``path`` names the text in problems.

    A block without its end line is a problem unless ``allow_cut``; so is a second end line before the next block.
    """
    lines = _split_lines(text)
    starts = list(_find_starts(lines))
    blocks: list[Block] = []
    problems: list[Problem] = []
    for place, (start, facts, body) in enumerate(starts):
        limit = starts[place + 1][0] if place + 1 < len(starts) else len(lines)
        ends = [number for number in range(body, limit) if _END.search(lines[number])]
        if len(ends) > 1:
            message = "this answer has two end lines: two messages may have been mixed"
            problems.append(_problem(path, ends[1], message, "paste one message at a time"))
            continue
        if not ends and not allow_cut:
            message = "the end of this answer is missing: the message may have been cut off"
            hint = "copy it again, whole; or take what is there with --cut"
            problems.append(_problem(path, start, message, hint))
            continue
        prefix = _QUOTE.match(lines[start])
        depth = prefix[0].count(">") if prefix else 0
        kept = [_strip_quote(line, depth) for line in lines[body : ends[0] if ends else limit]]
        after = ends[0] + 1 if ends else limit
        blocks.append(Block(facts=facts, text="\n".join(kept).strip("\n"), line=start + 1, end=after))
    return tuple(blocks), tuple(problems)


def list_outside(text: str, blocks: Sequence[Block]) -> tuple[str, ...]:
    """List the lines with words that stand outside the blocks that were found in a text."""
    inside = {number for block in blocks for number in range(block.line - 1, block.end)}
    lines = (line for number, line in enumerate(_split_lines(text)) if number not in inside)
    return tuple(line.strip() for line in lines if any(map(str.isalnum, line)))


def _split_lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def report_changed(path: str) -> Problem:
    """Report a text that has signs of an answer, but no answer that can be read."""
    message = "this looks like an answer, but its first lines are missing or were changed on the way"
    return _problem(path, 0, message, "copy it again, whole and as plain text")


def unveil(text: str) -> dict[str, object]:
    """Decode the ratings that a form veils: base64url of a JSON object. Raises ValueError for anything else."""
    try:
        body = base64.urlsafe_b64decode("".join(text.split()) + "=" * (-len("".join(text.split())) % 4))
        value = msgspec.json.decode(body)
    except (binascii.Error, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("it cannot be decoded") from error
    if not isinstance(value, dict):
        raise ValueError("it holds no ratings")
    return value


def _find_starts(lines: Sequence[str]) -> Iterator[tuple[int, dict[str, str], int]]:
    """Find where blocks begin: the line of the fence, the facts, and the first line of the text."""
    number = 0
    while number < len(lines):
        begins = _is_fence(lines[number]) or _SPOKEN.match(lines[number])
        facts, after = _read_facts(lines, number) if begins else ({}, 0)
        if facts:
            yield number, facts, after
            number = after
        else:
            number += 1


def _read_facts(lines: Sequence[str], fence: int) -> tuple[dict[str, str], int]:
    """Read the facts after a fence; nothing where what follows are not known facts and a second fence."""
    prefix = _QUOTE.match(lines[fence])
    depth = prefix[0].count(">") if prefix else 0
    facts: dict[str, str] = {}
    last = ""
    for number in range(fence + 1, min(fence + 60, len(lines))):
        line = _clean(_strip_quote(lines[number], depth))
        if _is_fence(line):
            return (facts, number + 1) if _is_answer(facts) else ({}, 0)
        fact = _FACT.match(line)
        if fact and fact[1] in KEYS:
            last = fact[1]
            if last in facts:
                return {}, 0
            facts[last] = _clean_value(fact[2])
        elif last and line.strip():
            # A mail program broke a long line.
            facts[last] = f"{facts[last]}{'' if last == 'veiled' else ' '}{line.strip()}"
        elif line.strip():
            return {}, 0
    return {}, 0


def _is_answer(facts: dict[str, str]) -> bool:
    return "date" in facts and bool({"from", "about", "afterview"} & facts.keys())


def _is_fence(line: str) -> bool:
    depth = _QUOTE.match(line)
    return bool(_FENCE.match(_clean(line[depth.end() :] if depth else line)))


def _clean(line: str) -> str:
    return _INVISIBLE.sub("", line).replace("\u00a0", " ").replace("\u202f", " ").rstrip()


def _clean_value(value: str) -> str:
    text = value.strip().translate(_CURLY)
    whole = _ITEM.fullmatch(text)
    return _unquote(whole) if whole and text[:1] in "\"'" else text


def _unquote(match: re.Match[str]) -> str:
    if match[1] is not None:
        try:
            return msgspec.json.decode(f'"{match[1]}"', type=str)
        except msgspec.DecodeError:
            return match[1]
    return match[2].replace("''", "'") if match[2] is not None else match[3].strip()


def _strip_quote(line: str, depth: int) -> str:
    """Remove the quotation marks of a mail program from a line, as many as the block's first line has."""
    for _ in range(depth):
        stripped = line.lstrip(" \t")
        if not stripped.startswith(">"):
            break
        line = _AFTER_MARK.sub("", stripped[1:])
    return line


def _problem(path: str, line: int, message: str, hint: str) -> Problem:
    return Problem(code=Code.CUT_OFF, path=path, line=line + 1, column=1, message=message, hint=hint)
