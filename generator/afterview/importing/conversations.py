"""Tell who said what in a conversation that was copied out of a chat program."""

import re

import msgspec

_MESSAGE = re.compile(
    r"\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?\s?m\.?)?\]?\s*(?:[-\u2013]\s*)?"
    r"(?P<speaker>[^:]{1,60}):\s(?P<words>.*)",
    re.IGNORECASE,
)
"""A line as WhatsApp and others write it: a day, a time, a name, and what was said."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What one person said at once, in one line or several."""

    speaker: str
    lines: tuple[str, ...]


def parse_conversation(text: str) -> tuple[Message, ...]:
    r"""Parse a copied conversation; nothing for a text that does not begin with a message.

    >>> parse_conversation("[28.11.26, 10:15:33] Mo: Yes\nor no")
    (Message(speaker='Mo', lines=('Yes', 'or no')),)
    """
    messages: list[Message] = []
    for line in text.strip().split("\n"):
        found = _MESSAGE.match(line)
        if found:
            messages.append(Message(speaker=found["speaker"].strip(), lines=(found["words"],)))
        elif messages:
            last = messages[-1]
            messages[-1] = msgspec.structs.replace(last, lines=(*last.lines, line))
        else:
            return ()
    return tuple(messages)
