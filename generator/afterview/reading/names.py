"""Find the names that an interview's own public text tells; alone knows how a name is looked for."""

import html
import re

from markupsafe import Markup

from afterview.model.audience import Visibility
from afterview.model.interview import Interview, Shown

_TAG = re.compile(r"<[^>]*>")


def find_told_names(entry: Interview) -> tuple[Shown, ...]:
    """Tell which names of a public interview its title, file name or public text says; of any other, none.

    Whether its page may show them is another question: that is the portfolio's to say.
    """
    names = ((Shown.COMPANY, entry.company), (Shown.INTERVIEWER, entry.interviewer))
    firsts = [(shown, name.split()[0]) for shown, name in names if name]
    if entry.visibility is not Visibility.PUBLIC or not firsts:
        return ()
    text = " ".join(
        [entry.title, entry.slug.replace("-", " ")]
        + [_words_of(section.html) for section in entry.sections if section.visibility is Visibility.PUBLIC]
    )
    plain = text.casefold()
    # The second question is the exact one; the first is quick, and says no to nearly all.
    return tuple(
        shown
        for shown, first in firsts
        if first.casefold() in plain and re.search(rf"\b{re.escape(first)}\b", text, re.IGNORECASE)
    )


def _words_of(markup: Markup) -> str:
    """Take the tags off in one go, as the renderer leaves no ``<`` or ``>`` but theirs; white space stays as it is."""
    return html.unescape(_TAG.sub("", str(markup)))
