"""Write the text of a new note: what a mentor answered."""

import datetime
from collections.abc import Sequence

from afterview.reading.yaml_text import quote_yaml


def render_note_file(author: str, date: datetime.date, about: Sequence[str], text: str) -> str:
    """Render a note by ``author`` about interviews, given by their slugs; without text it waits for some."""
    lines = ["---", f"from: {quote_yaml(author)}", f"date: {date.isoformat()}"]
    if about:
        lines.append(f"about: [{', '.join(about)}]")
    return "\n".join([*lines, "---", text, ""])
