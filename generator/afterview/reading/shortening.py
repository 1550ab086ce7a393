"""Shorten text where a line has little room."""

from afterview.reading.yaml_text import one_line


def shorten(text: str, width: int) -> str:
    """Bring text onto one line of at most ``width`` characters, cut between two words where there are several.

    >>> shorten("one two three", 10)
    'one two …'
    """
    line = one_line(text)
    if len(line) <= width:
        return line
    words, space, _ = line[: width - 1].rpartition(" ")
    return f"{words} …" if space else f"{line[: width - 1]}…"
