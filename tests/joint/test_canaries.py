"""A word that occurs in one hidden place only occurs nowhere in the site, in no form; nor in what a build says."""

import base64
import gzip
import html
import io
import itertools
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from afterview.model.audience import Audience
from afterview.output.render import render_site
from afterview.site import load_site
from tests.conftest import bare_environment
from tests.joint.scan import find_leaks, slug_of

pytestmark = pytest.mark.slow

SECRET = "Kanarie00ö"


BODY = """\
## Over it{mark}
{words}, *{strong}* and `{code}`, [{link}](https://example.org/{address} "{linktitle}").[^{note}]

[^{note}]: {footnote}

![{alt}](../images/{image}.svg) ![{photoalt}](../images/{photo}.png)

### {heading}
> {quote} <b title="{attribute}">

```{language}
{block}
```

## What went well{mark}
- {strength} #{strengthtag} #communication

## What to improve{mark}
- {gap} #{gaptag} #testing #{theme}

| {column} |
|---|
| {cell} |

## Next time{mark}
- If {condition}, then {promise} #testing #{promisetag} ^{id}
- When {moment}, say {worded}
"""
PLACES = [name for name in re.findall(r"\{(\w+)\}", BODY) if name != "mark"]


def _drawing(word: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg"><text>{word}</text></svg>'


def _photo(comment: str) -> bytes:
    facts, out = PngInfo(), io.BytesIO()
    facts.add_text("Comment", comment)
    facts.add_itxt("Title", comment)
    Image.new("RGB", (3, 2), "red").save(out, "PNG", pnginfo=facts)
    return out.getvalue()


class Cage:
    """Make canaries, each once, and record who may see them: 0 the learner, 1 a mentor, 2 everyone."""

    def __init__(self) -> None:
        self.kept: dict[int, dict[str, str]] = {0: {}, 1: {}, 2: {}}
        self.files: dict[str, str | bytes | None] = {}
        self.made: list[str] = []
        self._numbers = itertools.count(1)

    def bird(self, where: str, rank: int) -> str:
        """Return one word, that can be a tag, a file's name or part of a sentence."""
        number = next(self._numbers)
        # Without digits, so that no part of it is a word that another canary has too.
        word = f"Kanarie{''.join(chr(97 + number // 26**place % 26) for place in (2, 1, 0))}ö"
        self.kept[rank][word] = where
        return word

    def fields(self, where: str, rank: int, *names: str) -> str:
        """Write fields of a front matter, each with a canary among signs that want escaping."""
        values = {name: f"{self.bird(f'{where}: {name}', rank)} & \"<é>'" for name in names}
        return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())

    def body(self, where: str, rank: int, mark: str = "") -> str:
        """Write a body with a canary in every place that a body has."""
        new = {name: self.bird(f"{where}: {name}", rank) for name in PLACES}
        new["id"] = slug_of(new["id"])
        self.made.append(new["id"])
        self.made.append(slug_of(f"When {new['moment']}, say {new['worded']}"))
        self.files[f"content/images/{new['image']}.svg"] = _drawing(self.bird(f"{where}: picture", rank))
        self.files[f"content/images/{new['photo']}.png"] = _photo(self.bird(f"{where}: a photo's comment", 0))
        return BODY.format(mark=mark and f" {{{mark}}}", **new)


def make_cage() -> Cage:
    """Write a portfolio with a canary in every place that can be hidden, and some in places that are shown."""
    cage = Cage()
    questions = "".join(
        f"  asked-{name}: {{ask: {cage.bird(f'a question asked in {name}', rank)}}}\n"
        for rank, name in enumerate(["private", "mentor", "public"])
    )
    cage.files["content/questions.yaml"] = f"# {cage.bird('a comment', 0)}\nquestions:\n{questions}"
    cage.files["content/templates/coding.md"] = f"---\ntitle: {cage.bird('a template', 0)}\n---\n"
    made: list[str] = []
    for rank, visibility in enumerate(["private", "mentor", "public"]):
        where = f"the {visibility} interview"
        name = f"2026-0{rank + 1}-02-{cage.bird(f'{where}: file name', rank)}"
        cage.made.clear()
        parts = [cage.body(where, rank)]
        if rank == 2:
            parts += [
                cage.body(f"{where}, its {mark} part", 1 if mark == "mentor" else 0, mark)
                for mark in ("mentor", "private")
            ]
        head = (
            f"date: 2026-0{rank + 1}-02\nkind: coding\nvisibility: {visibility}\n"
            f"asked: [asked-{visibility}]\nratings: {{communication: {rank + 1}}}\n"
            f"# {cage.bird(f'{where}: a comment', 0)}\n"
            f"outcomes: {{{', '.join(f'{id_}: kept' for id_ in made)}}}\n"
        )
        made += cage.made
        head += cage.fields(where, rank, "title", "role", "company") + cage.fields(where, min(rank, 1), "interviewer")
        head += "shows: [company]\n"
        folder = f"{cage.bird(f'{where}: folder', 0)}/"
        text = f"---\n{head}---\n" + "\n".join(parts)
        cage.files[f"content/interviews/{folder}{name}.md"] = text.replace("../images", "../../images")
        about = f"about: [{slug_of(name)}]\n"
        for number, seen in enumerate(["mentor", "public"], 1):
            where = f"a {seen} note about the {visibility} interview"
            author = cage.fields(where, min(number, rank), "from", "title")
            text = f"---\ndate: 2026-05-02\nvisibility: {seen}\n{about}{author}---\n"
            path = f"content/notes/{cage.bird(f'{where}: file name', min(number, rank))}.md"
            cage.files[path] = text + cage.body(where, min(number, rank))
        where = f"the {visibility} article"
        text = f"---\nvisibility: {visibility}\n{cage.fields(where, rank, 'title')}---\n{cage.body(where, rank)}"
        cage.files[f"content/pages/{cage.bird(f'{where}: file name', rank)}.md"] = text
    for rank, mark in enumerate(["private", "mentor"]):
        body = cage.body(f"a skill's {mark} part", rank, mark)
        cage.files[f"content/skills/{['communication', 'testing'][rank]}.md"] = f"---\ntitle: A skill\n---\n{body}"
    for path in (
        "interviews/{}.txt",
        "interviews/.{}.md",
        "interviews/{}.md~",
        "images/{}.svg",
        "{}.md",
        "notes/#{}.md#",
    ):
        name = cage.bird(f"the name of {path}", 0)
        cage.files[f"content/{path.format(name)}"] = cage.bird(f"inside {path}", 0)
    return cage


@pytest.fixture(scope="module")
def cage() -> Cage:
    return make_cage()


@pytest.fixture(scope="module")
def root(cage, make_site) -> Path:
    folder: Path = make_site(cage.files)
    return folder


def leaks_of(outputs: Mapping[str, bytes], birds: Mapping[str, str]) -> list[str]:
    return [f"{leak.url} ({leak.form}): {birds[leak.secret]}, {leak.secret}" for leak in find_leaks(outputs, birds)]


def test_the_public_site_has_no_canary(cage, root):
    outputs = render_site(load_site(root, Audience.PUBLIC))
    assert leaks_of(outputs, cage.kept[0] | cage.kept[1]) == []


def test_the_mentors_site_has_none_of_the_learners_own(cage, root):
    outputs = render_site(load_site(root, Audience.MENTOR))
    assert leaks_of(outputs, cage.kept[0]) == []


@pytest.mark.parametrize(("audience", "rank"), [(Audience.PUBLIC, 2), (Audience.MENTOR, 1)])
def test_what_is_shown_is_found(cage, root, audience, rank):
    found = {leak.secret for leak in find_leaks(render_site(load_site(root, audience)), cage.kept[rank])}
    missed = {where.rpartition(": ")[2] for word, where in cage.kept[rank].items() if word not in found}
    # These are read, and by their nature not shown; titles of links are.
    assert missed <= {"note", "language", "id"}, missed


def test_what_a_build_says_has_no_canary(cage, root, tmp_path):
    command = [sys.executable, "-m", "afterview", "build", "--output", tmp_path / "site"]
    done = subprocess.run(command, cwd=root, env=bare_environment(), capture_output=True, check=True)
    outputs = {"stdout": done.stdout, "stderr": done.stderr}
    outputs |= {f"site/{path.name}": path.read_bytes() for path in (tmp_path / "site").iterdir() if path.is_file()}
    assert "site/.afterview-manifest" in outputs
    assert leaks_of(outputs, cage.kept[0] | cage.kept[1]) == []


def zipped(text: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", text)
    return memory.getvalue()


WORDS = f"some words around {SECRET}, and more words".encode()
IN_EVERY_FORM = {
    "UTF-8": WORDS,
    "UTF-16 LE": WORDS.decode().encode("utf-16-le"),
    "UTF-16 BE": WORDS.decode().encode("utf-16-be"),
    "HTML, named": html.escape(WORDS.decode()).replace("ö", "&ouml;").encode(),
    "HTML, decimal": "".join(f"&#{ord(letter)};" for letter in SECRET).encode(),
    "HTML, hexadecimal": "".join(f"&#x{ord(letter):X};" for letter in SECRET).encode(),
    "HTML, twice": "".join(f"&amp;#{ord(letter)};" for letter in SECRET).encode(),
    "address, upper case": "".join(f"%{byte:02X}" for byte in SECRET.encode()).encode(),
    "address, lower case": "".join(f"%{byte:02x}" for byte in SECRET.encode()).encode(),
    "JSON": "".join(f"\\u{ord(letter):04x}" for letter in SECRET).encode(),
    "JSON in HTML": json.dumps(WORDS.decode()).replace('"', "&#34;").encode(),
    **{f"base64 at {offset}": base64.b64encode(b"x" * offset + WORDS) for offset in range(3)},
    **{f"base64 for addresses at {offset}": base64.urlsafe_b64encode(b"\xff" * offset + WORDS) for offset in range(3)},
    "gzip": b"before" + gzip.compress(WORDS),
    "zlib": b"before" + zlib.compress(WORDS) + b"after",
    "zip": zipped(WORDS),
    "gzip in base64": b'{"index": "' + base64.b64encode(gzip.compress(WORDS)) + b'"}',
    "gzip in gzip": gzip.compress(gzip.compress(WORDS)),
    "lower case": WORDS.lower(),
    "upper case": WORDS.decode().upper().encode(),
    "slug": slug_of(WORDS.decode()).encode(),
}


@pytest.mark.parametrize("form", IN_EVERY_FORM)
def test_the_scanner_finds_a_leak_in_every_form(form):
    outputs = {"index.html": b"<p>Nothing here.</p>", "leak.bin": IN_EVERY_FORM[form]}
    assert [(leak.url, leak.secret) for leak in find_leaks(outputs, [SECRET, "Kanarie99ö"])] == [("leak.bin", SECRET)]


@pytest.mark.parametrize("name", [SECRET, slug_of(SECRET), "Kanarie00%C3%B6"])
def test_the_scanner_finds_a_leak_in_a_name(name):
    assert [leak.url for leak in find_leaks({f"images/{name}.png": b""}, [SECRET])] == [f"images/{name}.png"]
