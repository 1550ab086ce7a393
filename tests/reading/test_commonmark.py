"""The CommonMark specification, example by example."""

import re

import pytest

from tests.reading.commonmark import TESTS, differing, read_examples

pytestmark = pytest.mark.needs("node", "npm packages")

LIST = (TESTS.parent / "docs" / "markdown.md").read_text(encoding="utf-8")


def listed() -> dict[int, str]:
    """Read the list of examples that differ, each with its reason."""
    rows = re.findall(r"^\| ([^|]+) \| ([0-9, ]+) \|$", LIST, re.MULTILINE)
    return {int(number): reason for reason, numbers in rows for number in numbers.split(",")}


def test_every_example_comes_out_as_specified_or_is_on_the_list():
    assert len(read_examples()) == 652
    assert set(differing()) == set(listed())


def test_each_reason_on_the_list_is_what_happened():
    for number, (expected, ours) in differing().items():
        match listed()[number]:
            case "raw HTML is shown as text":
                assert re.search(r"<!|</?[a-zA-Z?]", expected), number
                assert "&lt;" in ours, number
            case "the address is refused as a link, and shown as text":
                assert "href" in expected, number
                assert "href" not in ours, number
            case "a bare address is a link":
                assert "href" not in expected, number
                assert re.sub(r"</?a[^>]*>", "", ours).strip() == expected.strip(), number
            case "the code is coloured":
                assert re.sub(r"</?span[^>]*>", "", ours) == expected, number
