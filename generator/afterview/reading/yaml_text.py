"""Write text as YAML, so that it is read back as the same text."""

import json
import re

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
