"""The mentor's page says what is new: since a day, and since this device showed it last."""

import re

import pytest
from playwright.sync_api import expect

from afterview.rendering.renderer import open_renderer
from afterview.sealing.bundle import make_bundle
from afterview.sealing.cipher import pack, seal
from afterview.sealing.page import render_sealed_page
from tests.joint.sites import REPOSITORY
from tests.sealing.conftest import CODE, KEY, wait_until
from tests.sealing.test_reply import address
from tests.sealing.test_viewer import LONG, PHONE

TODAY, LATER = "2026-11-24T09:00:00", "2026-11-30T09:00:00"


@pytest.fixture
def device(browser):
    """Return a new device, whose day it is that of the first visit, and that shows pages until the end."""
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.clock.set_fixed_time(TODAY)
    yield page
    context.close()


def visible(page):
    return page.locator(".news .entry:visible")


@pytest.mark.parametrize("way", ["plain", "sealed"])
def test_another_day_filters_the_same_list(own, device, way):
    device.goto(address(own, way))
    device.get_by_role("heading", level=1).wait_for()
    assert visible(device).count() == 0, "without a note of theirs everything is there, folded"
    everything = device.locator(".news .entry:not([hidden])").count()
    days = sorted(device.evaluate("[...document.querySelectorAll('.news .entry')].map((it) => it.dataset.date)"))
    assert everything == len(days)
    day = days[len(days) // 2]
    device.get_by_label("Show from").fill(day)
    expect(visible(device)).to_have_count(sum(it >= day for it in days))
    expect(device.locator(".news h2")).to_have_text(re.compile(rf"^Since {int(day[-2:])} [A-Z][a-z]+ {day[:4]}$"))
    device.get_by_label("Show from").fill("2099-01-01")
    expect(visible(device)).to_have_count(0)
    expect(device.get_by_text("No interview since then.")).to_be_visible()
    device.get_by_label("Show from").fill("")
    expect(visible(device)).to_have_count(everything)
    expect(device.locator(".news h2")).to_have_text("Everything so far")


def changed(files, old, new):
    text = files["mentor.html"].decode()
    assert old in text
    return {**files, "mentor.html": text.replace(old, new, 1).encode()}


@pytest.fixture
def versions(own, tmp_path):
    """Write the page as it was, and as it is when the newest interview is new and an older one has changed."""
    text = own.files["mentor.html"].decode()
    newest, older = re.findall(r'data-item="interviews ([^"]+)" data-state="([^"]+)"', text)[:2]
    before = changed(own.files, f'data-item="interviews {newest[0]}"', 'data-item="interviews not-there-yet"')
    before = changed(before, older[1], "00000000")

    def show(files):
        page = render_sealed_page(open_renderer(REPOSITORY), seal(KEY, pack(make_bundle(files))), language="en")
        (tmp_path / "index.html").write_text(page, encoding="utf-8")
        return f"{(tmp_path / 'index.html').as_uri()}#{CODE}"

    return show, before, newest[0], older[0]


def badges(page):
    return page.locator(".news .badge", has_text=re.compile("new here|changed"))


def kept(page):
    return page.evaluate("Object.values(localStorage).join('')")


def reopen(page, link):
    page.goto("about:blank")
    page.goto(link)
    page.get_by_role("heading", level=1).wait_for()


def test_what_this_device_has_not_shown_is_marked_for_a_day(own, device, versions):
    show, before, newest, older = versions
    reopen(device, show(before))
    expect(device.get_by_role("button", name="Forget what was shown here")).to_be_visible()
    assert badges(device).count() == 0
    first = kept(device)
    device.clock.set_fixed_time(LATER)
    for _ in range(2):  # what was read a minute ago is still new
        reopen(device, show(own.files))
        expect(badges(device)).to_have_count(2)
        expect(badges(device).first).to_be_visible()
        expect(device.locator(".news details[open]")).to_have_count(1)
        expect(device.locator(f"[data-item='interviews {newest}'] .badge").last).to_have_text("new here")
        expect(device.locator(f"[data-item='interviews {older}'] .badge").last).to_have_text("changed")
    device.get_by_label("Show from").fill("2099-01-01")  # it may have been written later about an earlier day
    expect(visible(device)).to_have_count(2)
    assert kept(device) != first
    device.clock.set_fixed_time("2026-12-01T09:00:00")
    reopen(device, show(own.files))
    expect(device.get_by_role("button", name="Forget what was shown here")).to_be_visible()
    assert badges(device).count() == 0


def test_what_was_shown_is_kept_sealed_under_a_fresh_nonce_and_can_be_forgotten(own, device, versions):
    show, before, newest, _ = versions
    reopen(device, show(before))
    wait_until(device, "localStorage.length === 1")
    first = device.evaluate("Object.entries(localStorage)[0]")
    reopen(device, show(before))
    wait_until(device, "(old) => Object.values(localStorage)[0] !== old", first[1])
    everything = device.evaluate("JSON.stringify(localStorage)")
    assert newest not in everything
    assert "seen" not in everything
    device.clock.set_fixed_time(LATER)
    reopen(device, show(own.files))
    device.get_by_role("button", name="Forget what was shown here").click()
    expect(device.get_by_text("Nothing is kept here now.")).to_be_visible()
    expect(badges(device)).to_have_count(0)
    device.get_by_label("Show from").fill("2099-01-01")
    expect(visible(device)).to_have_count(0)
    wait_until(device, "localStorage.length === 0")


def test_the_record_stays_small_however_much_there_is(own, device, versions):
    show, _, newest, _ = versions
    entry = re.search(
        rf'<li class="entry" data-date="[^"]+" data-item="interviews {newest}".*?</li>',
        own.files["mentor.html"].decode(),
        re.DOTALL,
    )
    assert entry
    many = "".join(entry[0].replace(newest, f"more-{number}", 1) for number in range(3000 if LONG else 1500))
    reopen(device, show(changed(own.files, entry[0], many)))
    wait_until(device, "localStorage.length === 1")
    device.clock.set_fixed_time(LATER)
    altered = re.sub(r'data-state="[^"]+"', 'data-state="ffffffff"', many)
    reopen(device, show(changed(own.files, entry[0], altered)))
    expect(badges(device).first).to_have_text("changed")
    device.wait_for_timeout(200)
    assert 10_000 < len(kept(device)) <= 64 * 1024


@pytest.mark.parametrize(
    "script",
    [
        "Object.defineProperty(self, 'localStorage', { get() { throw new Error('forbidden') } })",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }",
    ],
    ids=["forbidden", "full"],
)
def test_where_nothing_can_be_kept_nothing_is_marked(own, device, versions, script):
    show, before, *_ = versions
    device.add_init_script(script)
    reopen(device, show(before))
    reopen(device, show(own.files))
    device.get_by_text("Commitments made", exact=True).click()
    visible(device).first.wait_for()
    assert badges(device).count() == 0
    expect(device.get_by_role("button", name="Forget what was shown here")).to_be_hidden()


def test_a_plain_page_keeps_nothing(own, device):
    device.goto(address(own, "plain"))
    device.get_by_text("Commitments made", exact=True).click()
    visible(device).first.wait_for()
    assert device.evaluate("localStorage.length") == 0
