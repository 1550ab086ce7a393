"""Decide which requests the preview answers; alone knows how to recognise a request from elsewhere."""

import contextlib
import ipaddress
from email.message import Message

LOCAL = "127.0.0.1"


def is_local(host: str) -> bool:
    """Return whether only this machine can reach a server at ``host``."""
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def bracket(host: str) -> str:
    """Return a host as it is written in an address."""
    return f"[{host}]" if ":" in host else host


def find_objection(headers: Message, *, host: str, port: int) -> int:
    """Return the status that refuses a request to the server at ``host`` and ``port``, 0 if it may be answered.

    The host name in the request must be one of ours: a page elsewhere can make its own name resolve to this machine. No
    other page may fetch, frame or show the preview, and no request has a body.
    """
    names = headers.get_all("Host", [])
    if len(names) != 1 or not _is_ours(names[0], host, port):
        return 403
    origin = headers.get("Origin")
    if origin is not None and origin.lower() != f"http://{names[0].lower()}":
        return 403
    if headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin") and not _is_visit(headers):
        return 403
    return 400 if "Content-Length" in headers or "Transfer-Encoding" in headers else 0


def _is_ours(name: str, host: str, port: int) -> bool:
    if name.lower() in {f"{known}:{port}" for known in ("localhost", LOCAL, "[::1]", bracket(host).lower())}:
        return True
    # A server that listens everywhere is reached by any of the machine's addresses, but by no other name.
    called, _, at = name.rpartition(":")
    everywhere = _is_address(host) and ipaddress.ip_address(host).is_unspecified
    return everywhere and at == str(port) and _is_address(called.strip("[]"))


def _is_visit(headers: Message) -> bool:
    """Return whether the request follows a link from elsewhere, to show a page by itself."""
    return headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"


def _is_address(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return bool(ipaddress.ip_address(host))
    return False
