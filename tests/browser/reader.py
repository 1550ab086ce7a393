"""What a reader does in a browser, whichever it is: open, read, press keys, click. Journeys are written in these words.

Chromium is driven by Playwright, Firefox and WebKit by the WebDriver standard.
"""

import base64
import contextlib
import re
import shutil
import time
import zlib
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

from tests.browser.webdriver import Driver, WebDriverError

KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008", "Escape": "\ue00c", "ArrowDown": "\ue015"}
_PATIENCE = 60.0  # seconds in which a page may come to what is waited for
_TEXT = """(css, text) => [...document.querySelectorAll(css)].filter((it) => it.getClientRects().length)
  .find((it) => text === null || (it.getAttribute("aria-label") ?? it.textContent).trim().match(text))"""
_PLACE = f"""(css, text) => {{
  const it = ({_TEXT})(css, text);
  it?.scrollIntoView({{ block: "center", behavior: "instant" }});
  const box = it?.getClientRects()[0];
  const [x, y] = box ? [box.left + box.width / 2, box.top + box.height / 2] : [-1, -1];
  // While one page turns into the next, a picture of both covers them.
  return (it?.closest("a, label") ?? it)?.contains(document.elementFromPoint(x, y)) ? [x, y] : null;
}}"""
# What a page complains of, kept in the tab: a page that follows finds it there.
_WATCH = """<script>{
const note = (what) => { sessionStorage.complaints = `${sessionStorage.complaints ?? ""}${what}\\n` };
addEventListener("error", (it) => note(it.message ?? `not loaded: ${it.target.src ?? it.target.href}`), true);
addEventListener("unhandledrejection", (it) => `${it.reason}`.includes("ransition") || note(it.reason));
document.addEventListener("securitypolicyviolation", (it) => note(`${it.violatedDirective}: ${it.blockedURI}`));
for (const kind of ["error", "warn"]) console[kind] = (...all) => note(all.join(" "));
}</script>"""


class Reader(ABC):
    """Somebody who reads a site in one tab."""

    def __init__(self, name: str) -> None:
        self.name = name

    @abstractmethod
    def open(self, url: str) -> None:
        """Go to an address."""

    @abstractmethod
    def read_url(self) -> str:
        """Return the address of the page."""

    @abstractmethod
    def evaluate(self, function: str, *values: object) -> Any:
        """Call a function of JavaScript in the page; raises Error or WebDriverError while a page is being left."""

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Press keys, by their names or letters, and let them go in the opposite order."""

    @abstractmethod
    def click_at(self, x: float, y: float) -> None:
        """Press the mouse at a place of the window, in px."""

    @abstractmethod
    def go_back(self) -> None:
        """Go to the page before."""

    @abstractmethod
    def reload(self) -> None:
        """Load the page anew."""

    @abstractmethod
    def make_pdf(self) -> bytes | None:
        """Print the page; nothing where the engine's driver cannot."""

    def wait(self, function: str, *values: object) -> Any:
        """Return what a function in JavaScript gives once that is something; raises AssertionError after a while."""
        end = time.monotonic() + _PATIENCE
        found: Any = None
        while time.monotonic() < end:
            with contextlib.suppress(Error, WebDriverError):
                if found := self.evaluate(function, *values):
                    return found
            time.sleep(0.03)
        raise AssertionError(f"{self.name} waits in vain on {self.read_url()} for {function}{values}: {found}")

    def wait_for(self, css: str, text: str | None = None) -> str:
        """Return the text of the first visible element that fits a selector and a pattern."""
        return str(self.wait(f"(...given) => ({_TEXT})(...given)?.textContent.trim()", css, text))

    def wait_for_url(self, pattern: str) -> None:
        """Wait until the address ends as a pattern says, and its page is whole."""
        whole = "(pattern) => document.readyState === 'complete' && RegExp(pattern).test(location.href)"
        self.wait(whole, f"{pattern}$")

    def texts(self, css: str) -> list[str]:
        """Return the texts of all visible elements that fit a selector."""
        return list(
            self.evaluate(
                "(css) => [...document.querySelectorAll(css)].filter((it) => it.getClientRects().length)"
                ".map((it) => it.textContent.trim())",
                css,
            )
        )

    def click(self, css: str, text: str | None = None) -> None:
        """Click the first visible element that fits a selector and a pattern."""
        self.click_at(*self.wait(_PLACE, css, text))

    @abstractmethod
    def type(self, text: str) -> None:
        """Type a text where the focus is."""

    def focused(self) -> str:
        """Return the text of what has the focus."""
        text = self.evaluate(
            "() => { const it = document.activeElement; return it === document.body ? '' : it.textContent }"
        )
        return str(text).strip()

    def tab_to(self, name: str) -> None:
        """Press Tab until something of that name has the focus."""
        for _ in range(300):
            self.press("Tab")
            if re.search(name, self.focused(), re.IGNORECASE):
                return
        raise AssertionError(f"nothing called {name} can be reached by Tab")

    def follow(self, name: str, url: str) -> None:
        """Follow a link by keyboard."""
        self.tab_to(name)
        self.press("Enter")
        self.wait_for_url(url)


class PlaywrightReader(Reader):
    """A reader in Chromium."""

    def __init__(self, page: Page) -> None:
        super().__init__("chromium")
        self.page = page

    def open(self, url: str) -> None:
        self.page.goto(url)

    def read_url(self) -> str:
        return self.page.url

    def evaluate(self, function: str, *values: object) -> Any:
        return self.page.evaluate(f"(values) => ({function})(...values)", list(values))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.down(key)
        for key in reversed(keys):
            self.page.keyboard.up(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def click_at(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)

    def go_back(self) -> None:
        self.page.go_back()

    def reload(self) -> None:
        self.page.reload()

    def make_pdf(self) -> bytes | None:
        return self.page.pdf(format="A4")


class WebDriverReader(Reader):
    """A reader in Firefox or WebKit."""

    def __init__(self, driver: Driver) -> None:
        super().__init__(driver.name)
        self.send = driver.send

    def open(self, url: str) -> None:
        self.send("Navigate", url=url)

    def read_url(self) -> str:
        return str(self.send("GetCurrentURL"))

    def evaluate(self, function: str, *values: object) -> Any:
        return self.send("ExecuteScript", script=f"return ({function})(...arguments)", args=list(values))

    def press(self, *keys: str) -> None:
        values = [KEYS.get(key, key) for key in keys]
        down = [{"type": "keyDown", "value": value} for value in values]
        up = [{"type": "keyUp", "value": value} for value in reversed(values)]
        self.send("PerformActions", actions=[{"type": "key", "id": "keyboard", "actions": [*down, *up]}])

    def type(self, text: str) -> None:
        for letter in text:
            self.press("Enter" if letter == "\n" else letter)

    def click_at(self, x: float, y: float) -> None:
        click: list[dict[str, object]] = [
            {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": click}
        self.send("PerformActions", actions=[mouse])

    def go_back(self) -> None:
        self.send("Back")

    def reload(self) -> None:
        self.send("Refresh")

    def make_pdf(self) -> bytes | None:
        if self.name == "webkit":
            return None  # its driver knows no such command
        return base64.b64decode(self.send("Print"))

    def resize(self, width: int, height: int) -> None:
        """Make the window of the page as wide and high as given, in px."""
        if self.name == "firefox":
            self.change_tab(f"style.width = '{width}px'", f"style.height = '{height}px'")
        else:
            self.send("SetWindowRect", width=width, height=height)
            self.wait("(width) => innerWidth === width", width)
            self.send("SetWindowRect", width=width, height=2 * height - self.evaluate("() => innerHeight"))
        self.wait("(width, height) => innerWidth === width && innerHeight === height", width, height)

    def change_tab(self, *changes: str) -> None:
        """Change properties of the element that Firefox shows a page in, as its own tools for developers do."""
        script = "".join(f"gBrowser.selectedBrowser.{change};" for change in changes)
        self.send("Marionette:SetContext", value="chrome")
        self.send("ExecuteScript", script=script, args=[])
        self.send("Marionette:SetContext", value="content")

    def complaints(self) -> list[str]:
        """Return what the pages of this place complained of, and forget what they have stored."""
        complaints = str(self.evaluate("() => sessionStorage.complaints ?? ''"))
        self.evaluate("() => { sessionStorage.clear(); localStorage.clear() }")
        return complaints.splitlines()


def watch_site(site: Path, folder: Path) -> Path:
    """Copy a site, with a script first in each page that notes what the page complains of; give the copy."""
    shutil.copytree(site, folder)
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("<head>", f"<head>{_WATCH}", 1), encoding="utf-8")
    return folder


def count_sheets(pdf: bytes) -> int:
    """Count the pages of a PDF; Firefox packs what says so."""
    packed = re.findall(rb"/Type /ObjStm.*?stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return len(re.findall(rb"/Type\s*/Page\b", b"".join([pdf, *map(zlib.decompress, packed)])))
