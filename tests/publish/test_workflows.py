"""The workflows, of this repository and of a new portfolio: valid, with few rights, and their commands run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.joint.sites import REPOSITORY

pytestmark = pytest.mark.slow

ACTIONS = {
    "actions/checkout@v7",
    "actions/configure-pages@v6",
    "actions/upload-pages-artifact@v5",
    "actions/deploy-pages@v5",
}
URL = "https://sam.github.io/interviews"
NAMES = ["pages.yml", "check.yml"]


@pytest.fixture(scope="module")
def wheels(wheel: Path) -> Path:
    return wheel.parent


def version_of(wheels: Path) -> str:
    (wheel,) = wheels.glob("*.whl")
    return wheel.name.split("-")[1]


@pytest.fixture(scope="module", params=["own", "new"])
def checkout(request, wheels, tmp_path_factory) -> Path:
    """Return a copy of this repository, or a new portfolio, as a workflow finds it."""
    folder: Path = tmp_path_factory.mktemp(request.param) / "checkout"
    if request.param == "own":
        folder.mkdir()
        for name in (".github", "content", "generator", "layouts"):
            shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(REPOSITORY / name, folder / name)
    else:
        # As from an index: by name and version, which leaves no address behind.
        program = tmp_path_factory.mktemp("program")
        requirement = f"afterview=={version_of(wheels)}"
        install = [
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            "--find-links",
            str(wheels),
            "--target",
            str(program),
        ]
        subprocess.run([sys.executable, "-m", "pip", *install, requirement], check=True, capture_output=True)
        command = [sys.executable, "-m", "afterview", "init", str(folder), "--author", "Sam"]
        subprocess.run(command, env={**os.environ, "PYTHONPATH": str(program)}, check=True, capture_output=True)
    return folder


def read(checkout: Path, name: str) -> Any:
    return yaml.load((checkout / ".github/workflows" / name).read_text(), Loader=yaml.BaseLoader)


def test_they_are_workflows(checkout):
    files = [str(checkout / ".github/workflows" / name) for name in NAMES]
    command: list[str] = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        *files,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_they_use_known_actions_and_have_few_rights(checkout):
    rights = {}
    used = set()
    for name in NAMES:
        workflow = read(checkout, name)
        assert workflow["permissions"] == {}
        for job, settings in workflow["jobs"].items():
            rights[name, job] = settings["permissions"]
            used |= {step["uses"] for step in settings["steps"] if "uses" in step}
    assert used == ACTIONS
    assert rights == {
        ("pages.yml", "build"): {"contents": "read", "pages": "read"},
        ("pages.yml", "deploy"): {"pages": "write", "id-token": "write"},
        ("check.yml", "check"): {"contents": "read"},
    }
    assert read(checkout, "check.yml")["on"] == "pull_request"
    assert read(checkout, "pages.yml")["jobs"]["deploy"]["environment"]["name"] == "github-pages"


def test_a_new_portfolio_installs_the_version_that_made_it(checkout, wheels):
    own = (checkout / "generator").exists()
    for name in NAMES:
        text = (checkout / ".github/workflows" / name).read_text()
        assert ("install --quiet .\n" in text) == own
        assert (f'install --quiet "afterview=={version_of(wheels)}"\n' in text) == (not own)


@pytest.mark.parametrize("name", NAMES)
def test_their_commands_run_as_they_stand(checkout, wheels, tmp_path, name):
    """Run each step in a bare environment; the program comes from a folder, since it may not be on the index yet."""
    added = tmp_path / "path"
    environment = {
        "PATH": f"{Path(sys.executable).resolve().parent}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_PATH": str(added),
        "PIP_FIND_LINKS": str(wheels),
    }
    environment |= {key: value for key, value in os.environ.items() if key in ("PIP_CONFIG_FILE", "PIP_INDEX_URL")}
    ran = []
    for job in read(checkout, name)["jobs"].values():
        for step in job["steps"]:
            if "run" not in step:
                continue
            more = {key: _fill_in(value) for key, value in step.get("env", {}).items()}
            command = ["bash", "-e", "-o", "pipefail", "-c", _fill_in(step["run"])]
            done = subprocess.run(
                command, cwd=checkout, env={**environment, **more}, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
            ran.append(step["name"])
            if added.exists():
                environment["PATH"] = f"{added.read_text().strip()}:{environment['PATH']}"
                added.unlink()
    # What `check` lists quotes private files, and the log of a public workflow is public.
    assert ran == ["Install Afterview", "Build" if name == "pages.yml" else "Check"]
    if name == "pages.yml":
        assert f"{URL}/index.html" in (checkout / "site/sitemap.xml").read_text()


def _fill_in(text: str) -> str:
    text = text.replace("${{ steps.pages.outputs.base_url }}", URL)
    assert not re.search(r"\$\{\{", text)
    return text
