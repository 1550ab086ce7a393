"""The commands of the README run as they stand, from nothing installed to one's own words in a browser."""

import os
import re
import shutil
import subprocess
import urllib.request
import venv
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
COMMANDS = [line.strip() for line in re.findall(r"(?m)^    .+$", README.partition("## Try it")[2].partition("## ")[0])]
NEEDED = (".github", "content", "generator", "layouts", "pyproject.toml", "README.md", "LICENSE")


def test_the_readme_is_short_and_leads_to_the_browser_in_four_commands():
    assert len(README.splitlines()) <= 120
    assert len(COMMANDS) <= 4
    assert COMMANDS[-1] == "afterview serve --open"


@pytest.mark.slow  # it installs everything, from the package index
def test_the_commands_run_as_they_stand(tmp_path):
    for name in NEEDED:
        source, target = REPOSITORY / name, tmp_path / "afterview" / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    venv.create(tmp_path / "venv", with_pip=True)
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\n')
    browser.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if name.lower().startswith(("pip_", "ssl_", "http"))}
    environment = {
        **kept,
        **{name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")},
        "PATH": f"{tmp_path}/venv/bin:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "BROWSER": str(browser),
        "PYTHONUNBUFFERED": "1",
    }
    script = "\n".join(["set -e", *COMMANDS[:-1], f"exec {COMMANDS[-1]}"])
    with subprocess.Popen(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        stdin=subprocess.DEVNULL,
    ) as process:
        assert process.stdout
        url = ""
        for line in process.stdout:
            if found := re.search(r"http://\S+", line):
                url = found[0]
                break
        try:
            assert url
            with urllib.request.urlopen(f"{url}interviews.html") as page:
                assert "Sliding window" in page.read().decode()
        finally:
            process.terminate()
    (file,) = (tmp_path / "my-interviews/content/interviews").glob("*-sliding-window.md")
    assert "## What went well" in file.read_text(encoding="utf-8")
