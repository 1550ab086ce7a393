"""An audit from the cache is the audit that would be made now, whatever became hidden or visible since."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afterview.model.audience import Audience
from afterview.output.audit import Circumstances, check_page, make_circumstances
from afterview.output.audit_cache import AuditCache
from afterview.output.cache import Cache
from afterview.output.leaks import LeakScanner
from afterview.output.manifest import digest
from afterview.site import load_site

WORDS = [
    *("the", "empty", "list", "caught", "me", "out", "again"),
    *("and", "panicking", "silently", "rehearsals", "helped", "nothing"),
]
INTERVIEW = """\
---
title: One
date: 2026-01-10
kind: coding
visibility: {visibility}
---
## What to improve
{text}
"""
LINKS = ["index.html", "#here", "other.html#there", "missing.html"]


def write_sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(6, 9)))


@pytest.fixture(scope="module")
def portfolios(make_site) -> tuple[Circumstances, ...]:
    """Return the circumstances of portfolios that hide other sentences of the same words each."""
    chance = random.Random(7)
    sentences = [write_sentence(chance) for _ in range(8)]
    made = []
    for number in range(6):
        hidden = chance.sample(sentences, number)
        files = {"content/interviews/a.md": INTERVIEW.format(visibility="public", text=f"- {sentences[0]}")}
        if hidden:
            text = "\n".join(f"- {sentence}" for sentence in hidden)
            files["content/interviews/b.md"] = INTERVIEW.format(visibility="private", text=text)
        site = load_site(make_site(files), Audience.PUBLIC)
        circumstances = make_circumstances(site, LeakScanner(site))
        made.append(Circumstances(audience=Audience.PUBLIC, hidden=circumstances.hidden, home=None, root=b"/nowhere"))
    return tuple(made)


def write_page(words: list[str], link: str, escaped: bool) -> bytes:
    text = " ".join(words)
    text = text.replace("e", "&#101;") if escaped else text
    return f'<p title="{text[:40]}" id="here"><a href="{link}">{text}</a></p>'.encode()


PAGE = st.builds(write_page, st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from(LINKS), st.booleans())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_audit_from_the_cache_is_the_one_that_would_be_made(portfolios, data):
    hidden = sorted({piece for one in portfolios for piece in one.hidden.pieces})
    pages = [*data.draw(st.lists(PAGE, max_size=4)), *data.draw(st.lists(st.sampled_from(hidden)))]
    cache = Cache(b"")
    for circumstances in data.draw(st.lists(st.sampled_from(portfolios), min_size=2, max_size=6)):
        audits = AuditCache(cache, circumstances)
        for number, page in enumerate(pages):
            url = f"{number}.html"
            expected = check_page(url, page, circumstances, number=audits.number)
            found = audits.find(url, digest(page))
            if found is None:
                audits.keep(url, digest(page), expected)
            else:
                # The numbers of words are not known after the first build.
                assert (found.hidden, found.urls, found.links) == (expected.hidden, expected.urls, expected.links)
                assert (found.dead_links, found.anchors) == (expected.dead_links, expected.anchors)


def test_only_a_file_that_may_show_what_became_hidden_is_audited_once_more(portfolios):
    before, after = portfolios[1], portfolios[5]
    (new, *_) = sorted(after.hidden.pieces - before.hidden.pieces)
    pages = {"a.html": b"<p>Before. " + new + b" After.</p>", "b.html": b"<p>the empty list</p>"}
    cache = Cache(b"")
    audits = AuditCache(cache, before)
    for url, body in pages.items():
        audits.keep(url, digest(body), check_page(url, body, before, number=True))
    audits = AuditCache(cache, after)
    assert audits.find("a.html", digest(pages["a.html"])) is None
    kept = audits.find("b.html", digest(pages["b.html"]))
    assert kept == check_page("b.html", pages["b.html"], after, number=True)
