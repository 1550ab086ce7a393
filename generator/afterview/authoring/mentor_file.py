"""A mentor's file: its first text, and its text after the link was renewed."""

import re

from afterview.reading.yaml_text import quote_yaml


def render_mentor_file(name: str, link: str) -> str:
    """Return the text of a new mentor's file: the facts, and no letter yet."""
    return f"---\nname: {quote_yaml(name)}\nlink: {link}\n---\n"


def replace_link(body: bytes, old: str, new: str) -> bytes | None:
    """Return a mentor's file with another link, and every other byte as it was; None where the link is not found."""
    pattern = rb"((?:\A|[\r\n{,])[ \t]*[\"']?link[\"']?[ \t]*:[ \t]*[\"']?)" + re.escape(old.encode("ascii"))
    replaced, number = re.subn(pattern, rb"\g<1>" + new.encode("ascii"), body, count=1)
    return replaced if number else None
