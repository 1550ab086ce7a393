"""Write the same invented interviews in the form that each of several site generators reads."""

import datetime
import random
from collections.abc import Mapping
from pathlib import Path

SEED = 1_122
SKILLS = {
    "coding": ("communication", "problem-solving", "code-quality", "testing", "complexity"),
    "system-design": ("communication", "requirements", "trade-offs", "data-modelling"),
    "behavioral": ("communication", "story-structure", "evidence", "listening"),
    "take-home": ("code-quality", "testing", "trade-offs", "time-management"),
}
_THEMES = ("edge-cases", "naming", "hurry", "long-silence", "no-example", "one-off", "scope", "vague-words")
_FIRMS = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Ironwood", "Juniper")
_GIVEN = ("Amara", "Bram", "Chidi", "Dunja", "Edda", "Farid", "Greta", "Hiroko", "Ines", "Jonas")
_FAMILY = ("Abernethy", "Castellan", "Drummond", "Fairweather", "Kowalczyk")
_SYLLABLES = ("ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "zi")
_SUBJECTS = ("The plan", "My first version", "The second half", "A small example", "The data model", "What I said")
_VERBS = ("helped with", "hid", "came before", "took longer than", "made clear", "left out", "was shorter than")
_OBJECTS = ("the input", "the numbers", "a question", "the trade", "the story", "an index")
_ENDS = ("so we stopped", "and it showed", "which they liked", "as agreed", "and I noticed", "this time")
_CODE = """\
```python
def merge(spans):
    merged = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged
```

"""


def write_corpus(folder: Path, number: int, flavour: str, *, private: bool = False) -> None:
    """Write ``number`` interviews into a folder: ``afterview``, ``hugo``, ``eleventy``, ``pelican`` or ``mkdocs``.

    With ``private``, every fifth interview and every third reflection is private, as only Afterview knows it.
    """
    chance = random.Random(SEED)
    folder.mkdir(parents=True, exist_ok=True)
    first = datetime.date(2002, 2, 2)
    for place in range(number):
        date = first + datetime.timedelta(days=place * 8_800 // number)
        kind = chance.choice(sorted(SKILLS))
        firm = chance.choice(_FIRMS)
        facts = {
            "title": f"Number {place}, {kind}",
            "date": date.isoformat(),
            "kind": kind,
            "company": firm,
            "role": "Backend engineer",
            "interviewer": f"{_GIVEN[place % 10]} {_FAMILY[place % 50 // 10]}",
        }
        ratings = {skill: chance.randint(1, 4) for skill in SKILLS[kind]}
        visibility = "private" if private and place % 5 == 0 else "public"
        more = {"relation": chance.choice(("peer", "mentor", "professional")), "visibility": visibility}
        text = _head(facts, ratings, more, flavour) + _body(chance, kind, private=private and place % 3 == 0)
        (folder / f"{date}-{kind}-{place}.md").write_text(text, encoding="utf-8")


def _head(facts: Mapping[str, str], ratings: Mapping[str, int], more: Mapping[str, str], flavour: str) -> str:
    if flavour == "pelican":
        fields = {"Title": facts["title"], "Date": facts["date"], "Category": facts["kind"], "Tags": ", ".join(ratings)}
        return "".join(f"{key}: {value}\n" for key, value in fields.items()) + "\n"
    fields = {**facts, **(more if flavour == "afterview" else {})}
    lines = [f'{key}: "{value}"' if key == "title" else f"{key}: {value}" for key, value in fields.items()]
    lines += ["ratings:", *(f"  {skill}: {step}" for skill, step in ratings.items())]
    if flavour != "afterview":
        lines.append(f"{'skills' if flavour == 'hugo' else 'tags'}: [{', '.join(ratings)}]")
    return "\n".join(("---", *lines, "---", "", ""))


def _body(chance: random.Random, kind: str, *, private: bool) -> str:
    mark = " {private}" if private else ""
    code = _CODE if chance.random() < 0.3 else ""
    parts = (
        f"## What the interviewer said\n\n> {_sentence(chance)}\n\n{_paragraph(chance)}\n",
        f"## What went well\n\n{_points(chance, kind, 2, 4)}",
        f"## What to improve\n\n{_points(chance, kind, 2, 4)}",
        f"{code}## Why, and what I learned{mark}\n\n{_paragraph(chance)}\n\n{_paragraph(chance)}\n",
        f"## Next time\n\n{_points(chance, kind, 1, 3)}",
    )
    return "\n".join(parts)


def _points(chance: random.Random, kind: str, least: int, most: int) -> str:
    lines = []
    for _ in range(chance.randint(least, most)):
        tags = f"#{chance.choice(SKILLS[kind])} #{chance.choice(_THEMES)}"
        lines.append(f"- {_sentence(chance).rstrip('.')} {tags}\n")
    return "".join(lines)


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(3, 6)))


def _sentence(chance: random.Random) -> str:
    verb, thing = chance.choice(_VERBS), chance.choice(_OBJECTS)
    match chance.randrange(10):
        case 0:
            thing = f"**{thing}**"
        case 1:
            thing = f"*{thing}*"
        case 2:
            thing = "`spans[0]`"
        case 3:
            thing = f"[{thing}](https://example.org/{chance.randrange(100)})"
    subject, end = chance.choice(_SUBJECTS), chance.choice(_ENDS)
    first, second, third, fourth = (_word(chance) for _ in range(4))
    return f"{subject} {first} {verb} {second} {thing} of {third}, {end} {fourth}."


def _word(chance: random.Random) -> str:
    """Invent one of 19,652 words: texts share words, as people's do, but hardly ever six in a row."""
    return "".join(chance.choice(_SYLLABLES) for _ in range(3)) + chance.choice(("", "n", "r", "s"))
