"""Where each thing lies on the site; rendered text and pages must agree, so it is said once, here.

Addresses are relative to the site's root, without a leading slash. Anchors carry a prefix, so that a heading called
"cookie" cannot shadow what a browser calls by that name.
"""

import re
import unicodedata

# An empty segment, "." or ".."; a backslash; a control character, a lone surrogate, or a Unicode line separator.
_UNFIT = re.compile(r"(?:\A|/)\.{0,2}(?:/|\Z)|[\\\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
_WHOLE = re.compile(r"https?://[^/\s?#\[\]]+(?:/[^\s?#]*)?\Z")


def is_site_address(text: str) -> bool:
    """Check that a text is the whole address of a site.

    >>> is_site_address("https://ada.github.io/interviews/"), is_site_address("ada.github.io")
    (True, False)
    """
    return _WHOLE.match(text) is not None


def fits_a_site(url: str) -> bool:
    """Check that an address stays inside the site and can be written on one line of its manifest."""
    return _UNFIT.search(url) is None


def fold_url(url: str) -> str:
    """Fold an address to the form in which two addresses are equal on every kind of disk: case and NFC.

    >>> fold_url("interviews/Straße.html") == fold_url("interviews/STRASSE.html")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", url).casefold())


def folders_of(url: str) -> tuple[str, ...]:
    """List the folders above an address, nearest the site's root first.

    >>> folders_of("skills/testing/2025.html")
    ('skills', 'skills/testing')
    """
    segments = url.split("/")
    return tuple("/".join(segments[:end]) for end in range(1, len(segments)))


def interview_url(slug: str) -> str:
    """Return the address of an interview's page."""
    return f"interviews/{slug}.html"


def skill_url(slug: str) -> str:
    """Return the address of a skill's page."""
    return f"skills/{slug}.html"


def skill_year_url(slug: str, year: str) -> str:
    """Return the address of an older year of a skill."""
    return f"skills/{slug}/{year}.html"


def theme_year_url(slug: str, year: str) -> str:
    """Return the address of an older year of a theme."""
    return f"themes/{slug}/{year}.html"


def report_year_url(year: str) -> str:
    """Return the address of an older year of the report."""
    return f"report/{year}.html"


def timeline_year_url(year: str) -> str:
    """Return the address of an older year of the timeline's list."""
    return f"timeline/{year}.html"


def commitment_year_url(year: str) -> str:
    """Return the address of the commitments of an older year."""
    return f"commitments/{year}.html"


def theme_url(slug: str) -> str:
    """Return the address of a theme's page."""
    return f"themes/{slug}.html"


def article_url(slug: str) -> str:
    """Return the address of an article's page."""
    return f"{slug}.html"


def note_url(slug: str) -> str:
    """Return the address of a mentor's note, on the page of all notes."""
    return f"notes.html#{note_anchor(slug)}"


def commitment_url(commitment_id: str) -> str:
    """Return the address of a commitment's story, on the page of all commitments."""
    return f"commitments.html#{commitment_anchor(commitment_id)}"


SEALED = "s/"
"""The folder of the sealed pages."""


def sealed_url(link: str) -> str:
    """Return the address of the folder with a mentor's sealed page, with a slash at its end."""
    return f"{SEALED}{link}/"


def note_anchor(slug: str) -> str:
    """Return the anchor of a note."""
    return f"n-{slug}"


def commitment_anchor(commitment_id: str) -> str:
    """Return the anchor of a commitment."""
    return f"c-{commitment_id}"


def section_anchor(slug: str, *, of_note: str = "") -> str:
    """Return the anchor of a section; all notes share a page, so one of theirs tells whose it is."""
    return f"s-{of_note}--{slug}" if of_note else f"s-{slug}"


PAGES = frozenset(
    {"index", "interviews", "skills", "timeline", "commitments", "themes", "strengths", "notes", "how"}
) | {
    "report",
    "mentor",
    "answer",
    "search",
    "404",
}
"""Names of pages at the site's root that an article cannot have."""
FOLDERS = frozenset({"interviews", "skills", "themes", "commitments", "timeline", "report", "images", "assets", "s"})
"""Names of folders at the site's root."""
