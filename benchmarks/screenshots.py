"""Take a picture of every kind of page in windows of five sizes, light and dark, on paper and in forced colours.

Invented portfolios of every size, with long words and in other scripts, have a folder each.

`make screenshots` runs it; the pictures lie in screenshots/ (never kept), but for docs/images/home.png.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from afterview.model.audience import Audience
from afterview.output.build import build_site
from benchmarks.portfolios import PLANS, write_portfolio

REPOSITORY = Path(__file__).parents[1]
SIZES = {"narrow": (320, 640), "phone": (390, 844), "tablet": (768, 1024), "desk": (1024, 768), "wide": (1440, 900)}
BOTH_SCHEMES = ("phone", "wide")
KINDS = {
    "home": "index.html",
    "interviews": "interviews.html",
    "interviews-filtered": "interviews.html?kind=Coding",
    "interview": "interviews/2026-03-02-graph-walk.html",
    "skills": "skills.html",
    "skill": "skills/testing.html",
    "timeline": "timeline.html",
    "commitments": "commitments.html",
    "themes": "themes.html",
    "theme": "themes/edge-cases.html",
    "strengths": "strengths.html",
    "notes": "notes.html",
    "page": "reading-feedback.html",
    "how": "how.html",
    "search": "search.html?q=edge+cases",
    "report": "report.html",
    "lost": "404.html",
}


NAMES = ("index", "timeline", "skills", "themes", "commitments", "interviews", "report")
MANY = ("skills", "themes", "interviews")


def picture_all(browser: Browser, site: Path, folder: Path) -> None:
    """Take every picture of a site, whole pages, named by kind, size and scheme."""
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark") if size in BOTH_SCHEMES else ("light",):
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
            )
            page = context.new_page()
            for kind, url in KINDS.items():
                page.goto(f"{site.as_uri()}/{url}", wait_until="networkidle")
                # Of a report of a year the first screens say enough.
                page.screenshot(path=folder / f"{kind}-{size}-{scheme}.png", full_page=kind != "report")
            context.close()


def picture_plan(browser: Browser, site: Path, folder: Path) -> None:
    """Take pictures of an invented portfolio's pages that draw something, in a wide and in two narrow windows."""
    pages = [f"{name}.html" for name in NAMES if (site / f"{name}.html").exists()]
    pages += [min(site.glob(f"{kind}/*.html")).relative_to(site).as_posix() for kind in MANY if (site / kind).is_dir()]
    for size in ("narrow", "phone", "wide"):
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        for url in pages:
            page.goto(f"{site.as_uri()}/{url}", wait_until="networkidle")
            file = folder / f"{url.split('/')[0].removesuffix('.html')}{'-one' if '/' in url else ''}-{size}.png"
            page.screenshot(path=file, full_page="report" not in url)
        context.close()


def picture_paper_and_contrast(browser: Browser, site: Path, folder: Path) -> None:
    """Print the first page and the timeline as PDF, and picture them in colours that the reader forces."""
    context = browser.new_context(forced_colors="active", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    for kind in ("home", "timeline"):
        page.goto(f"{site.as_uri()}/{KINDS[kind]}", wait_until="networkidle")
        page.screenshot(path=folder / f"{kind}-forced.png", full_page=True)
        page.emulate_media(forced_colors="none")
        page.pdf(path=folder / f"{kind}.pdf", format="A4")
        page.emulate_media(forced_colors="active")
    context.close()


def picture_home(browser: Browser, site: Path, file: Path) -> None:
    """Take the picture that the README opens with."""
    page = browser.new_page(viewport={"width": 1200, "height": 960}, color_scheme="light")
    page.goto(f"{site.as_uri()}/index.html", wait_until="networkidle")
    page.screenshot(path=file)


def main() -> None:
    """Build this repository's own public site somewhere else, and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=REPOSITORY / "screenshots", help="where the pictures go")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    if not chromium:
        parser.exit(1, "There is no Chromium here: run tests/setup.sh, which installs it where it may.\n")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        root = Path(place)
        shutil.copytree(REPOSITORY / "content", root / "content")
        site = build_site(root, audience=Audience.PUBLIC).output
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        picture_all(browser, site, folder)
        picture_paper_and_contrast(browser, site, folder)
        picture_home(browser, site, REPOSITORY / "docs/images/home.png")
        for name, plan in PLANS.items():
            write_portfolio(root / name, plan)
            picture_plan(browser, build_site(root / name, audience=Audience.PUBLIC).output, folder / name)
        browser.close()
    print(f"{len(list(folder.rglob('*.png')))} pictures in {folder}, and docs/images/home.png")


if __name__ == "__main__":
    main()
