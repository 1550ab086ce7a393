"""Make what every page shares: whose site it is, in which language, and the way around it."""

import msgspec

from afterview.model.address import article_url
from afterview.model.audience import Audience
from afterview.model.portfolio import Portfolio


class NavEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one entry of the navigation: its key (the catalogue has ``nav-<key>``), or a label of the learner's own."""

    key: str
    url: str
    label: str = ""


class Shell(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what every layout finds as ``shell``.

    ``current`` is the key of the navigation's entry that the page belongs to, ``url`` the page's own address.
    ``site_url`` is where the site lives, ending with a slash, None where nobody said.
    """

    site_title: str
    author: str
    language: str
    audience: Audience
    navigation: tuple[NavEntry, ...]
    current: str = ""
    url: str = ""
    site_url: str | None = None

    def at(self, url: str, current: str) -> "Shell":
        """Give the shell of one page."""
        return msgspec.structs.replace(self, url=url, current=current)


def make_shell(portfolio: Portfolio, audience: Audience) -> Shell:
    """Make the shell that the shells of all pages start from."""
    keys = ["mentor"] if audience is Audience.MENTOR else []
    keys += ["interviews", "skills", "commitments", "themes", "strengths", "timeline"]
    # A public site without notes does not speak of them; the learner and the mentor learn how to write one.
    if portfolio.notes or audience is not Audience.PUBLIC:
        keys.append("notes")
    articles = sorted(portfolio.articles, key=lambda article: (article.order, article.title, article.slug))
    return Shell(
        site_title=portfolio.title,
        author=portfolio.author,
        language=portfolio.language,
        audience=audience,
        navigation=(
            *(NavEntry(key=key, url=f"{key}.html") for key in keys),
            *(NavEntry(key=f"page-{it.slug}", url=article_url(it.slug), label=it.title) for it in articles),
        ),
        site_url=portfolio.url,
    )
