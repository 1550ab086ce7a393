"""Decide who may ask the preview for anything; alone knows by what a request from elsewhere gives itself away."""

import contextlib
import ipaddress
from email.message import Message

LOCAL = "127.0.0.1"


def is_local(host: str) -> bool:
    """Tell whether only this machine can reach a server at ``host``."""
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def bracket(host: str) -> str:
    """Write a host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def find_objection(headers: Message, *, host: str, port: int) -> int:
    """Give the status that refuses a request to the server at ``host`` and ``port``, 0 if it may be answered.

    The name it calls the server by must be one of ours: a page elsewhere can make its own name lead here. No other
    page may fetch, frame or show anything of ours, and nobody has anything to send.
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
    # Listening everywhere, it is called by any of the machine's addresses, but still by no other name.
    called, _, at = name.rpartition(":")
    everywhere = _is_address(host) and ipaddress.ip_address(host).is_unspecified
    return everywhere and at == str(port) and _is_address(called.strip("[]"))


def _is_visit(headers: Message) -> bool:
    """Tell whether somebody follows a link from elsewhere, to look at a page by itself."""
    return headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"


def _is_address(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return bool(ipaddress.ip_address(host))
    return False
