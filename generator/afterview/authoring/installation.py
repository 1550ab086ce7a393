"""Find out where the running Afterview was installed from, so that a workflow can install the same."""

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from afterview.authoring.git import ask_git, split_short_address

_NAME = "afterview"


def find_requirement() -> str | None:
    """Return a requirement that installs the running version of Afterview on another machine, as pip reads it.

    From the package index that is its version; else the address that it came from, with the commit or digest that is
    known. None if that is only a folder or file of this machine. The format is that of ``direct_url.json``
    (https://packaging.python.org/en/latest/specifications/direct-url/).
    """
    try:
        installed = distribution(_NAME)
    except PackageNotFoundError:
        return None
    text = installed.read_text("direct_url.json")
    return parse_direct_url(json.loads(text)) if text else f"{_NAME}=={installed.version}"


def parse_direct_url(origin: dict[str, Any]) -> str | None:
    """Turn the origin of an installed package into a requirement.

    Examples:
        >>> parse_direct_url({"url": "https://example.org/a.git", "vcs_info": {"vcs": "git", "commit_id": "1f"}})
        'afterview @ git+https://example.org/a.git@1f'
        >>> parse_direct_url({"url": "file:///nowhere/afterview.whl", "archive_info": {}})
    """
    url = str(origin.get("url", ""))
    if "vcs_info" in origin:
        vcs, commit = origin["vcs_info"].get("vcs", "git"), origin["vcs_info"].get("commit_id", "")
        return None if url.startswith("file:") or not commit else f"{_NAME} @ {vcs}+{url}@{commit}"
    if url.startswith("file:"):
        return _find_in_checkout(Path(unquote(urlsplit(url).path))) if "dir_info" in origin else None
    hashes = origin.get("archive_info", {}).get("hashes") or {}
    known = f"#sha256={hashes['sha256']}" if "sha256" in hashes else ""
    return f"{_NAME} @ {url}{known}" if url else None


def _find_in_checkout(folder: Path) -> str | None:
    """Name the commit of a clone by the address that it was cloned from, if others can reach that."""
    address = ask_git("remote", "get-url", "origin", folder=folder)
    commit = ask_git("rev-parse", "HEAD", folder=folder)
    if short := split_short_address(address):
        address = f"https://{short[0]}/{short[1]}"
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not commit:
        return None
    host = parts.netloc.rpartition("@")[2]  # an address may hold a password
    return f"{_NAME} @ git+{parts.scheme}://{host}{parts.path}@{commit}"
