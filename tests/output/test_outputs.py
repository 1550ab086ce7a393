"""The files of a site have one order and one address each; its list can be read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.model.page import Output
from afterview.output.manifest import DamagedList, list_outputs, parse_manifest, render_manifest
from afterview.output.outputs import fits_a_site, fold, order_urls
from afterview.problems import Code, ContentError

URLS = st.lists(st.text("abz-é/. ", min_size=1, max_size=12).filter(fits_a_site), max_size=8, unique_by=fold)


def outputs(*urls: str) -> tuple[Output, ...]:
    return tuple(Output(url=url, body=url.encode()) for url in urls)


@given(st.permutations(["index.html", "skills/b.html", "skills/a.html", "Zebra.html", "images/é.png"]))
def test_the_order_of_reading_does_not_matter(urls):
    assert order_urls(urls) == order_urls(sorted(urls))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("images/A.png", "images/a.png"),
        ("images/é.png", "images/e\u0301.png"),
        ("images/straße.png", "images/STRASSE.png"),
        ("index.html", "index.html"),
        ("about", "about/index.html"),
        ("ABOUT/index.html", "about"),
    ],
)
def test_two_files_of_one_address_are_an_error(first, second):
    with pytest.raises(ContentError) as caught:
        order_urls([first, second])
    assert {problem.code for problem in caught.value.problems} == {Code.SAME_ADDRESS}


@pytest.mark.parametrize("url", ["", "/etc/passwd", "../up", "a/../b", "a//b", "a\nb", "a\\b", "a\u2028b", "a/"])
def test_no_address_leaves_the_site(url):
    with pytest.raises(ValueError, match="no site can hold"):
        order_urls([url])


@given(URLS)
def test_a_list_is_read_back_as_it_was_written(urls):
    listed = list_outputs(outputs(*urls))
    assert parse_manifest(render_manifest(listed).encode()) == listed


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"hello\n", b"0" * 32 + b"  ../../etc/passwd\n", b"0" * 31 + b"  index.html\n", b"\n"]
)
def test_a_damaged_list_is_not_believed(body):
    with pytest.raises(DamagedList):
        parse_manifest(body)
