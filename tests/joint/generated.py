"""Small portfolios of any kind, as files: whole, and as they would be had nobody ever written what is hidden.

What is hidden is known here from the making, and left out as text: nothing of this asks the program under test.
"""

import base64
import datetime
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

RANKS = {"private": 0, "mentor": 1, "public": 2}
SKILLS = ("communication", "testing", "trade-offs")
KINDS = {"coding": ("communication", "testing"), "system-design": ("communication", "trade-offs")}
TAGS = (*SKILLS, "edge-cases", "Edge_Cases", "rushing", "Silence", "naïve")
IMAGES = ("board.svg", "more/desk.svg")
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
OUTCOMES = ("kept", "partly", "missed", "no-chance", "dropped")
POINTED = ("What went well", "What to improve", "Next time")
HEADINGS = (*POINTED, "Next time", "Why, and what I learned", "How it felt", "Anything", "Anything")


_QUESTIONS = """\
questions:
  keep: {ask: "What should I keep?"}
  lost: {ask: "Where did you lose me?"}
"""


@dataclass(frozen=True, kw_only=True)
class Section:
    """The text from one heading to the next, with the rank of those who may see it."""

    lines: tuple[str, ...]
    rank: int
    images: tuple[str, ...] = ()
    made: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A file: its fields as written, those that the public is not shown, and what it refers to."""

    path: str
    rank: int
    fields: Mapping[str, Any]
    sections: tuple[Section, ...] = ()
    personal: frozenset[str] = frozenset()
    outcomes: Mapping[str, str] = field(default_factory=dict)
    about: tuple["Entry", ...] = ()

    def seen_by(self, rank: int) -> bool:
        """Return whether readers of a rank may see the entry."""
        return self.rank >= rank and all(one.seen_by(rank) for one in self.about)


@dataclass(frozen=True, kw_only=True)
class Portfolio:
    """All files of a portfolio."""

    settings: str
    entries: tuple[Entry, ...]

    def files(self, rank: int = 0) -> dict[str, str | bytes]:
        """Write all files, as if what readers of a rank may not see had never been there; 0 is the learner."""
        seen = [one for one in self.entries if one.seen_by(rank)]
        shown = [part for one in seen for part in one.sections if part.rank >= rank]
        files: dict[str, str | bytes] = {"content/portfolio.yaml": self.settings, "content/questions.yaml": _QUESTIONS}
        files |= {one.path: _write(one, rank, seen) for one in seen}
        images = {name for part in shown for name in part.images} | set(() if rank else IMAGES)
        return files | {f"content/images/{name}": _draw_image(name) for name in images}


def _draw_image(name: str) -> str | bytes:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{name}</text></svg>'
    return drawing if name.endswith(".svg") else PICTURE


def _write(entry: Entry, rank: int, seen: Sequence[Entry]) -> str:
    fields = {key: value for key, value in entry.fields.items() if rank < 2 or key not in entry.personal}
    made = {
        id_
        for one in seen
        # Only interviews make commitments; the same words in a note or a skill are words.
        if "/interviews/" in one.path and one is not entry and one.fields["date"] <= entry.fields.get("date", "")
        for part in one.sections
        if part.rank >= rank
        for id_ in part.made
    }
    outcomes = {id_: outcome for id_, outcome in entry.outcomes.items() if id_ in made}
    if outcomes:
        fields["outcomes"] = "{" + ", ".join(f"{id_}: {outcome}" for id_, outcome in outcomes.items()) + "}"
    head = [f"{key}: {value}" for key, value in fields.items()]
    body = [line for part in entry.sections if part.rank >= rank for line in part.lines]
    return "\n".join(["---", *head, "---", *body, ""])


@st.composite
def portfolios(draw: st.DrawFn) -> Portfolio:
    """Draw a portfolio of a few interviews, with skills, notes and articles."""
    default = draw(st.sampled_from(list(RANKS)))
    shows = draw(st.sampled_from([(), ("company",), ("interviewer",), ("company", "interviewer")]))
    settings = [
        "title: Drawn",
        "author: Sam Small",
        f"visibility: {default}",
        f"shows: [{', '.join(shows)}]",
        *(["url: https://sam.example/drawn/"] if draw(st.booleans()) else []),
        "kinds:",
        *(f"  {kind}: {{title: {kind.title()}, skills: [{', '.join(of)}]}}" for kind, of in KINDS.items()),
        "",
    ]
    complete = draw(st.sampled_from([(), ("mentor",), ("public",), ("mentor", "public")]))
    settings.insert(0, f"complete_for: [{', '.join(complete)}]")
    maker = _Maker(draw, default, frozenset({"company", "interviewer"}.difference(shows)), complete)
    for _ in range(draw(st.sampled_from([5, 6] if maker.rates_all else [0, 1, 3, 5]))):
        maker.add_interview()
    for skill in SKILLS:
        maker.add_other(f"content/skills/{skill}.md", 2, {"title": skill.title()})
    interviews = [one for one in maker.entries if "/interviews/" in one.path]
    for number in range(draw(st.integers(0, 2))):
        about = draw(st.lists(st.sampled_from(interviews), max_size=2, unique_by=id)) if interviews else []
        fields = {"from": "Mo", "date": "2026-02-01", "about": f"[{', '.join(map(slug_of, about))}]"}
        maker.add_other(f"content/notes/answer-{number}.md", *maker.visibility(fields, "mentor"), about=tuple(about))
    for number in range(draw(st.integers(0, 2))):
        fields = {"title": f"Article {number}", "order": str(draw(st.integers(0, 1)))}
        maker.add_other(f"content/pages/article-{number}.md", *maker.visibility(fields, default))
    return Portfolio(settings="\n".join(settings), entries=tuple(maker.entries))


def slug_of(entry: Entry) -> str:
    """Return an entry's slug: all names here are slugs already."""
    return posixpath.basename(entry.path).removesuffix(".md")


class _Maker:
    """Draw entries, in an order in which later ones can refer to earlier ones."""

    def __init__(self, draw: st.DrawFn, default: str, personal: frozenset[str], complete: Sequence[str]) -> None:
        self.draw, self.default, self.personal = draw, default, personal
        # Who is said to see every rated interview does: anything else is an error.
        self.rated_rank = max((RANKS[one] for one in complete), default=0)
        # Four ratings of a skill that are seen are enough for a trend.
        self.rates_all = self.one(True, False)
        self.entries: list[Entry] = []
        self.day = datetime.date(2026, 1, 1)
        self.words = 0
        self.committed: dict[tuple[str, str], str] = {}

    def some(self, choices: Sequence[Any], most: int) -> list[Any]:
        return self.draw(st.lists(st.sampled_from(choices), max_size=most, unique=True))

    def one(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def word(self) -> str:
        """Return a word that occurs nowhere else: whatever moves, is kept or is lost can be told."""
        self.words += 1
        return f"word{self.words}"

    def name(self) -> str:
        """Return a name that occurs nowhere else; without digits, since a name is looked for by its letters."""
        return self.word().translate(str.maketrans("0123456789", "abcdefghij"))

    def visibility(self, fields: dict[str, Any], default: str, often: Sequence[str] = ()) -> tuple[int, dict[str, Any]]:
        """Draw who may see an entry; give the rank, and the fields with what says so."""
        written = self.one(None, *RANKS, "public", *often)
        return RANKS[written or default], {**fields, **({"visibility": written} if written else {})}

    def add_interview(self) -> None:
        self.day += datetime.timedelta(days=self.one(0, 1, 40))
        slug = f"{self.day}-{self.word()}"
        path = f"content/interviews/{self.one('', '2026/')}{slug}.md"
        fields = {
            "title": f"Title {self.word()}",
            "date": self.day.isoformat(),
            "kind": self.one(*KINDS),
            "mode": self.one("mock", "real"),
            "company": self.one("~", "Zyxcorp", self.name()),
            "interviewer": self.one("Dana", "Noor", self.name(), "[Noor, Dana]"),
            "relation": self.one("~", "peer", "mentor", "professional", "company"),
            "minutes": self.one("~", "45", "1:30"),
            "role": self.one("~", self.word()),
            "asked": f"[{', '.join(self.some(['keep', 'lost'], 2))}]",
            "ratings": "{}",
            "self": self._ratings(),
            "advance": self.one("yes", "no", "unknown"),
        }
        shows = self.one((), (), ("company",), ("interviewer",))
        fields["shows"] = f"[{', '.join(shows)}]"
        personal = self.personal.difference(shows)
        rank, fields = self.visibility(fields, self.default, ("public",) * 12 if self.rates_all else ())
        if rank >= self.rated_rank:
            fields["ratings"] = self._ratings()
        made = [id_ for one in self.entries for part in one.sections for id_ in part.made]
        outcomes = {id_: self.one(*OUTCOMES) for id_ in (self.some(made, 3) if made else [])}
        sections = self._sections(path, rank, hides=self.one(None, None, "private", "mentor"))
        self.entries.append(
            Entry(path=path, rank=rank, fields=fields, sections=sections, personal=personal, outcomes=outcomes)
        )

    def add_other(self, path: str, rank: int, fields: Mapping[str, Any], about: tuple[Entry, ...] = ()) -> None:
        # A note is seen by those who see all that it is about: its text may lead where they may go.
        reader = min([rank, *(one.rank for one in about)])
        sections = self._sections(path, reader)
        self.entries.append(Entry(path=path, rank=rank, fields=fields, sections=sections, about=about))

    def _ratings(self) -> str:
        skills, steps = (SKILLS, (1, 2, 3, 4)) if self.rates_all else (self.some(SKILLS, 3), (1, 2, 3, 4, "~"))
        rated = (f"{skill}: {self.one(*steps)}" for skill in skills)
        return "{" + ", ".join(rated) + "}"

    def _sections(self, path: str, rank: int, hides: str | None = None) -> tuple[Section, ...]:
        """Draw the sections of a file; ``hides``: for whom alone its first *What to improve* is."""
        text = _Text(self, path, rank)
        sections = [text.section([], 2, counts=False)] if self.one(True, False) else []
        above: list[tuple[int, int, str]] = []
        if hides:
            above.append((2, RANKS[hides], "What to improve"))
            sections.append(text.section([f"## What to improve {{{hides}}}"], RANKS[hides], counts=False))
        for _ in range(self.draw(st.integers(0, 5))):
            level, heading, mark = self.one(1, 2, 2, 2, 3), self.one(*HEADINGS), self.one("public", "public", *RANKS)
            while above and above[-1][0] >= level:
                above.pop()
            shown = min([RANKS[mark], *(one for _, one, _ in above)])
            # A heading that says nothing of its own is part of what stands above it.
            role = heading if heading != "Anything" else above[-1][2] if above else ""
            above.append((level, shown, role))
            title = heading if mark == "public" else f"{heading} {{{mark}}}"
            lines = [f"{'#' * level} {title}"] if level > 2 or self.one(True, False) else [title, "=-"[level - 1] * 3]
            sections.append(text.section(lines, shown, counts=role == "Next time"))
        return tuple(sections)


class _Text:
    """Draw the sections of one file."""

    def __init__(self, maker: _Maker, path: str, rank: int) -> None:
        self.maker, self.path, self.rank = maker, path, rank

    def section(self, heading: list[str], rank: int, *, counts: bool) -> Section:
        """Draw a section; ``counts``: its list items are commitments."""
        lines = [*heading, ""]
        images: list[str] = []
        made: list[str] = []
        for _ in range(self.maker.draw(st.integers(0, 3))):
            match self.maker.one("points", "points", "points", "link", "picture", *_BLOCKS):
                case "points":
                    for _ in range(self.maker.draw(st.integers(1, 3))):
                        lines.append(self._point(made if counts else None))
                    lines.append("")
                case "link":
                    lines += self._link(min(rank, self.rank))
                case "picture":
                    images.append(self.maker.one(*IMAGES, f"{self.maker.word()}.png", f"more/{self.maker.word()}.svg"))
                    up = "../" * (self.path.count("/") - 1)
                    lines += [f"![{self.maker.word()}]({up}images/{images[-1]})", ""]
                case block:
                    # Labels are told apart by who reads them, as a writer must.
                    words = {"word": self.maker.word(), "label": f"{rank}-{self.maker.word()}"}
                    lines += [line.format(**words) for line in _BLOCKS[block]] + [""]
        return Section(lines=tuple(lines), rank=rank, images=tuple(images), made=tuple(made))

    def _point(self, made: list[str] | None) -> str:
        tags = "".join(f" #{tag}" for tag in self.maker.some(TAGS, 3))
        word = self.maker.word()
        words = f"Said {word}"
        if made is None:
            # A quotation is the interviewer's, a list item the learner's.
            return f"{self.maker.one('-', '-', '>')} {words}{tags}"
        # The same words and id in another interview are the same commitment, made again.
        repeatable = [made for made, path in self.maker.committed.items() if path != self.path]
        words, id_ = self.maker.one((words, ""), (words, f"p-{word}"), *repeatable)
        self.maker.committed[words, id_] = self.path
        made.append(id_ or words.lower().replace(" ", "-"))
        return f"- {words}{tags}{f' ^{id_}' if id_ else ''}"

    def _link(self, rank: int) -> list[str]:
        targets = [one for one in self.maker.entries if one.seen_by(rank)]
        if not targets:
            return []
        target = posixpath.relpath(self.maker.one(*targets).path, posixpath.dirname(self.path))
        return [f"Read [{self.maker.word()}]({target}).", ""]


_BLOCKS: Mapping[str, tuple[str, ...]] = {
    "words": ("Plain {word} with <b>angles</b> & \\#marks.",),
    "answer": ("**Where did you lose me?**", "", "> {word}"),
    "footnote": ("Noted {word}.[^{label}]", "", "[^{label}]: Below, {word}."),
    "reference": ("Read [{word}][{label}].", "", "[{label}]: https://example.org/{word}"),
    "code": ("```text", "## Next time {{private}}", "- {word} #testing", "```"),
    "quote": ("> {word}", "> ## Anything {word} {{word}}", "> - said {word}"),
    "table": ("| {word} | b |", "|---|--:|", "| 1 | 2 |"),
    "alert": ("> [!NOTE]", "> {word}"),
}
