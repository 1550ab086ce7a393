"""The home page of the preview begins with the brief, and no other page and no other reader gets it."""

import pytest

from tests.serve.conftest import FILES, show

COMMITMENT = "\n## Next time\n- If it works, I try <the empty input> #testing\n"


@pytest.fixture
def shown(make_site):
    third = FILES["content/interviews/third.md"] + COMMITMENT
    with show(make_site({**FILES, "content/interviews/third.md": third})) as one:
        yield one


def test_the_home_page_begins_with_the_brief(shown):
    _, page = shown.ask("/")
    _, _, main = page.partition("<main")
    assert main.partition(">")[2].startswith(
        '<details class="afterview-brief"><summary>Before your next interview: Coding</summary>'
        "<pre>Try this\n  If it works, I try &lt;the empty input&gt;\n"
    )


@pytest.mark.parametrize("address", ["/~public/", "/~mentor/index.html", "/interviews.html", "/skills/testing.html"])
def test_it_is_nowhere_else(shown, address):
    status, page = shown.ask(address)
    assert status == 200
    assert "afterview-brief" not in page


def test_it_changes_with_the_files(shown):
    shown.edit("content/interviews/third.md", FILES["content/interviews/third.md"])
    shown.server.refresh()
    assert "empty input" not in shown.ask("/")[1]
