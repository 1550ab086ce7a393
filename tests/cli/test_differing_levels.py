"""Where the readers of a site read another level than the author, and how a command says so."""

import pytest

from afterview.cli.differing_levels import render_differing_levels
from afterview.model.audience import Audience
from afterview.site import Site, load_site

INTERVIEW = """\
---
title: T
date: 2026-01-0{}
kind: coding
visibility: {}
ratings: {{testing: {}, communication: 3}}
---
"""


@pytest.fixture(scope="module")
def site(make_site) -> Site:
    seen = [(1, "public", 3), (2, "public", 3), (3, "private", 1), (4, "public", 3), (5, "mentor", 3), (6, "public", 3)]
    files = {f"content/interviews/{day}.md": INTERVIEW.format(day, who, step) for day, who, step in seen}
    return load_site(make_site(files), Audience.PUBLIC)


def test_a_level_that_reads_otherwise_is_listed_in_the_words_of_the_pages(site):
    lines = list(render_differing_levels(site.differing_levels, Audience.PUBLIC, may_name=True))
    assert lines == [
        "This site shows fewer interviews than you see, so some levels differ:",
        "  Testing: everyone reads “solid”, you read “mostly solid”.",
    ]
    mentor = site.for_audience(Audience.MENTOR)
    assert [(level.title, level.shown) for level in mentor.differing_levels] == [("Testing", "solid")]


def test_the_author_reads_what_the_author_reads(site):
    assert site.for_audience(Audience.ME).differing_levels == ()


def test_a_log_names_no_level_of_what_is_hidden(site):
    (line,) = render_differing_levels(site.differing_levels, Audience.PUBLIC, may_name=False)
    assert "Testing" not in line
    assert "solid" not in line
