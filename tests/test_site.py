"""One place loads a site: the addresses, the pages and the files that build, serve and publish show."""

import ast
import pickle
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

import afterview
from afterview.model.audience import Audience
from afterview.problems import Code, ContentError
from afterview.site import Site, load_site

PACKAGE = Path(afterview.__file__).parent
STAGES = ("read_portfolio", "narrow", "compute_insight", "plan_pages")
OWN_SITES = ("cli", "authoring", "importing")
"""These packages read a portfolio to write or check its sources; they make no site of it."""
INTERVIEW = """\
---
title: {0}
date: 2026-01-10
kind: coding
visibility: {0}
interviewer: Dana Rivers
---
![Board](../images/{0}.svg)
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"><rect width="2" height="2"/></svg>'
VISIBILITIES = ("private", "mentor", "public")


@pytest.fixture
def root(make_site) -> Path:
    interviews = {f"content/interviews/{name}.md": INTERVIEW.format(name) for name in VISIBILITIES}
    folder: Path = make_site({**interviews, **{f"content/images/{name}.svg": PICTURE for name in VISIBILITIES}})
    return folder


def test_a_site_is_read_narrowed_computed_and_planned_in_one_place():
    calls = Counter[tuple[str, str]]()
    for path in PACKAGE.rglob("*.py"):
        name, text = path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")
        if not name.startswith(OWN_SITES) and any(f"{stage}(" in text for stage in STAGES):
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in STAGES:
                    calls[node.func.id, name] += 1
    assert calls == {(stage, "site.py"): 1 for stage in STAGES}


@pytest.mark.parametrize(("audience", "shown"), [(Audience.ME, 3), (Audience.MENTOR, 2), (Audience.PUBLIC, 1)])
def test_a_site_has_the_addresses_that_its_audience_may_see(root, audience, shown):
    site = load_site(root, audience)
    visible = set(VISIBILITIES[3 - shown :])
    assert {url for url in site.urls if url.startswith("interviews/")} == {f"interviews/{one}.html" for one in visible}
    assert {url for url in site.urls if url.startswith("images/")} == {f"images/{one}.svg" for one in visible}
    assert site.urls == tuple(sorted({*site.pages, *site.files}))
    assert site.hidden.interviews == 3 - shown


def test_a_site_renders_its_pages_and_returns_its_files(root):
    site = load_site(root, Audience.PUBLIC)
    assert b"../images/public.svg" in site.render("interviews/public.html")
    assert b"<svg" in site.render("images/public.svg")
    with pytest.raises(KeyError):
        site.render("interviews/private.html")


def test_a_site_of_another_audience_is_the_one_that_loading_gives(root):
    derived, loaded = load_site(root, Audience.ME).for_audience(Audience.PUBLIC), load_site(root, Audience.PUBLIC)
    assert derived.urls == loaded.urls
    assert [derived.render(url) for url in derived.urls] == [loaded.render(url) for url in loaded.urls]


def test_the_address_in_portfolio_yaml_comes_first_and_a_local_site_has_none(root):
    assert load_site(root, Audience.ME, url="https://sam.example/").portfolio.url == "https://sam.example/"
    settings = root / "content/portfolio.yaml"
    settings.write_text(settings.read_text() + "url: https://own.example\n")
    assert load_site(root, Audience.ME, url="https://sam.example/").portfolio.url == "https://own.example/"
    assert load_site(root, Audience.ME, local=True).portfolio.url is None


def test_an_error_in_any_source_stops_the_site(make_site):
    with pytest.raises(ContentError) as stopped:
        load_site(make_site({"content/interviews/a.md": INTERVIEW.format("pubic")}), Audience.PUBLIC)
    assert Code.UNKNOWN_VISIBILITY in {problem.code for problem in stopped.value.problems}


def render_all(site: Site) -> dict[str, bytes]:
    return {url: site.render(url) for url in site.urls}


@pytest.mark.slow
@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_a_site_can_be_sent_to_a_process_of_any_start_method(root, method):
    site = load_site(root, Audience.PUBLIC)
    assert pickle.loads(pickle.dumps(site)).urls == site.urls
    with ProcessPoolExecutor(1, mp_context=get_context(method)) as pool:
        assert pool.submit(render_all, site).result(timeout=120) == render_all(site)


def test_what_the_pages_tell_a_person_to_write_is_a_field(make_site):
    text = (
        "---\ntitle: One\ndate: 2026-01-10\nkind: coding\n---\n## What to improve\n\n## Next time\n- Slower ^slower\n"
    )
    site = load_site(make_site({"content/interviews/one.md": text}), audience=Audience.ME)
    assert b"<code>outcomes</code>" in site.render("commitments.html")
    page = site.render("interviews/one.html")
    assert re.search(rb'<span id="[a-z-]*what-to-improve"></span>', page)
    assert b"What to improve</h2>" not in page


def test_the_texts_of_the_interface_are_read_once_for_a_site(root):
    script = f"""
import sys
from pathlib import Path
from afterview.model.audience import Audience
from afterview.output.render import render_site
from afterview.site import load_site
read = []
def note(event, arguments):
    if event == "open" and str(arguments[0]).endswith("words.json"):
        read.append(arguments[0])
sys.addaudithook(note)
site = load_site(Path({str(root)!r}), Audience.PUBLIC)
render_site(site)
site.differing_levels
print(len(read))
"""
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "1\n"


def test_only_the_public_has_the_author_introduced(make_site):
    page = "---\ntitle: About\nvisibility: public\n---\nI write backends.\n"
    root = make_site({"content/pages/about.md": page})
    shows = {audience: b"I write backends." in load_site(root, audience).render("index.html") for audience in Audience}
    assert shows == {Audience.PUBLIC: True, Audience.MENTOR: False, Audience.ME: False}


def test_the_first_lines_of_home_name_what_returns_and_what_is_no_longer_noted(make_site):
    home = load_site(make_site(_year_of_themes()), Audience.PUBLIC).render("index.html").decode()
    line = re.sub("<[^>]*>", "", home.partition('<div class="intro">')[2].partition("</div>")[0])
    assert "What keeps coming back: naming." in line
    assert "No longer noted as a point to improve: haste." in line


def test_a_site_that_shows_no_interview_has_no_chart(make_site):
    root = make_site({})
    shown = {audience: b'class="sheet"' in load_site(root, audience).render("skills.html") for audience in Audience}
    assert shown == {Audience.PUBLIC: False, Audience.MENTOR: False, Audience.ME: True}


def _year_of_themes() -> dict[str, str]:
    """Write interviews in which haste was noted in the first six of twelve, and naming in each second one."""
    files = {}
    for month in range(1, 13):
        points = ["- Rushed #testing #haste\n"] * (month <= 6) + ["- Short names #testing #naming\n"] * (month % 2)
        front = f"title: Number {month}\ndate: 2026-{month:02}-10\nkind: coding\nvisibility: public\n"
        text = f"---\n{front}ratings: {{testing: 2}}\n---\n## What to improve\n{''.join(points) or '- Slow #testing'}\n"
        files[f"content/interviews/2026-{month:02}-10-number-{month}.md"] = text
    return files


def test_others_read_of_how_many_interviews_every_count_is(make_site):
    site = load_site(make_site(_year_of_themes()), Audience.PUBLIC)
    pages = ("index", "skills", "skills/testing", "themes", "themes/haste", "commitments", "strengths", "timeline")
    for url in (f"{page}.html" for page in pages if f"{page}.html" in site.urls):
        assert b"12 interviews shown here" in site.render(url), url
    own = site.for_audience(Audience.ME)
    assert not any(b"interviews shown here" in own.render(url) for url in own.pages if url != "how.html")


def test_skill_pages_say_what_was_noted_with_the_interviewers_words_as_quotations(make_site):
    body = "## What went well\n> You drew it first. #testing\n\n- Ran it twice #testing\n"
    front = "title: One\ndate: 2026-01-10\nkind: coding\nvisibility: public\n"
    root = make_site({"content/interviews/2026-01-10-one.md": f"---\n{front}---\n{body}"})
    page = load_site(root, Audience.PUBLIC).render("skills/testing.html").decode()
    assert "<h2>What was noted</h2>" in page
    assert re.findall("<q>(.*?)</q>", page) == ["You drew it first."]
