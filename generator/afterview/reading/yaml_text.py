"""Bring text onto one line, and write it as YAML so that it is read back as the same text."""

import json
import re
import unicodedata

_PLAIN = re.compile(r"[^\W_](?:[\w .,()'!?+/-]*[\w.,()'!?+/-])?")
_SPACE = re.compile(r"(?:[^\S\u00a0\u202f]|[\u00a0\u202f](?![:;?!»%])(?<!«.))+")
"""Space between words; in French a no-break space belongs to the punctuation beside it."""
_MEANS_SOMETHING_ELSE = frozenset({"null", "true", "false", "yes", "no", "on", "off"})


def quote_yaml(text: str) -> str:
    """Write text as a YAML scalar: as it is if nothing in it could mean something else, else in quotes.

    Examples:
        >>> quote_yaml("Dana R.")
        'Dana R.'
        >>> quote_yaml("Google: round 2")
        '"Google: round 2"'
    """
    if _PLAIN.fullmatch(text) and text.casefold() not in _MEANS_SOMETHING_ELSE:
        return text
    return json.dumps(text, ensure_ascii=False)


def one_line(text: str) -> str:
    """Bring text onto one line with single spaces; the no-break spaces of French punctuation stay.

    Examples:
        >>> one_line(" Round 2:   design ")
        'Round 2: design'
    """
    return _SPACE.sub(" ", text).strip()


def clean_line(text: str) -> str:
    """Bring text onto one line, without characters that no source may contain."""
    unwanted = ("Cc", "Cs", "Zl", "Zp")
    kept = "".join(" " if unicodedata.category(letter) in unwanted else letter for letter in text)
    return one_line(re.sub("[\ufeff\ufffe\uffff]", "", kept))
