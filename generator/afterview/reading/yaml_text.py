"""Write text as YAML, so that it is read back as the same text."""

import json
import re
import unicodedata

_PLAIN = re.compile(r"[^\W_](?:[\w .,()'!?+/-]*[\w.,()'!?+/-])?")
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


def clean_line(text: str) -> str:
    """Bring text onto one line, without characters that no source may contain."""
    unwanted = ("Cc", "Cs", "Zl", "Zp")
    kept = "".join(" " if unicodedata.category(letter) in unwanted else letter for letter in text)
    return " ".join(re.sub("[\ufeff\ufffe\uffff]", "", kept).split())
