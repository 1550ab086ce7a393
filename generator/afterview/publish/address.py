"""Find a site's address from the repository that it is pushed to, by the rules of GitHub Pages."""

import re
from urllib.parse import urlsplit

from afterview.authoring.git import split_short_address

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_GITHUB = "github.com"
_SAME_HOST = {
    "www.github.com": "github.com",
    "ssh.github.com": "github.com",
    "www.gitlab.com": "gitlab.com",
    "altssh.gitlab.com": "gitlab.com",
    "www.bitbucket.org": "bitbucket.org",
    "altssh.bitbucket.org": "bitbucket.org",
    "ssh.codeberg.org": "codeberg.org",
}
"""Other names of well-known hosts."""
_NAME = re.compile(r"[A-Za-z0-9_.-]+\Z")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]\Z")
_OF_GITHUB = ".github.io"


def find_url(*, own: str | None, environment: str | None, domain: str | None, repository: str) -> str | None:
    """Find the site's address, with a slash at its end; None if it is not known.

    It is the first of these that is known: the portfolio's ``own`` one, the one from the ``environment``, the custom
    ``domain`` that the branch already has, and the one that GitHub Pages gives the ``repository``.

    >>> find_url(own=None, environment=None, domain=None, repository="git@github.com:ada/interviews.git")
    'https://ada.github.io/interviews/'
    """
    url = own or environment or (f"https://{domain}/" if domain else None) or url_of_repository(repository)
    return url.rstrip("/") + "/" if url else None


def url_of_repository(repository: str) -> str | None:
    """Return the address where GitHub Pages serves a repository on github.com; None for any other repository."""
    host, path = split_repository(repository)
    names = path.removesuffix(".git").split("/")
    if host != _GITHUB or len(names) != 2 or not all(map(_NAME.match, names)):
        return None
    owner, name = names
    home = f"{owner.lower()}{_OF_GITHUB}"
    return f"https://{home}/" if name.lower() == home else f"https://{home}/{name}/"


def split_repository(repository: str) -> tuple[str, str]:
    """Split a repository's address into host and path, for ``https:``, ``ssh:`` and ``git@host:path`` alike.

    The host is empty for a folder. User, port and protocol are left out, so the same pair means the same repository.

    Raises:
        ValueError: This is not an address, such as ``https://[x/``.

    >>> split_repository("git@github.com:ada/site.git") == split_repository("https://github.com/ada/site.git")
    True
    """
    if _SCHEME.match(repository):
        parts = urlsplit(repository)
        return name_host(parts.hostname or ""), parts.path.strip("/")
    short = split_short_address(repository)
    return (name_host(short[0]), short[1].strip("/")) if short else ("", repository)


def name_host(host: str) -> str:
    """Return the usual name of a host: lower case, without a dot at its end, ``github.com`` for ``ssh.github.com``."""
    name = host.lower().removesuffix(".")
    return _SAME_HOST.get(name, name)


def domain_of(url: str | None) -> str | None:
    """Return the custom domain for which an address needs a ``CNAME`` file: a whole host that is not GitHub's own."""
    parts = urlsplit(url or "")
    host = (parts.hostname or "").lower()
    own = parts.path in ("", "/") and not parts.port and _HOST.match(host) and not host.endswith(_OF_GITHUB)
    return host if own else None


def parse_domain(text: str) -> str | None:
    """Parse the text of a ``CNAME`` file; None if it is not a domain."""
    domain = text.strip().lower()
    return domain if _HOST.match(domain) else None
