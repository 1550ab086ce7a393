"""What the preview shows: every audience's site, as it is now, with what stands in the way."""

import os
import re
import shutil

import pytest

from afterview.model.audience import Audience
from afterview.output.build import build_site
from afterview.problems import Code
from afterview.serve.preview import Preview
from tests.serve.conftest import FILES, INTERVIEW, listen, show


def test_each_audience_has_its_own_site(shown):
    assert [shown.ask(f"{prefix}interviews/third.html")[0] for prefix in ("/", "/~mentor/", "/~public/")] == [
        200,
        404,
        404,
    ]
    assert [shown.ask(f"{prefix}interviews/second.html")[0] for prefix in ("/", "/~mentor/", "/~public/")] == [
        200,
        200,
        404,
    ]
    assert shown.ask("/")[1] == shown.ask("/index.html")[1]
    assert "Quokka" in shown.ask("/interviews.html")[1]
    assert "Quokka" not in shown.ask("/~mentor/interviews.html")[1]


def test_a_page_has_a_switch_and_a_script_that_no_built_page_has(shown):
    body = shown.ask("/interviews/first.html")[1]
    assert 'href="/~public/interviews/first.html"' in body
    assert 'src="/~/preview.js"' in body
    assert shown.ask("/~/preview.js")[0] == shown.ask("/~/preview.css")[0] == 200
    assert "preview" not in shown.ask("/assets/style.css")[1]


def test_a_lost_page_finds_its_style_from_anywhere(shown):
    status, body = shown.ask("/~mentor/no/such/page.html")
    assert status == 404
    assert 'href="/~mentor/assets/style.css"' in body


def test_a_change_is_announced_and_shown(shown):
    with listen(shown) as receive:
        first = receive()
        shown.edit("content/interviews/first.md", FILES["content/interviews/first.md"].replace("Drew", "Painted"))
        second = receive()
    assert second["site"] == first["site"] + 1
    assert second["problems"] == []
    assert "Painted it" in shown.ask("/interviews/first.html")[1]


def test_a_save_that_changes_nothing_is_not_announced(shown):
    version = shown.server.preview.news.version
    shown.edit("content/interviews/first.md", FILES["content/interviews/first.md"])
    shown.edit("content/interviews/first.md.swp~", "editors leave these")
    shown.server.refresh()
    assert shown.server.preview.news.version == version


def test_an_error_keeps_the_last_good_page_and_is_shown_until_it_is_fixed(shown):
    with listen(shown) as receive:
        first = receive()
        shown.edit("content/interviews/first.md", FILES["content/interviews/first.md"].replace("01-10", "13-10"))
        broken = receive()
        assert [(it["path"], it["line"]) for it in broken["problems"]] == [("content/interviews/first.md", 3)]
        assert broken["site"] == first["site"]
        assert "Drew it" in shown.ask("/interviews/first.html")[1]
        shown.edit("content/interviews/first.md", FILES["content/interviews/first.md"])
        mended = receive()
    assert (mended["problems"], mended["site"]) == ([], first["site"])
    shown.wait_until(lambda: [len(news.problems) for news in shown.news] == [0, 1, 0])


def test_a_portfolio_that_begins_with_errors_is_shown_once_they_are_mended(make_site):
    with show(make_site({"content/interviews/bad.md": "---\ntitle: <b>Bad</b>\ndate: never\n---\n"})) as shown:
        status, body = shown.ask("/")
        assert status == 500
        assert "content/interviews/bad.md:3" in body
        shown.edit("content/interviews/bad.md", None)
        shown.wait_until(lambda: shown.ask("/")[0] == 200)


def test_a_style_sheet_is_distinguished_from_a_page(shown):
    with listen(shown) as receive:
        first = receive()
        shown.edit("layouts/assets/style.css", "body { color: teal }")
        second = receive()
        shown.edit("layouts/404.html", "nothing here\n")
        third = receive()
    assert (second["style"], second["site"]) == (first["style"] + 1, first["site"])
    assert third["site"] == second["site"] + 1
    assert "teal" in shown.ask("/assets/style.css")[1]
    assert shown.ask("/nowhere")[1].startswith("nothing here")


def test_a_broken_layout_says_where(shown):
    shown.edit("layouts/skills.html", "one\n{{ nothing.at.all }}\n")
    shown.wait_until(lambda: shown.ask("/skills.html")[0] == 500)
    assert "layouts/skills.html:2" in shown.ask("/skills.html")[1]
    assert shown.ask("/interviews.html")[0] == 200
    shutil.rmtree(shown.root / "layouts")
    shown.wait_until(lambda: shown.ask("/skills.html")[0] == 200)


def test_the_page_that_was_edited_is_named_when_asked(make_site):
    with show(make_site(FILES), follow=True) as shown, listen(shown) as receive:
        receive()
        shown.edit("content/interviews/second.md", FILES["content/interviews/second.md"].replace("Asked", "Waited"))
        assert receive()["follow"] == "interviews/second.html"
        shown.edit("content/notes/answer.md", "---\nfrom: Mo\ndate: 2026-02-11\nabout: [second]\n---\nGood.\n")
        assert receive()["follow"] == "notes.html#n-answer"


def test_an_atomic_save_is_a_change(shown):
    other = shown.root / "content" / "interviews" / ".first.tmp"
    other.write_text(FILES["content/interviews/first.md"].replace("Drew", "Sang"))
    os.replace(other, shown.root / "content" / "interviews" / "first.md")  # noqa: PTH105 - what editors do
    shown.wait_until(lambda: "Sang it" in shown.ask("/interviews/first.html")[1])


def test_folders_may_go_and_come_back(shown):
    content = shown.root / "content"
    content.rename(shown.root / "elsewhere")
    shown.wait_until(lambda: Code.MISSING_FILE in {problem.code for problem in shown.server.preview.news.problems})
    # Which pages still stand depends on when the folder was looked at as it went; that the server does, does not.
    assert shown.ask("/index.html")[0] == 200
    (shown.root / "elsewhere").rename(content)
    shown.wait_until(lambda: not shown.server.preview.news.problems)
    shown.edit("content/interviews/first.md", FILES["content/interviews/first.md"].replace("Drew", "Wrote"))
    shown.wait_until(lambda: "Wrote it" in shown.ask("/interviews/first.html")[1])
    shutil.rmtree(content / "interviews")
    shown.wait_until(lambda: shown.ask("/interviews/first.html")[0] == 404)
    shown.edit(
        "content/interviews/2026/new.md", INTERVIEW.format(title="New", month=4, visibility="public", words="Sat")
    )
    shown.wait_until(lambda: shown.ask("/interviews/new.html")[0] == 200)


@pytest.mark.slow
def test_a_thousand_files_at_once(shown):
    for number in range(1000):
        text = INTERVIEW.format(title=f"N {number}", month=5, visibility="public", words=f"said {number}")
        shown.edit(f"content/interviews/many-{number}.md", text)
    shown.wait_until(lambda: shown.ask("/interviews/many-999.html")[0] == 200)
    assert shown.ask("/interviews/many-0.html")[0] == 200


def test_the_next_free_port_is_taken(make_site):
    with show(make_site({})) as first:
        from afterview.serve.server import PreviewServer

        with PreviewServer(make_site({}), port=first.server.port) as second:
            assert second.port > first.server.port


@pytest.mark.parametrize("host", ["0.0.0.0"])
def test_other_machines_see_the_public_site_only(make_site, host):
    with show(make_site(FILES), host=host) as shown:
        assert shown.ask("/interviews/first.html")[0] == 200
        assert shown.ask("/interviews/third.html")[0] == 404
        assert shown.ask("/~me/interviews/third.html")[0] == shown.ask("/~mentor/interviews/second.html")[0] == 404
        assert "afterview-eyes" not in shown.ask("/")[1]


def test_other_machines_hear_nothing_of_private_files(make_site):
    with show(make_site(FILES), host="0.0.0.0", follow=True) as shown, listen(shown) as receive:
        first = receive()
        wrong = FILES["content/interviews/third.md"].replace("03-10", "Quokka")
        for private in (FILES["content/interviews/third.md"].replace("Wombat", "Numbat"), wrong, None):
            shown.edit("content/interviews/third.md", private)
            shown.server.refresh()
        shown.edit("content/interviews/first.md", FILES["content/interviews/first.md"].replace("Drew", "Painted"))
        second = receive()
        assert second == {
            **first,
            "version": first["version"] + 1,
            "site": first["site"] + 1,
            "follow": "interviews/first.html",
        }
        hidden = FILES["content/interviews/first.md"].replace("visibility: public", "visibility: private")
        shown.edit("content/interviews/first.md", hidden)
        third = receive()
        assert (third["site"], third["follow"], third["problems"]) == (second["site"] + 1, "", [])


def test_a_file_that_an_editor_empties_before_it_fills_it_never_goes(make_site, monkeypatch):
    root = make_site(FILES)
    preview = Preview(root, Audience.PUBLIC)
    preview.refresh()
    file = root / "content/interviews/first.md"
    file.write_text("")
    text = FILES["content/interviews/first.md"].replace("Drew", "Painted")
    monkeypatch.setattr("time.sleep", lambda _: file.write_text(text))  # what the editor does in that moment
    news = preview.refresh()
    assert (news.version, news.warnings, news.edited) == (2, (), "interviews/first.html")


def test_other_machines_never_read_a_name_that_no_file_permits(make_site):
    files = {"content/interviews/first.md": FILES["content/interviews/first.md"].replace("Drew", "Dana drew")}
    with show(make_site({**FILES, **files}), host="0.0.0.0") as shown:
        status, body = shown.ask("/interviews/first.html")
        assert (status, "Dana" in body) == (500, False)
        assert [problem.code for problem in shown.server.preview.news.problems] == [Code.NAME_SHOWN]
        shown.edit("content/interviews/first.md", FILES["content/interviews/first.md"])
        shown.wait_until(lambda: shown.ask("/interviews/first.html")[0] == 200)
        shown.edit("content/interviews/first.md", files["content/interviews/first.md"])
        shown.wait_until(lambda: shown.server.preview.news.problems)
        assert "Dana" not in shown.ask("/interviews/first.html")[1]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["See it as", "me", "my mentor", "everyone"]),
        ("es", ["Ver como", "yo", "mentoría", "todo el mundo"]),
        ("fr", ["Voir comme", "moi", "mentorat", "tout le monde"]),
    ],
)
def test_the_preview_speaks_the_portfolios_language(make_site, language, names):
    root = make_site(FILES)
    settings = root / "content/portfolio.yaml"
    settings.write_text(settings.read_text().replace("language: en", f"language: {language}"))
    with show(root) as shown:
        body = shown.ask("/skills.html")[1]
        (switch,) = re.findall(r'<nav class="afterview-eyes".*?</nav>', body)
        assert re.findall(r">([^<>]+)<", switch) == names


def test_every_entry_says_who_else_sees_it(make_site):
    entries = {
        "content/notes/answer.md": "---\nfrom: Mo\ndate: 2026-02-11\nabout: [second]\n---\nGood.\n",
        "content/pages/open.md": "---\ntitle: Open\nvisibility: public\n---\nGood.\n",
        "content/pages/shut.md": "---\ntitle: Shut\n---\nGood.\n",
    }
    labels = {"private": "only you", "mentor": "only for mentors", "public": "everyone"}

    def badge(visibility: str) -> str:
        return f'<span class="badge badge-{visibility}">{labels[visibility]}</span>'

    with show(make_site({**FILES, **entries})) as shown:
        for address, visibility in (
            ("/interviews/first.html", "public"),
            ("/interviews/second.html", "mentor"),
            ("/interviews/third.html", "private"),
            ("/notes.html", "mentor"),
            ("/open.html", "public"),
            ("/shut.html", "private"),
        ):
            status, body = shown.ask(address)
            assert (status, badge(visibility) in body) == (200, True), address
        page = shown.ask("/interviews.html")[1]
        for title, visibility in (("First", "public"), ("Second", "mentor"), ("Quokka", "private")):
            assert f"{title}</a> {badge(visibility)}" in page
        assert "badge-public" not in shown.ask("/~mentor/interviews.html")[1]
        assert "badge-" not in shown.ask("/~public/interviews.html")[1]


def test_what_a_build_cached_is_not_parsed_twice(make_site):
    root = make_site(FILES)
    build_site(root, audience=Audience.PUBLIC)
    preview = Preview(root)
    assert (preview.refresh().version, preview.parsed) == (1, ())
    (root / "content/interviews/second.md").write_text(FILES["content/interviews/first.md"])
    preview.refresh()
    assert preview.parsed == ("content/interviews/second.md",)
    preview.refresh()
    assert preview.parsed == ("content/interviews/second.md",)


def test_the_preview_refuses_addresses_that_a_build_refuses(make_site):
    layouts = {"layouts/assets/a.css": "a {}", "layouts/assets/A.css": "b {}"}
    news = Preview(make_site({**FILES, **layouts})).refresh()
    assert [problem.code for problem in news.problems] == [Code.SAME_ADDRESS]


def test_what_is_remembered_of_unchanged_files_gives_the_warnings_of_a_first_reading(make_site):
    first = FILES["content/interviews/first.md"].replace("Drew it", "Zebedee and Quillon drew it")
    root = make_site({**FILES, "content/interviews/first.md": first})
    preview = Preview(root)
    preview.refresh()
    path = root / "content/interviews/third.md"
    text = path.read_text()
    for interviewer in ("Zebedee", "Wilhelmina", "Quillon"):
        path.write_text(text.replace("Dana Rivers", interviewer))
        assert preview.refresh().warnings == Preview(root).refresh().warnings
    assert ["`Quillon`" in problem.message for problem in preview.news.warnings] == [True]


def test_two_files_with_one_address_keep_the_last_good_site_until_one_is_gone(make_site):
    root = make_site(FILES)
    preview = Preview(root)
    preview.refresh()
    layout = root / "layouts/assets"
    layout.mkdir(parents=True)
    for name in ("a.css", "A.css"):
        (layout / name).write_text(f"/* {name} */")
    news = preview.refresh()
    assert [problem.code for problem in news.problems] == [Code.SAME_ADDRESS]
    assert preview.refresh() is news
    assert preview.find(Audience.ME, "assets/a.css") is None
    assert b"Drew it" in (preview.find(Audience.ME, "interviews/first.html") or b"")
    (layout / "A.css").unlink()
    assert preview.refresh().problems == ()
    assert preview.find(Audience.ME, "assets/a.css") == b"/* a.css */"
