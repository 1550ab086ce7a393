"""The files of a site have one order and one address each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.pages.urls import sort_urls
from afterview.problems import Code, ContentError


@given(st.permutations(["index.html", "skills/b.html", "skills/a.html", "Zebra.html", "images/é.png"]))
def test_the_order_of_reading_does_not_matter(urls):
    assert sort_urls(urls) == sort_urls(sorted(urls))


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
        sort_urls([first, second])
    assert {problem.code for problem in caught.value.problems} == {Code.SAME_ADDRESS}


@pytest.mark.parametrize("url", ["", "/etc/passwd", "../up", "a/../b", "a//b", "a\nb", "a\\b", "a\u2028b", "a/"])
def test_no_address_leaves_the_site(url):
    with pytest.raises(ValueError, match="no site can hold"):
        sort_urls([url])
