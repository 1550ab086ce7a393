"""What the docs of theming show works as it stands there."""

import re

from afterview.model.audience import Audience
from afterview.output.render import render_site
from afterview.site import load_site
from tests.joint.sites import REPOSITORY

DOCS = REPOSITORY / "docs/theming.md"


def examples(kind):
    """Return the examples of a kind, in order."""
    return re.findall(rf"```{kind}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)


def test_the_examples_of_theming_work(make_site):
    (layout,) = examples("html")
    files = {
        "layouts/skill.html": layout,
        "layouts/words.json": examples("json")[0],
        "layouts/assets/own.css": examples("css")[0],
    }
    outputs = render_site(load_site(make_site(files), Audience.ME))
    skill = outputs["skills/testing.html"].decode()
    assert '<link rel="stylesheet" href="../assets/own.css">' in skill
    assert "Asked me about this?" in skill
    assert '<a href="../skills.html" aria-current="true">Abilities</a>' in skill
    assert "--accent" in outputs["assets/own.css"].decode()


def test_theming_lists_what_each_layout_finds(make_site):
    text = DOCS.read_text(encoding="utf-8")
    listed = {
        layout: set(re.findall(r"`(\w+)`", fields))
        for layout, fields in re.findall(r"^\| `([\w.]+)` \| (.*?) \| `\w+\.py` \|$", text, re.MULTILINE)
    }
    pages = {
        page.layout: set(page.context.__struct_fields__) - {"shell"}
        for audience in Audience
        for page in load_site(make_site({}), audience).pages.values()
    }
    for layout, fields in pages.items():
        assert layout not in listed or listed[layout] == fields, layout
    assert {layout for layout in pages if layout.endswith(".html")} - {"404.html"} <= set(listed)
