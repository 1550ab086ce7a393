"""A mentor answers on the page, and what arrives is what was written."""

import json
import random
import re
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from afterview.importing.answer_blocks import find_blocks
from tests.browser.test_access import AXE, faults
from tests.sealing.conftest import CODE, wait_until
from tests.sealing.test_viewer import LONG, PHONE

BLOCKS = Path(__file__).with_name("blocks.mjs")
PIECES = [
    *(
        "---",
        "```",
        "> ",
        "# ",
        "| a | b |",
        "\u202e",
        "אבג",
        "🙂",
        "é",
        "e\u0301",
        "\u2028",
        "\u0000",
        "\t",
        "\n",
        "\n\n",
    ),
    *(" ", "[//]: # (afterview: end)", "from: x", "*b*", "\\", "&amp;", "<b>", "\ufeff", "1. x", "a", "word"),
]


def make_blocks(answers, mails=(), files=()):
    given = json.dumps({"answers": answers, "mails": list(mails), "files": list(files)})
    done = subprocess.run(["node", BLOCKS], input=given, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_every_answer_is_read_back_as_it_was_written():
    chance = random.Random(15)

    def words(most):
        return "".join(chance.choices(PIECES, k=chance.randrange(1, most)))

    number = 10_000 if LONG else 400
    answers = [
        {"from": f"D{words(4)}", "about": "2026-11-20-a-year-on", "text": f"x{words(40)}"} for _ in range(number)
    ]
    answers.append({"from": "Dana R.", "about": "a", "text": "é🙂\n" * 10_000})
    for answer in make_blocks(answers)["made"]:
        blocks, problems = find_blocks(answer["block"], path="-")
        assert problems == ()
        (block,) = blocks
        assert block.text.strip() == answer["text"].strip(), answer
        assert " ".join(block.facts["from"].split()) == answer["from"], answer


def test_a_mail_keeps_every_letter_of_a_text():
    text = "a b+c&d=é?\n---\n100 %"
    (mail,) = make_blocks([], mails=[text])["mails"]
    assert parse_qs(urlsplit(mail).query)["body"] == [text]
    (file,) = make_blocks([], files=[text])["files"]
    assert parse_qs(urlsplit(file).query) == {"filename": ["content/notes/a.md"], "value": [text]}


def test_what_is_too_long_for_a_mail_or_for_github_is_copied_instead():
    given = json.dumps({"mails": [1899, 1900, 1901], "files": [7999, 8000, 8001]})
    ways = BLOCKS.with_name("ways.mjs")
    done = json.loads(subprocess.run(["node", ways], input=given, capture_output=True, text=True, check=True).stdout)
    assert [(it["address"], it["whole"]) for it in done["mails"][:2]] == [(1899, True), (1900, True)]
    assert [(it["opened"], it["whole"]) for it in done["files"][:2]] == [(7999, True), (8000, True)]
    for way in ("mails", "files"):
        assert [(it["copied"], it["said"]) for it in done[way]] == [(False, "")] * 2 + [(True, "too long")]
        assert not done[way][2]["whole"]
    assert 0 < done["mails"][2]["address"] < 200, "a mail without a text opens all the same"
    assert done["files"][2]["opened"] == 0


@pytest.fixture(params=["plain", "sealed"])
def page(request, own, browser):
    """Open the mentor's page of a site whose learner can be answered to, in a browser whose clipboard can be read."""
    context = browser.new_context(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(address(own, request.param))
    yield page
    context.close()


def address(sealed, way):
    if way == "plain":
        return (sealed.plain / "mentor.html").as_uri()
    return f"{(sealed.folder / 'index.html').as_uri()}#{CODE}"


def answer(page, text, name="Dana R."):
    page.get_by_role("button", name="Answer").first.click()
    expect(page.get_by_label("Answer").first).to_be_focused()
    page.get_by_label("Answer").first.fill(text)
    page.get_by_label("Name").first.fill(name)


def status(page):
    return page.locator("form.give").get_by_role("status")


def read_clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")


def test_an_answer_is_copied_as_a_note(page):
    about = page.locator("[data-about]").first.get_attribute("data-about")
    answer(page, "Yes.\n\nFrom one October to May.")
    page.get_by_role("button", name="Copy").click()
    expect(status(page)).to_contain_text("Copied")
    (block,), problems = find_blocks(read_clipboard(page), path="-")
    assert problems == ()
    assert (block.facts["from"], block.text) == ("Dana R.", "Yes.\n\nFrom one October to May.")
    assert block.items("about") == (about,)
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", block.facts["date"])


def test_the_letter_can_be_answered_and_that_is_about_no_interview(own, browser):
    context = browser.new_context(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address(own, "plain"))
    page.evaluate(
        """document.querySelector("h1").insertAdjacentHTML("afterend", "<div data-about=''>Dana, this.</div>")"""
    )
    page.evaluate("document.querySelectorAll('[data-about] > button').forEach((it) => it.remove())")
    page.evaluate("afterview.reply(document)")
    answer(page, "Gladly.")
    page.get_by_role("button", name="Copy").click()
    expect(status(page)).to_contain_text("Copied")
    (block,), problems = find_blocks(read_clipboard(page), path="-")
    assert (problems, block.text, "about" in block.facts) == ((), "Gladly.", False)
    context.close()


def test_a_mentor_can_write_about_any_interview_on_its_page(own, browser):
    interview = "2026-11-20-a-year-on"
    for way, rest in (("plain", ""), ("sealed", f"/interviews/{interview}.html")):
        context = browser.new_context(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        plain = (own.plain / f"interviews/{interview}.html").as_uri()
        page.goto(f"{address(own, way)}{rest}" if rest else plain)
        page.get_by_role("button", name="Write about this interview").click()
        page.get_by_label("Answer").fill("You waited.")
        page.get_by_label("Name").fill("Dana R.")
        page.get_by_role("button", name="Copy").click()
        expect(status(page)).to_contain_text("Copied")
        (block,), problems = find_blocks(read_clipboard(page), path="-")
        assert problems == ()
        assert (block.items("about"), block.text) == ((interview,), "You waited.")
        context.close()


def test_a_draft_is_kept_until_it_is_deleted(page):
    shown = int("#" in page.url)  # a sealed page also keeps what it showed
    wait_until(page, "(number) => localStorage.length === number", shown)
    answer(page, "Half a thought")
    wait_until(page, "(number) => localStorage.length === number + 1", shown)
    page.reload()
    expect(page.get_by_label("Answer").first).to_have_value("Half a thought")
    page.get_by_role("button", name="I have sent it: delete").click()
    expect(page.get_by_label("Answer").first).to_have_value("")
    wait_until(page, "(number) => localStorage.length === number", shown)


def test_a_sealed_draft_is_kept_sealed(own, browser):
    page = browser.new_page()
    page.goto(address(own, "sealed"))
    answer(page, "Half a thought")
    wait_until(page, "localStorage.length === 2")  # the other is what this device has shown
    kept = page.evaluate("JSON.stringify(localStorage)")
    about = page.locator("[data-about]").first.get_attribute("data-about")
    assert "thought" not in kept
    assert about not in kept
    page.close()


def test_what_is_sent_can_be_looked_at(page):
    answer(page, "Yes.")
    page.get_by_text("What is sent").first.click()
    expect(page.locator("pre").first).to_contain_text("[//]: # (afterview: end)")


def test_nothing_is_handed_over_without_a_text_and_a_name(page):
    answer(page, "", "")
    page.get_by_role("button", name="Copy").click()
    expect(status(page)).to_contain_text("no text")
    page.get_by_label("Answer").first.fill("Yes.")
    page.get_by_role("button", name="Copy").click()
    expect(status(page)).to_contain_text("name is missing")


def test_an_answer_is_saved_as_a_file(page):
    answer(page, "Yes.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save").click()
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}-dana-r\.md", download.value.suggested_filename)
    assert "Yes." in Path(download.value.path()).read_text()


@pytest.mark.parametrize("way", ["plain", "sealed"])
def test_sharing_hands_over_text_and_no_file_and_falls_back_to_copying(own, browser, way):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.add_init_script(
        "navigator.share = async (data) => { self.shared = data; if (self.refuse) throw new Error(); };"
    )
    page.goto(address(own, way))
    answer(page, "Yes.")
    page.get_by_role("button", name="Share").click()
    expect(status(page)).to_contain_text("Handed over")
    assert sorted(page.evaluate("Object.keys(self.shared)")) == ["text", "title"]
    page.evaluate("self.refuse = true")
    page.get_by_role("button", name="Share").click()
    expect(status(page)).to_contain_text("Copied")
    context.close()


def test_a_device_that_cannot_share_or_mail_shows_no_such_button(page):
    answer(page, "Yes.")
    for name in ("Share", "E-mail"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)


def test_without_a_clipboard_the_text_is_selected(own, browser):
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(address(own, "plain"))
    answer(page, "Yes, selected.")
    page.get_by_role("button", name="Copy").click()
    expect(status(page)).to_contain_text("press")
    assert "Yes, selected." in page.evaluate("getSelection().toString()")
    page.close()


@pytest.mark.parametrize("way", ["plain", "sealed"])
def test_a_browser_that_keeps_nothing_shows_the_page_whole(own, browser, way):
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script("Object.defineProperty(self, 'localStorage', { get() { throw new Error('forbidden') } })")
    page.goto(address(own, way))
    answer(page, "Yes.")
    expect(page.get_by_role("button", name="Copy")).to_be_visible()
    assert errors == []
    page.close()


def test_answering_is_for_everybody(own, browser):
    page = browser.new_page(viewport=PHONE, bypass_csp=True)
    page.goto(address(own, "plain"))
    answer(page, "Yes.")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert faults(page) == []
    page.close()
