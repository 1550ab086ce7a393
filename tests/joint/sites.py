"""Portfolios to build whole sites of, by name: this repository's own, and small ones as they grow."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from afterview.model.audience import Audience
from afterview.output.build import build_site
from tests.conftest import MakeSite

REPOSITORY = Path(__file__).parents[2]
HOME = "https://sam.example/some/sub/path/"
"""The address of the portfolios that say where they will live."""

_SETTINGS = """\
title: Small portfolio
author: Sam Small
{url}
kinds:
  coding: {{title: Coding, skills: [communication, testing]}}
  system-design: {{title: System design, skills: [communication, trade-offs]}}
"""

_FIRST = """\
---
title: The first
date: 2026-03-02
kind: coding
interviewer: Dana R.
relation: peer
visibility: public
asked: [keep]
ratings: {communication: 2, testing: 1}
self: {communication: 3}
---
Above the first heading.

## What the interviewer said
> Slower, please.

## What went well
- Drew the input #communication

## What to improve
- Forgot the empty input #testing #edge-cases

## Next time
- If my first version works, then I run two edge cases aloud #testing ^two-edge-cases

## For my mentor {mentor}
Was that all? See [above](#what-went-well).
"""

_SECOND = """\
---
title: The second
date: 2026-04-06
kind: system-design
relation: mentor
visibility: public
ratings: {communication: 3, trade-offs: 2}
outcomes: {two-edge-cases: kept}
---
## What the interviewer said
Better than [the first time](2026-03-02-first.md#what-to-improve), they said.[^1]

## What to improve
- Forgot the empty queue #trade-offs #edge-cases

## Next time
- If I name a choice, then I name its price #trade-offs

[^1]: On the way out.
"""

_NOTE = """\
---
from: Mo
date: 2026-04-07
about: [2026-04-06-second]
---
It was.[^1]

[^1]: All of it.
"""

_ABOUT = """\
---
title: About
visibility: public
---
## Me

See [testing](../skills/testing.md).
"""

_ONE = {"content/interviews/2026-03-02-first.md": _FIRST}
_TWO = {
    **_ONE,
    "content/interviews/2026-04-06-second.md": _SECOND,
    "content/notes/2026-04-06-second.md": _NOTE,
    "content/pages/about.md": _ABOUT,
}
_SMALL: Mapping[str, Mapping[str, str]] = {"none": {}, "one": _ONE, "two": _TWO}


class Site(NamedTuple):
    """A built site: its folder, its audience, and its address, if any."""

    folder: Path
    audience: Audience
    url: str | None


def _names() -> Mapping[str, tuple[str, Audience, str | None]]:
    names: dict[str, tuple[str, Audience, str | None]] = {}
    names["own-public"] = ("own", Audience.PUBLIC, None)
    names["own-mentor-with-url"] = ("own", Audience.MENTOR, HOME)
    names["own-me"] = ("own", Audience.ME, None)
    for portfolio in _SMALL:
        names[f"{portfolio}-public"] = (portfolio, Audience.PUBLIC, None)
        names[f"{portfolio}-public-with-url"] = (portfolio, Audience.PUBLIC, HOME)
    names["two-mentor"] = ("two", Audience.MENTOR, None)
    return names


SITES = _names()


def build(name: str, make_site: MakeSite) -> Path:
    """Build one of the sites into a folder of its own, and give that."""
    portfolio, audience, url = SITES[name]
    line = f"url: {url}" if url else ""
    if portfolio == "own":
        root = make_site({})
        shutil.rmtree(root / "content")
        shutil.copytree(REPOSITORY / "content", root / "content")
        settings = root / "content/portfolio.yaml"
        settings.write_text(f"{settings.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    else:
        root = make_site({"content/portfolio.yaml": _SETTINGS.format(url=line), **_SMALL[portfolio]})
    return build_site(root, audience=audience).output


def read_tree(folder: Path) -> dict[str, bytes]:
    """Read every file of a site, by its address; our own list of them is none of it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".afterview-manifest"
    }
