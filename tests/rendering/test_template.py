"""A template for a new interview sees its own few variables, runs in a sandbox, and is told where it fails."""

import pytest

from afterview.problems import Code, ContentError
from afterview.rendering.template import render_template


def render(text: str, **variables: object) -> str:
    return render_template(text, path="content/templates/coding.md", variables=variables)


def test_a_template_is_filled_in_as_plain_text():
    text = "title: {{ title }}\n{% for it in skills %}\n  {{ it }}: ~\n{% endfor %}\n"
    assert render(text, title="Q & A <1>", skills=["testing"]) == "title: Q & A <1>\n  testing: ~\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one\n{{ nobody }}\n", 2),
        ("one\ntwo\n{% if %}\n", 3),
        ("{{ 1 / 0 }}", 1),
        ("{{ title.__class__.__mro__ }}", 1),
        ("{{ skills.append(1) }}", 1),
    ],
)
def test_a_fault_names_the_template_and_the_line(text, line):
    with pytest.raises(ContentError) as caught:
        render(text, title="x", skills=[])
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.line) == (Code.LAYOUT, "content/templates/coding.md", line)
    assert problem.excerpt == text.splitlines()[line - 1]
