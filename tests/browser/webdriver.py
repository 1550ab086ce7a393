"""Drive Firefox and WebKit as Debian has them: the commands of the WebDriver standard, over each one's own connection.

Firefox understands them by itself, over the socket that geckodriver would use too; WebKit has a driver that is asked by
HTTP. What a command means, and what it is given, is the same in both: https://www.w3.org/TR/webdriver2/.
"""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

Result = TypeVar("Result")

_PATIENCE = 60.0  # seconds that a browser may take to start, or to answer
_ROUTES = {
    "Navigate": ("POST", "/url"),
    "GetCurrentURL": ("GET", "/url"),
    "ExecuteScript": ("POST", "/execute/sync"),
    "PerformActions": ("POST", "/actions"),
    "Back": ("POST", "/back"),
    "Refresh": ("POST", "/refresh"),
    "SetWindowRect": ("POST", "/window/rect"),
    "TakeScreenshot": ("GET", "/screenshot"),
}
_PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.startup.page": 0,
    "browser.tabs.warnOnClose": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "marionette.port": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
# The toolbar of WebKit's small browser is wider than a phone, unless nothing in it has a size of its own.
_NARROW_TOOLBAR = "* { min-width: 0; min-height: 0; margin: 0; padding: 0; border-width: 0 }"


class WebDriverError(Exception):
    """Say that the browser could not do what a command asked."""


class Driver(NamedTuple):
    """Hold what sends a command to a running browser, and the name and version of the browser."""

    send: Callable[..., Any]
    name: str
    version: str


@contextlib.contextmanager
def start_firefox(command: str, folder: Path, preferences: Mapping[str, object]) -> Iterator[Driver]:
    """Start Firefox with a new profile in a folder; raises WebDriverError if it does not answer."""
    profile = folder / "profile"
    profile.mkdir()
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in {**_PREFERENCES, **preferences}.items())
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    options = ["--headless", "--no-remote", "--marionette", "--remote-allow-system-access", "--profile", str(profile)]
    with _process([command, *options], {"HOME": str(folder)}):
        port = _wait_for(lambda: int((profile / "MarionetteActivePort").read_text()), "Firefox's port")
        with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as connection:
            send = _over_socket(connection)
            capabilities = send("NewSession")["capabilities"]
            yield Driver(send, "firefox", str(capabilities["browserVersion"]))
            with contextlib.suppress(OSError, WebDriverError):
                send("Marionette:Quit", flags=["eForceQuit"])


@contextlib.contextmanager
def start_webkit(command: str, display: str, folder: Path, options: list[str]) -> Iterator[Driver]:
    """Start WebKitGTK's small browser on a screen in memory; raises WebDriverError if it does not answer."""
    (folder / "gtk-3.0").mkdir()
    (folder / "gtk-3.0/gtk.css").write_text(_NARROW_TOOLBAR, encoding="utf-8")
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    wanted = {"webkitgtk:browserOptions": {"args": ["--automation", *options]}} if options else {}
    with contextlib.ExitStack() as started:
        screen = started.enter_context(_screen(display))
        port = _find_port()
        driver = [command, f"--port={port}"]
        started.enter_context(_process(driver, {**home, "DISPLAY": screen, "GDK_BACKEND": "x11"}))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        started.callback(connection.close)
        _wait_for(connection.connect, "WebKit's driver")
        session = _ask(connection, "POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        yield Driver(_over_http(connection, session), "webkit", session["capabilities"]["browserVersion"])
        with contextlib.suppress(OSError, http.client.HTTPException, WebDriverError):
            _ask(connection, "DELETE", f"/session/{session['sessionId']}", None)


def _over_socket(connection: socket.socket) -> Callable[..., Any]:
    """Return what sends a command as Firefox reads them: the length, a colon, and a list in JSON."""

    def read(length: int) -> bytes:
        found = b""
        while len(found) < length:
            piece = connection.recv(length - len(found))
            if not piece:
                raise WebDriverError("Firefox closed the connection")
            found += piece
        return found

    def receive() -> Any:
        length = b""
        while (byte := read(1)) != b":":
            length += byte
        return json.loads(read(int(length)))

    receive()  # it begins by saying who it is

    def send(command: str, **parameters: object) -> Any:
        name = command if ":" in command else f"WebDriver:{command}"
        message = json.dumps([0, 1, name, parameters]).encode()
        connection.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = receive()
        if error:
            raise WebDriverError(f"{command}: {error['error']}: {error['message']}")
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    return send


def _over_http(connection: http.client.HTTPConnection, session: Mapping[str, str]) -> Callable[..., Any]:
    def send(command: str, **parameters: object) -> Any:
        method, path = _ROUTES[command]
        body = parameters if method == "POST" else None
        return _ask(connection, method, f"/session/{session['sessionId']}{path}", body)

    return send


def _ask(connection: http.client.HTTPConnection, method: str, path: str, body: object) -> Any:
    text = None if body is None else json.dumps(body).encode()
    connection.request(method, path, text, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    value = json.loads(answer.read())["value"]
    if answer.status != 200:
        raise WebDriverError(f"{path}: {value['error']}: {value['message']}")
    return value


@contextlib.contextmanager
def _process(command: list[str], environment: Mapping[str, str]) -> Iterator[None]:
    """Run a program, and in the end stop it with all that it has started."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=quiet, stderr=quiet, start_new_session=True
    ) as process:
        try:
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def _screen(command: str) -> Iterator[str]:
    """Start a screen that is in memory only, and give its name."""
    reading, writing = os.pipe()
    options = ["-displayfd", str(writing), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    with subprocess.Popen([command, *options], pass_fds=[writing], stderr=subprocess.DEVNULL) as process:
        os.close(writing)
        try:
            with os.fdopen(reading, "rb") as name:
                yield f":{name.readline().decode().strip()}"
        finally:
            process.kill()


def _find_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(attempt: Callable[[], Result], what: str) -> Result:
    """Return what an attempt gives once it fails no more; raises WebDriverError after a minute."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError, ValueError):
            return attempt()
        time.sleep(0.05)
    raise WebDriverError(f"{what} was not there within {_PATIENCE} seconds")
