"""A link to the site is shown with the year's dots: only what everyone sees, and no word."""

import io

import msgspec
from PIL import Image

from afterview.model.audience import Audience, Visibility
from afterview.model.page import Page
from afterview.pages.link_picture import draw_link_picture

ACCENT = (23, 90, 106)


def draw(make, *interviews):
    home: Page = make.pages(make.portfolio(*interviews), Audience.PUBLIC)["index.html"]
    return draw_link_picture(home.context.sheet)  # type: ignore[attr-defined] # the first page's own context


def test_the_picture_has_the_size_that_link_previews_ask_for_and_the_same_bytes_each_time(make):
    several = [make.interview(10 * day, ratings={"talk": 1 + day % 4}) for day in range(8)]
    body = draw(make, *several)
    assert body == draw(make, *several)
    image = Image.open(io.BytesIO(body))
    assert (image.size, image.format, image.info) == ((1200, 630), "PNG", {})


def test_a_rating_that_the_public_does_not_see_is_no_dot(make):
    shown = make.interview(1, ratings={"talk": 4})
    hidden = make.interview(40, ratings={"talk": 4}, visibility=Visibility.PRIVATE)
    assert draw(make, shown, hidden) == draw(make, shown)
    pixels = Image.open(io.BytesIO(draw(make, shown))).getcolors(100_000) or []
    assert any(colour == ACCENT and count > 100 for count, colour in pixels)


def test_only_a_public_site_with_an_address_points_to_it(make, render):
    portfolio = make.portfolio(make.interview(1, ratings={"talk": 4}))
    placed = msgspec.structs.replace(portfolio, url="https://a.example/x/")
    assert 'content="https://a.example/x/year.png"' in render("index.html", placed, audience=Audience.PUBLIC)
    assert "og:image" not in render("index.html", portfolio, audience=Audience.PUBLIC)
    assert "og:image" not in render("index.html", placed, audience=Audience.MENTOR)
