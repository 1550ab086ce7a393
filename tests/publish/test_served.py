"""The published branch, served by nginx as GitHub Pages does: no dead link, at the root and below a path."""

import functools
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import find_tool
from tests.joint.crawl import Answer, crawl
from tests.joint.sites import REPOSITORY
from tests.publish.conftest import World

pytestmark = pytest.mark.needs("nginx")

_SETTINGS = """\
daemon off; worker_processes 1; pid {place}/pid; error_log {place}/error.log;
events {{}}
http {{
  types {{ text/html html; text/css css; text/xml xml; application/json json; text/javascript js; image/svg+xml svg;
           text/plain txt; }}
  access_log off; server_tokens off;
  client_body_temp_path {place}/t1; proxy_temp_path {place}/t2; fastcgi_temp_path {place}/t3;
  uwsgi_temp_path {place}/t4; scgi_temp_path {place}/t5;
  server {{
    listen 127.0.0.1:{port};
    location {mount} {{ alias {folder}/; index index.html; error_page 404 {mount}404.html; }}
  }}
}}
"""


@pytest.fixture(scope="module", params=["/", "/interviews/"])
def served(request, make_site, tmp_path_factory) -> Iterator[tuple[str, Callable[[str], Answer], Path]]:
    """Publish this repository's portfolio, clone the branch and serve it; give its address and what fetches from it."""
    mount = request.param
    place = tmp_path_factory.mktemp("served")
    place.chmod(0o755)
    root = make_site({})
    shutil.rmtree(root / "content")
    shutil.copytree(REPOSITORY / "content", root / "content")
    world = World(root, place)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    world.set(f"publish: {{repository: {world.site}}}\nurl: http://sam.example{mount}")
    command = [sys.executable, "-m", "afterview", "publish"]
    environment = {**world.environment, "PYTHONPATH": os.environ["PYTHONPATH"]}
    subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True)
    folder = place / "clone"
    world.git("clone", "--quiet", "--branch", "gh-pages", world.site, folder)
    (place / "nginx.conf").write_text(_SETTINGS.format(place=place, port=port, mount=mount, folder=folder))
    for above in (folder, *folder.parents):  # a server's workers are somebody else, who may look but not list
        if above.is_relative_to(tmp_path_factory.getbasetemp().parent.parent):
            above.chmod(above.stat().st_mode | 0o011)
    with subprocess.Popen(
        [str(find_tool("nginx")), "-c", place / "nginx.conf", "-p", place], start_new_session=True
    ) as server:
        _wait(port)
        yield f"http://127.0.0.1:{port}{mount}", functools.partial(_fetch, port), folder
        os.killpg(server.pid, signal.SIGTERM)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(port)


def _fetch(port: int, address: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", urlsplit(address).path)
    found = connection.getresponse()
    answer = Answer(found.status, found.read(), found.headers.get_content_type())
    connection.close()
    return answer


def test_no_link_of_the_published_branch_is_dead(served):
    base, fetch, folder = served
    home = f"http://sam.example{urlsplit(base).path}"
    pages = [base + path.relative_to(folder).as_posix() for path in folder.rglob("*.html")]
    reached, dead = crawl(fetch, [base, f"{base}feed.xml", f"{base}sitemap.xml", *pages], base=base, home=home)
    assert dead == []
    assert len(reached) >= len(pages)


def test_a_lost_reader_gets_the_page_for_lost_readers(served):
    base, fetch, folder = served
    for lost in ("gone.html", "deep/down/gone"):
        answer = fetch(base + lost)
        assert (answer.status, answer.body) == (404, (folder / "404.html").read_bytes())
        links = re.findall(rb'<a href="([^"#]+)"', answer.body)
        assert links
        assert all(link.startswith((b"http", urlsplit(base).path.encode())) for link in links)


def test_a_reader_walks_through_it_in_a_browser(served, browser):
    base, _, _ = served
    page = browser.new_page()
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.goto(base)
    page.click("nav a[href$='interviews.html']")
    page.click("main a[href^='interviews/']")
    page.click("main a[href^='../skills/']")
    assert urlsplit(page.url).path.startswith(f"{urlsplit(base).path}skills/")
    page.click("header a[href$='index.html']")
    assert page.url == f"{base}index.html"
    assert failed == []
    page.goto(f"{base}deep/down/gone")
    page.click("a[href$='index.html']")
    assert urlsplit(page.url).path in (f"{urlsplit(base).path}index.html", urlsplit(base).path)
    page.close()
