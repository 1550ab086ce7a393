"""Make what every page shares: whose site it is, in which language, and the way around it."""

import msgspec

from afterview.model.address import article_url
from afterview.model.audience import Audience
from afterview.model.portfolio import Portfolio
from afterview.model.section import PointKind

LINK_PICTURE = "year.png"
ABOUT = "about"
"""The page in which the person introduces themselves: it alone is named in the header."""
_RIGHT_TO_LEFT = ("ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi")


class NavEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the navigation: its key (the catalogue has ``nav-<key>``), or a label of the learner's own."""

    key: str
    url: str
    label: str = ""


class Shell(msgspec.Struct, frozen=True, kw_only=True):
    """What every layout has as ``shell``.

    ``current`` is the key of the navigation's entry that the page belongs to, ``url`` the page's own address,
    ``more`` the pages that the footer leads to. ``site_url`` is where the site lives, ending with a slash, None if
    none is set. ``picture`` is what a link to the site is shown with, if there is one.
    """

    site_title: str
    author: str
    language: str
    audience: Audience
    navigation: tuple[NavEntry, ...]
    more: tuple[NavEntry, ...] = ()
    current: str = ""
    url: str = ""
    site_url: str | None = None
    picture: str = ""

    @property
    def right_to_left(self) -> bool:
        """Whether the interface's language is written from right to left."""
        return self.language.split("-")[0] in _RIGHT_TO_LEFT

    @property
    def frame(self) -> "Shell":
        """The shell of the header and the footer, which is one for many pages: no page in a folder is named there."""
        return msgspec.structs.replace(self, url="") if "/" in self.url else self

    def at(self, url: str, current: str) -> "Shell":
        """Make the shell of one page."""
        return msgspec.structs.replace(self, url=url, current=current)


def has_link_picture(portfolio: Portfolio, audience: Audience) -> bool:
    """Return whether links to the site have a picture: the site needs a full address, and ratings."""
    return audience is Audience.PUBLIC and bool(portfolio.url) and any(it.ratings for it in portfolio.interviews)


def make_shell(portfolio: Portfolio, audience: Audience) -> Shell:
    """Make the shell that the shells of all pages start from; what is empty is not in the navigation."""
    points = [point for interview in portfolio.interviews for point in interview.points]
    made = [commitment for interview in portfolio.interviews for commitment in interview.commitments]
    shown = {
        "mentor": audience is Audience.MENTOR,
        "interviews": True,
        "skills": True,
        "commitments": bool(made),
        "themes": any(it.themes for it in points) or any(it.themes for it in made),
        "strengths": any(point.kind is PointKind.STRENGTH for point in points),
        "timeline": bool(portfolio.interviews),
        "notes": bool(portfolio.notes),
    }
    articles = sorted(portfolio.articles, key=lambda article: (article.order, article.title, article.slug))
    return Shell(
        site_title=portfolio.title,
        author=portfolio.author,
        language=portfolio.language,
        audience=audience,
        navigation=(
            *(NavEntry(key=key, url=f"{key}.html") for key, wanted in shown.items() if wanted),
            *(NavEntry(key=ABOUT, url=article_url(it.slug)) for it in articles if it.slug == ABOUT),
        ),
        more=tuple(
            NavEntry(key=f"page-{it.slug}", url=article_url(it.slug), label=it.title)
            for it in articles
            if it.slug != ABOUT
        ),
        site_url=portfolio.url,
        picture=LINK_PICTURE if has_link_picture(portfolio, audience) else "",
    )
