"""The interviewer's form: what a link asks is shown as text, and what is answered comes back as feedback."""

import base64
import functools
import json
import os
import random
import re
import threading
import unicodedata
import zlib
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from afterview.cli.main import cli
from afterview.importing.answer_blocks import find_blocks
from afterview.importing.feedback import add_feedback, make_feedback
from afterview.model.audience import Audience
from afterview.output.build import build_site
from afterview.problems import errors_of
from afterview.reading.portfolio import read_portfolio
from tests.browser.test_access import AXE, faults

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
PHONE = {"width": 390, "height": 844}
ASKED = {
    "id": "2026-11-22-sliding-window",
    "t": "Sliding window",
    "n": "Ada",
    "d": "2026-11-22",
    "k": "coding",
    "l": "en",
    "i": "Dana R.",
    "r": "peer",
    "e": "ada@example.org",
    "w": ["not yet", "getting there", "solid", "strong"],
    "q": [["lost-you", "Where did you lose my reasoning?"], ["one-change", "What is <b>one</b> change?"]],
    "s": [["communication", "Communication"], ["testing", "Testing"]],
}


def encode(asked):
    text = asked if isinstance(asked, bytes) else json.dumps(asked, ensure_ascii=False).encode()
    return "#1." + base64.urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")


@pytest.fixture(scope="module")
def folder(make_site):
    return build_site(make_site({}), audience=Audience.PUBLIC).output


@pytest.fixture
def form(folder, browser):
    """Open the form for some link, on a phone whose clipboard can be read."""
    contexts = []

    def open_form(asked=ASKED, script="", **options):
        context = browser.new_context(
            viewport=PHONE, permissions=["clipboard-read", "clipboard-write"], locale="en-GB", **options
        )
        contexts.append(context)
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(f"{(folder / 'answer.html').as_uri()}{asked if isinstance(asked, str) else encode(asked)}")
        return page

    yield open_form
    for context in contexts:
        context.close()


def feedback(page):
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("[role=status]")).to_contain_text("Copied")
    (block,), problems = find_blocks(page.evaluate("navigator.clipboard.readText()"), path="-")
    assert problems == ()
    made, problems = make_feedback(block, skills=["communication", "testing"], steps=4, path="-")
    assert problems == ()
    return made


def test_answers_and_ratings_come_back_as_feedback(form):
    page = form()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada asks for advice")
    page.get_by_label("Where did you lose my reasoning?").fill("When you jumped\n# to the hash map.\n1. Twice\n---")
    page.get_by_role("group", name="Communication").get_by_label("solid").check()
    page.get_by_role("group", name="Next round?").get_by_label("yes").check()
    made = feedback(page)
    assert (made.about, made.title, made.kind) == ("2026-11-22-sliding-window", "Sliding window", "coding")
    assert (made.interviewer, made.relation, made.asked) == ("Dana R.", "peer", ("lost-you",))
    assert (made.ratings, made.advance) == ({"communication": 3}, "yes")
    assert "**Where did you lose my reasoning?**" in made.text
    assert "> When you jumped\n> \\# to the hash map.\n> 1\\. Twice\n> \\---" in made.text


@pytest.mark.parametrize(
    ("language", "about"),
    [
        ("en", "About the interview on 1 March 2026. Only Ada gets this, and decides who else may read it."),
        ("es", "Sobre la entrevista del 1 de marzo de 2026. Solo Ada recibe esto, y decide quién más puede leerlo."),
        ("pt", "Sobre a entrevista de 1 de março de 2026. Só Ada recebe isto, e decide quem mais pode ler."),
        (
            "fr",
            "Au sujet de l’entretien du 1er mars 2026. Destinataire unique : Ada, qui décide qui d’autre peut le lire.",
        ),
    ],
)
def test_the_form_says_which_interview_and_who_gets_the_answer(form, language, about):
    page = form({**ASKED, "d": "2026-03-01"})
    page.get_by_label("Language").select_option(language)
    expect(page.locator("#who")).to_contain_text(about)


def test_ratings_are_veiled_and_the_answers_readable(form):
    page = form()
    page.get_by_label("Where did you lose my reasoning?").fill("At the start.")
    page.get_by_role("group", name="Testing").get_by_label("strong").check()
    feedback(page)
    text = page.evaluate("navigator.clipboard.readText()")
    assert "At the start." in text
    assert "testing" not in text
    assert "strong" not in text


def test_the_form_as_a_file_works_alike(make_site, browser):
    root = make_site({"content/interviews/2026-01-01-x.md": "---\ntitle: X\ndate: 2026-01-01\nkind: coding\n---\nHi\n"})
    done = CliRunner().invoke(cli, ["ask", "--about", "last", "--send", "file", "--root", str(root)])
    assert done.exit_code == 0, done.output
    context = browser.new_context(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.add_init_script("document.addEventListener('securitypolicyviolation', () => { self.hit = 1 })")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((root / "ask-2026-01-01-x.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("Sam Small asks for advice")
    page.locator("textarea").first.fill("Speak first.")
    made = feedback(page)
    assert (made.about, made.text.count("> Speak first.")) == ("2026-01-01-x", 1)
    assert page.evaluate("self.hit ?? 0") == 0
    assert len(asked) == 1
    context.close()


def test_one_answer_is_enough_and_none_is_reported(form):
    page = form()
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("[role=status]")).to_contain_text("no text")
    page.get_by_label("What is <b>one</b> change?").fill("Speak first.")
    assert feedback(page).asked == ("one-change",)


def test_ratings_alone_are_an_answer(form, make_site):
    page = form()
    page.get_by_label("strong").first.check()
    made = feedback(page)
    assert (made.asked, made.text) == ((), "")
    assert list(made.ratings.values()) == [4]


FRAGMENTS = (
    *(
        "---",
        "```",
        "> ",
        "# ",
        "## Next time",
        "| a | b |",
        "\u202e",
        "אבג",
        "🙂",
        "é",
        "e\u0301",
        "\u2028",
        "\u0000",
        "\t",
    ),
    *(
        "\n",
        "\n\n",
        " ",
        "[//]: # (afterview: end)",
        "from: x",
        "*b*",
        "&amp;",
        "<b>",
        "\ufeff",
        "1. x",
        "- x",
        "a",
        "word",
    ),
    *("{private}", "%%", "**Next time**", "'", '"', ": ", "#testing", "~~~", "[a]: b"),
)
_FILL = """(fills) => fills.map(({ texts, steps, advance, name }) => {
  const form = document.getElementById("answer");
  const { elements } = form;
  [elements["q-lost-you"].value, elements["q-one-change"].value] = texts;
  const choose = (name, value) => ([...elements[name]].find((choice) => choice.value === value).checked = true);
  choose("s-communication", steps[0]);
  choose("s-testing", steps[1]);
  choose("advance", advance);
  elements.from.value = name;
  form.dispatchEvent(new Event("input"));
  return form.querySelector("pre").textContent;
})"""


def draw_fill(chance):
    def text(most):
        return "".join(chance.choices(FRAGMENTS, k=chance.randrange(most)))

    return {
        "texts": [f"x{text(30)}", chance.choice(["", f"{text(30)}y"])],
        "steps": [chance.choice(["", *"1234"]) for _ in range(2)],
        "advance": chance.choice(["yes", "no", "unknown"]),
        "name": f"D{text(5)}".replace("\n", ""),  # a field of one line takes none
    }


def plain_rows(text):
    """Return what was typed, line by line, without invisible characters and spaces at the ends."""
    text = unicodedata.normalize("NFC", re.sub(r"[\u0085\u2028\u2029]", "\n", text)).replace(
        "(afterview: end)", "(afterview end)"
    )
    return [row.rstrip() for row in re.sub("[\0\ufeff]", "", text).strip().split("\n")]


def quoted_rows(text):
    """Return what a quotation says, line by line: a backslash makes a sign of a mark."""
    return [re.sub(r"\\(?=[^\w\s])", "", re.sub(r"\A> ?", "", row)) for row in text.split("\n")]


def test_whatever_is_typed_comes_back_as_it_was_typed(form, make_site):
    chance = random.Random(15)
    page = form({**ASKED, "q": [["lost-you", "Where?"], ["one-change", "What?"]]})
    page.get_by_label("Where?").wait_for()  # the questions are unpacked after the page has loaded
    path = "content/interviews/2026-11-22-sliding-window.md"
    root = make_site({path: "---\ntitle: X\ndate: 2026-11-22\nkind: coding\n---\n## What went well\n- All #testing\n"})
    file, (before,) = root / path, (read := read_portfolio(root)).portfolio.interviews
    empty = file.read_text()
    fills = [draw_fill(chance) for _ in range(10_000 if LONG else 300)]
    for number, (fill, sent) in enumerate(zip(fills, page.evaluate(_FILL, fills), strict=True)):
        (block,), problems = find_blocks(sent, path="-")
        made, more = make_feedback(block, skills=["communication", "testing"], steps=4, path="-")
        assert (problems, more) == ((), ()), fill
        assert made
        texts = [(id_, plain_rows(text)) for id_, text in zip(("lost-you", "one-change"), fill["texts"], strict=True)]
        answered = [(id_, rows) for id_, rows in texts if rows != [""]]
        quoted = re.split(r"(?:\A|\n\n)\*\*(?:Where|What)\?\*\*\n\n", made.text)[1:]
        assert [quoted_rows(text) for text in quoted] == [rows for _, rows in answered], fill
        assert made.asked == tuple(id_ for id_, _ in answered)
        steps = zip(("communication", "testing"), fill["steps"], strict=True)
        assert (made.ratings, made.advance) == ({skill: int(step) for skill, step in steps if step}, fill["advance"])
        assert made.interviewer == " ".join(" ".join(plain_rows(fill["name"])).split()), fill
        if number % 10 == 0:
            edit = add_feedback(empty, made, heading="What the interviewer said", vocabulary=read.vocabulary)
            file.write_text(edit.text)
            after = read_portfolio(root)
            assert errors_of(after.problems) == (), fill
            assert [it.skill for it in after.portfolio.interviews[0].points] == [it.skill for it in before.points], fill


def wait_for_draft(page: Page) -> None:
    for _ in range(250):
        if page.evaluate("Object.keys(localStorage).length > 0"):
            return
        page.wait_for_timeout(20)
    pytest.fail("no draft was kept within five seconds")


def test_a_draft_survives_a_reload_and_can_be_deleted(form):
    page = form()
    page.get_by_label("Where did you lose my reasoning?").fill("Half a")
    page.get_by_role("group", name="Testing").get_by_label("solid").check()
    wait_for_draft(page)
    page.reload()
    expect(page.get_by_label("Where did you lose my reasoning?")).to_have_value("Half a")
    expect(page.get_by_role("group", name="Testing").get_by_label("solid")).to_be_checked()
    expect(page.locator("[role=status]")).to_contain_text("is back")
    page.get_by_role("button", name="I have sent it: delete").click()
    page.reload()
    expect(page.get_by_label("Where did you lose my reasoning?")).to_have_value("")


def test_an_old_draft_is_dropped(form):
    page = form()
    page.get_by_label("Where did you lose my reasoning?").fill("Half a")
    wait_for_draft(page)
    page.evaluate("""() => { for (const key of Object.keys(localStorage)) {
      const draft = JSON.parse(localStorage[key]);
      localStorage[key] = JSON.stringify({ ...draft, at: draft.at - 31 * 24 * 3600 * 1000 });
    } }""")
    page.reload()
    expect(page.get_by_label("Where did you lose my reasoning?")).to_have_value("")


def test_a_browser_that_keeps_nothing_shows_the_form_whole(form):
    page = form(script="Object.defineProperty(self, 'localStorage', { get() { throw new Error('no') } })")
    page.get_by_label("Where did you lose my reasoning?").fill("Here.")
    assert feedback(page).asked == ("lost-you",)


@pytest.mark.parametrize(
    ("language", "heading", "unseen"),
    [
        ("es", "Ada pide consejo", "no lo vi"),
        ("pt", "Ada pede um conselho", "não vi"),
        ("fr", "Ada demande conseil", "pas vu"),
    ],
)
def test_it_speaks_the_language_of_the_link_and_switches(form, language, heading, unseen):
    page = form({**ASKED, "l": language})
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_label(unseen).first).to_be_checked()
    assert page.evaluate("document.documentElement.lang") == language
    assert not {"Copy", "Save as a file", "What is sent"} & {
        *page.locator("#answer button, #answer summary").all_inner_texts()
    }
    page.locator("#language").select_option("en")
    expect(page.get_by_role("button", name="Copy", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada asks for advice")


def test_mail_goes_to_the_address_in_the_link_and_without_one_there_is_no_button(form):
    page = form()
    expect(page.locator("#answer")).to_have_attribute("data-email", "ada@example.org")
    page = form({key: value for key, value in ASKED.items() if key != "e"})
    expect(page.get_by_role("button", name="Copy", exact=True)).to_be_visible()
    assert page.locator("[data-way=email]").is_hidden()


def test_sharing_hands_over_text_and_the_mail_address_is_shown_in_full(form):
    page = form(script="navigator.share = async (data) => { self.shared = data }")
    page.get_by_label("Where did you lose my reasoning?").fill("Here.")
    page.get_by_role("button", name="Share").click()
    expect(page.locator("[role=status]")).to_contain_text("Handed over")
    assert sorted(page.evaluate("Object.keys(self.shared)")) == ["text", "title"]
    expect(page.get_by_role("button", name="E-mail (ada@example.org)")).to_be_visible()


def test_it_can_be_filled_in_by_keyboard_alone(form):
    page = form()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.localName") == "textarea":
            break
    page.keyboard.type("By keyboard.")
    assert "By keyboard." in feedback(page).text


BAD = {
    "none": "",
    "another version": "#2.abc",
    "no base64": "#1.!!!",
    "no zlib": "#1." + base64.urlsafe_b64encode(b"hello").decode().rstrip("="),
    "no json": encode(b"{"),
    "a list": encode([]),
    "many signs": "#1.A" + "%!" * 40_000,
    "null": encode(None),
    "a bomb": encode(b" " * 10_000_000),
    "too long": "#1." + "A" * 5000,
    "no question": encode({**ASKED, "q": []}),
    "four questions": encode({**ASKED, "q": [[f"q{n}", "Why?"] for n in range(4)]}),
    "a long question": encode({**ASKED, "q": [["a", "x" * 301]]}),
    "five skills": encode({**ASKED, "s": [[f"s{n}", "S"] for n in range(5)]}),
    "a wrong type": encode({**ASKED, "q": {"a": "b"}}),
    "a wrong name": encode({**ASKED, "n": {"toString": 1}}),
    "a wrong address": encode({**ASKED, "e": "a@b?cc=x@y"}),
    "a wrong slug": encode({**ASKED, "id": "../x"}),
    "a wrong day": encode({**ASKED, "d": "2026-11-22\nvisibility: public"}),
    "not utf-8": encode(b'"\xff"'),
}


@pytest.mark.parametrize("name", BAD)
def test_an_incomplete_link_is_reported_and_shows_nothing_else(form, name):
    page = form(BAD[name])
    expect(page.get_by_role("alert")).to_contain_text("This link is not complete")
    expect(page.locator("form")).to_be_hidden()


@pytest.mark.parametrize("sign", [".", ")", ">", ").", "…"])
def test_a_sign_that_a_mail_program_adds_to_the_link_does_no_harm(form, sign):
    page = form(encode(ASKED) + sign)
    expect(page.locator("textarea")).to_have_count(2)


def test_another_link_in_the_same_tab_asks_its_own_questions(form):
    page = form()
    page.evaluate("(hash) => { location.hash = hash }", encode({**ASKED, "n": "Zoë"}))
    expect(page.get_by_role("heading", level=1)).to_have_text("Zoë asks for advice")
    expect(page.locator("textarea")).to_have_count(2)


NASTY = (
    *("<script>self.hit=1</script>", '"><img src=x onerror=self.hit=1>', "javascript:self.hit=1", "\u202e", "${1}"),
    *("</textarea><svg onload=self.hit=1>", "__proto__", "constructor", "https://example.org/x.png", "\x00", "{name}"),
)


def nasty(chance):
    return "".join(chance.choices(NASTY, k=chance.randrange(1, 4)))[:80]


def hostile_request(chance):
    """Put hostile values into a request: texts that would run, and values of another type."""
    link = json.loads(json.dumps(ASKED))
    for key in chance.sample(sorted(link), k=chance.randrange(1, 4)):
        text = nasty(chance)
        value = link[key]
        if isinstance(value, str):
            link[key] = chance.choice([text, text, 7, None, [text], {text: text}])
        elif key == "w":
            link[key] = [text] * 4
        else:
            link[key] = [[chance.choice([value[0][0], text]), text]]
    return link


def is_whole(link):
    """Say, in the words of the format alone, whether a request may be shown."""

    def text(value, most):
        return isinstance(value, str) and 0 < len(value) <= most

    def slug(value):
        return isinstance(value, str) and re.fullmatch("[a-z0-9][a-z0-9-]{0,79}", value, re.ASCII) is not None

    def pairs(value, least, most):
        return least <= len(value) <= most and all(slug(id_) and text(words, 300) for id_, words in value)

    return (
        all(text(link[key], 80) for key in "tni")
        and all(slug(link[key]) for key in ("id", "k"))
        and text(link["l"], 20)
        and re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(link["d"]), re.ASCII) is not None
        and link["r"] in ("peer", "mentor", "professional", "company")
        and "@" in str(link["e"])
        and all(text(word, 80) for word in link["w"])
        and pairs(link["q"], 1, 3)
        and pairs(link["s"], 0, 4)
    )


def hostile_fragment(chance):
    """Draw a fragment, and say whether the form may be shown for it."""
    if chance.random() < 0.6:
        link = hostile_request(chance)
        return encode(link), is_whole(link)
    whole = encode(ASKED)
    broken = chance.choice(
        [
            lambda: f"#{nasty(chance)}",
            lambda: f"#1.{nasty(chance)}",
            lambda: whole[: chance.randrange(3, len(whole) - 1)],
            lambda: f"#1.{base64.urlsafe_b64encode(chance.randbytes(chance.randrange(1, 400))).decode().rstrip('=')}",
            lambda: encode(b" " * chance.randrange(20_000, 3_000_000)),
            lambda: encode(chance.choice([[], None, 7, "x", {}, [ASKED], {"q": []}])),
            lambda: encode(chance.randbytes(chance.randrange(1, 40))),
            lambda: f"{whole}{chance.choice('=!/.%')}{nasty(chance)}",
        ]
    )()
    # Signs behind a whole link are what a mail program adds to it.
    return broken, bool(re.fullmatch(rf"{re.escape(whole)}[^A-Za-z0-9_-]+", broken))


class KeptFiles(SimpleHTTPRequestHandler):
    """Send files over connections that stay open, to be kept: thousands of forms ask for the same few."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def log_message(self, *_values: object) -> None:
        pass


@pytest.fixture
def kept(folder):
    """Serve a site whose files a browser keeps; return its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(KeptFiles, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


_AT_ONCE = 25
_OPEN_ALL = """(addresses) => Promise.all(addresses.map(async (typed) => {
  const frame = document.body.appendChild(document.createElement("iframe"));
  await new Promise((done) => { frame.onload = done; frame.src = typed; });
  const inside = frame.contentWindow;
  const find = (selector) => inside.document.querySelector(selector);
  while (find("#answer").hidden && !find("#wrong").textContent) await new Promise((done) => setTimeout(done, 5));
  const made = inside.document.querySelectorAll("main :is(img, script, svg, a, iframe)").length;
  const found = [inside.hit ?? 0, find("#wrong").textContent, !find("#answer").hidden, made];
  const address = inside.location.href;
  frame.remove();
  return [found, address];
}))"""


def open_hostile(kept, browser, chance, number):
    """Open forms for hostile links, and check what each of them shows; return how many are shown."""
    page = browser.new_page(viewport=PHONE)
    page.add_init_script("document.addEventListener('securitypolicyviolation', () => { self.hit = 1 })")
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.partition("#")[0]))
    page.goto(f"{kept}robots.txt")
    shown = 0
    for _ in range(number // _AT_ONCE):
        # A form in a frame of its own is a page like any other, and many open at once.
        drawn = [hostile_fragment(chance) for _ in range(_AT_ONCE)]
        found = page.evaluate(_OPEN_ALL, [f"{kept}answer.html{fragment}" for fragment, _ in drawn])
        for (fragment, is_shown), (state, address) in zip(drawn, found, strict=True):
            sentence = "" if is_shown else "This link is not complete. Please ask for it again."
            assert state == [0, sentence, is_shown, 0], fragment
            assert address.startswith(f"{kept}answer.html#"), address
            shown += is_shown
    page.close()
    own = {f"{kept}{name}" for name in ("robots.txt", "answer.html", "favicon.ico")}
    assert {url for url in asked if not url.startswith(f"{kept}assets/")} <= own
    return shown


def test_hostile_links_run_nothing_ask_for_nothing_and_are_told_to_be_so(kept, browser):
    chance = random.Random(15)
    # A page does not open thousands of frames: after some hundreds the browser refuses.
    assert all(open_hostile(kept, browser, chance, 200) for _ in range(25 if LONG else 1))


def test_the_page_is_the_same_whatever_the_portfolio_says(folder, make_site):
    entry = "---\ntitle: X\ndate: 2026-01-01\nkind: coding\nvisibility: public\n---\nHi\n"
    other = make_site({"content/interviews/2026-01-01-x.md": entry})
    settings = other / "content/portfolio.yaml"
    settings.write_text(
        settings.read_text().replace("Sam Small", "Zoë").replace("language: en", "language: fr")
        + "url: https://zoe.example/\n"
    )
    built = build_site(other, audience=Audience.PUBLIC).output
    for name in ("answer.html", "assets/answer.js", "assets/give.js"):
        assert (built / name).read_bytes() == (folder / name).read_bytes()
    for name in ("sitemap.xml", "search-index.js", "index.html"):
        assert "answer.html" not in (built / name).read_text()
    assert '<meta name="robots" content="noindex">' in (built / "answer.html").read_text()


def test_only_the_public_site_has_the_form(make_site):
    assert not (build_site(make_site({}), audience=Audience.MENTOR).output / "answer.html").exists()


def test_it_is_for_everybody_and_weighs_little(folder, browser):
    assert len((folder / "assets/answer.js").read_bytes()) <= 10 * 1024
    page = browser.new_page(viewport=PHONE, bypass_csp=True)
    page.goto(f"{(folder / 'answer.html').as_uri()}{encode(ASKED)}")
    page.get_by_label("Where did you lose my reasoning?").wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert faults(page) == []
    page.close()
