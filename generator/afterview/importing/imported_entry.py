"""Define an interview that a document or a table tells of, what it is read by, and how it is written as a file."""

import datetime
from collections.abc import Collection, Mapping

import msgspec

from afterview.importing.embedded import Picture
from afterview.model.portfolio import Portfolio
from afterview.reading.slugs import slugify
from afterview.reading.vocabulary import folded
from afterview.reading.yaml_text import quote_yaml

PLACED = ("title", "date", "kind", "mode", "company", "role", "interviewer", "relation", "minutes", "advance")
"""Facts in the order in which they are written."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What a document is read by: the portfolio's words, and what the person says for all of it.

    ``skills`` maps folded titles and slugs to slugs, ``kinds`` the same; ``headings`` are the folded words of known
    sections; ``months`` maps folded names of months, in every language, to numbers.
    """

    skills: Mapping[str, str]
    kinds: Mapping[str, str]
    scale: tuple[str, ...]
    headings: Collection[str]
    months: Mapping[str, int]
    quotation_heading: str
    date: datetime.date | None = None
    kind: str | None = None


def make_setting(
    portfolio: Portfolio,
    *,
    headings: Collection[str],
    months: Mapping[str, int],
    quotation_heading: str,
    date: datetime.date | None = None,
    kind: str | None = None,
) -> Setting:
    """Collect what documents are read by from a portfolio; skills and kinds are known by title and by slug."""
    skills = {folded(skill.title): slug for slug, skill in portfolio.skills.items()}
    kinds = {folded(found.title): slug for slug, found in portfolio.kinds.items()}
    return Setting(
        skills=skills | {folded(slug): slug for slug in portfolio.skills},
        kinds=kinds | {folded(slug): slug for slug in portfolio.kinds},
        scale=portfolio.scale,
        headings=headings,
        months=months,
        quotation_heading=quotation_heading,
        date=date,
        kind=kind,
    )


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A fact of an entry: its name, its value, and where it was found."""

    name: str
    value: str
    where: str


class ImportedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One interview that a document tells of: what would be written, where each fact came from, what was left out.

    ``source`` tells this entry apart from all others: the document's name, the entry's own name in it, and a digest of
    its text. ``missing`` names what is needed before it can be written. ``slug`` is that of its file.
    """

    slug: str
    facts: tuple[Found, ...]
    ratings: Mapping[str, int] = {}
    self_ratings: Mapping[str, int] = {}
    body: str
    source: str
    left_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()

    def render(self) -> str:
        """Write the entry as an interview's file; it is always private."""
        by_name = {fact.name: fact.value for fact in self.facts}
        lines = ["---"]
        for name in PLACED:
            if name in by_name:
                value = by_name[name]
                lines.append(f"{name}: {value if name in ('date', 'kind') else quote_yaml(value)}")
        lines.append("visibility: private")
        for name, ratings in (("self", self.self_ratings), ("ratings", self.ratings)):
            if ratings:
                lines.append(f"{name}: {{{', '.join(f'{skill}: {step}' for skill, step in ratings.items())}}}")
        lines += [f"source: {quote_yaml(self.source)}", "---", self.body.strip("\n"), ""]
        return "\n".join(lines)


def name_entry(facts: Mapping[str, Found]) -> str:
    """Name an interview's file, without its suffix, by its day and title."""
    day = facts["date"].value if "date" in facts else "undated"
    return slugify(f"{day}-{slugify(facts['title'].value)}")
