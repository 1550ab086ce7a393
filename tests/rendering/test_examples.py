"""What the docs of theming show works as it stands there."""

import re

from afterview.model.audience import Audience
from afterview.output.render import render_site
from afterview.site import load_site
from tests.joint.sites import REPOSITORY

DOCS = REPOSITORY / "docs/theming.md"


def examples(kind):
    """Give the examples of a kind, in order."""
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
