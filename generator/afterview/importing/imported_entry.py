"""Keep one interview that a document or a form tells of: what would be written, and where each fact came from."""

import datetime
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from afterview.importing.embedded import Picture
from afterview.importing.import_context import Setting
from afterview.model.interview import Advance, Mode, Relation
from afterview.reading.schema import Minutes
from afterview.reading.slugs import slugify
from afterview.reading.values import parse_value
from afterview.reading.yaml_text import quote_yaml

PLACED = ("title", "date", "kind", "mode", "company", "role", "interviewer", "relation", "minutes", "advance")
"""Facts in the order in which they are written."""
NEEDED = ("date", "kind")
"""Facts that nobody can make up for a document that does not name them."""
_CHOICES: Mapping[str, Any] = {"mode": Mode, "relation": Relation, "advance": Advance, "minutes": Minutes}
_BARE = ("date", "kind", "mode", "relation", "advance")


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A fact of an entry, a rating among them: its name, its value, and where it was found."""

    name: str
    value: str
    where: str


class ImportedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One interview that a document tells of: what would be written, where each fact came from, what was left out.

    ``source`` tells this entry apart from all others: the document's name, the entry's own name in it, and a digest of
    its text. ``ratings`` and ``own`` are named by skill, ``outcomes`` by commitment. ``missing`` names what is needed
    before it can be written. ``slug`` is that of its file; in an export it is that of the interview itself.
    """

    slug: str
    facts: tuple[Found, ...]
    ratings: tuple[Found, ...] = ()
    own: tuple[Found, ...] = ()
    outcomes: tuple[Found, ...] = ()
    body: str
    source: str
    left_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    is_export: bool = False

    def render(self) -> str:
        """Write the entry as an interview's file; it is always private."""
        by_name = {fact.name: fact.value for fact in self.facts}
        lines = ["---"]
        for name in PLACED:
            if name in by_name:
                lines.append(f"{name}: {self._write(name, by_name[name])}")
        lines.append("visibility: private")
        for name, ratings in (("self", self.own), ("ratings", self.ratings), ("outcomes", self.outcomes)):
            if ratings:
                lines.append(f"{name}: {{{', '.join(f'{rating.name}: {rating.value}' for rating in ratings)}}}")
        lines += [f"source: {quote_yaml(self.source)}", "---", self.body.strip("\n"), ""]
        return "\n".join(lines)

    def _write(self, name: str, value: str) -> str:
        if name == "interviewer" and self.is_export and "; " in value:  # a panel
            return f"[{', '.join(json.dumps(one, ensure_ascii=False) for one in value.split('; '))}]"
        return value if name in _BARE else quote_yaml(value)

    def rename(self, slug: str) -> "ImportedEntry":
        """Return the entry with another name for its file, and for the pictures that it brings."""
        if slug == self.slug:
            return self
        body = self.body
        pictures = []
        for picture in self.pictures:
            name = picture.path.rpartition("/")[2]
            renamed = name.replace(self.slug, slug, 1)
            body = body.replace(f"(../images/{name})", f"(../images/{renamed})")
            pictures.append(Picture(path=f"content/images/{renamed}", body=picture.body))
        return msgspec.structs.replace(self, slug=slug, body=body, pictures=tuple(pictures))


def name_entry(facts: Mapping[str, Found]) -> str:
    """Name an interview's file, without its suffix, by its day and title."""
    day = facts["date"].value if "date" in facts else "undated"
    title = re.sub(rf"\A{re.escape(day)}-(?=.)", "", slugify(facts["title"].value))
    return slugify(f"{day}-{title}")


def name_source(name: str, identity: str, texts: Sequence[str]) -> str:
    """Tell an entry apart from all others: by its document, its own name in it, and a digest of its text."""
    digest = hashlib.blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"{name}#{identity} {digest}"


def read_fact(name: str, value: str, where: str) -> Found:
    """Read a fact as the field of an interview wants it. Raises BadValue where it cannot be that."""
    form = _CHOICES.get(name)
    return Found(name=name, value=str(parse_value(value, form, ())) if form else value, where=where)


def fill_in(facts: dict[str, Found], setting: Setting) -> None:
    """Take the day and the kind that the person gives for all entries, where an entry names none."""
    given: dict[str, datetime.date | str | None] = {"date": setting.date, "kind": setting.kind}
    for name, value in given.items():
        if name not in facts and value is not None:
            facts[name] = Found(name=name, value=str(value), where=f"--{name}")
