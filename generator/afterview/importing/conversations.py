"""Tell who said what in a conversation that was copied out of a chat program."""

import re
from collections.abc import Sequence

import msgspec

from afterview.importing.feedback import is_same_person

_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?\s?m\.?)?"
_WHEN = rf"\[?(?:{_DAY},?\s+{_TIME}|{_TIME},?\s+{_DAY})\]?\s*(?:[-\u2013]\s*)?"
_MESSAGE = re.compile(rf"\u200e?{_WHEN}(?:(?P<speaker>[^:]{{1,60}}):(?:\s|\Z))?(?P<words>.*)", re.IGNORECASE)
"""A line as WhatsApp writes it: a day and a time, a name, and what was said; without a name it is the program's own."""
_ME = frozenset({"you", "tú", "você", "vous", "toi"})
_HEAD = re.compile(rf"(?P<speaker>[^\[\]]{{1,60}}), \[{_DAY},? {_TIME}\]\Z", re.IGNORECASE)
"""A line above a message, as Telegram writes it."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What one person said at once, in one line or several; ``speaker`` is empty for what stands above all messages."""

    speaker: str
    lines: tuple[str, ...]


def parse_conversation(text: str) -> tuple[Message, ...]:
    r"""Parse a copied conversation; nothing for a text without messages. What the chat program itself says is left out.

    >>> parse_conversation("[28.11.26, 10:15:33] Mo: Yes\nor no")
    (Message(speaker='Mo', lines=('Yes', 'or no')),)
    """
    messages: list[tuple[str, list[str]]] = [("", [])]
    for line in text.strip("\n").split("\n"):
        if head := _HEAD.match(line):
            messages.append((head["speaker"].strip(), []))
        elif (found := _MESSAGE.match(line)) and found["speaker"]:
            messages.append((found["speaker"].strip(), [found["words"]]))
        elif not found:
            messages[-1][1].append(line)
    if len(messages) == 1:
        return ()
    return tuple(Message(speaker=speaker, lines=tuple(lines)) for speaker, lines in messages if lines)


def find_own_speaker(messages: Sequence[Message], author: str) -> str | None:
    """Find the name under which an author speaks; None where nobody else does, or nobody has that name."""
    speakers = list(dict.fromkeys(message.speaker for message in messages if message.speaker))
    mine = next((one for one in speakers if one.casefold() in _ME), None)  # some programs write "You"
    if mine:
        return mine
    alike = [one for one in speakers if one == author] or [one for one in speakers if is_same_person(one, author)]
    return alike[0] if len(alike) == 1 and len(speakers) > 1 else None
