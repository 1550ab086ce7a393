"""The wheel, installed alone elsewhere, makes a portfolio and its site."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path


def test_the_wheel_has_the_layouts_the_starters_and_the_example(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "layouts/index.html",
        "layouts/assets/style.css",
        "content/portfolio.yaml",
        "content/interviews/2026-11-20-a-year-on.md",
        "authoring/starter/en/templates/default.md",
        "workflows/check.yml",
    ):
        assert f"afterview/{name}" in names
    assert not any("tests/" in name for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"afterview"}


def test_installed_alone_it_goes_from_nothing_to_a_site(wheel, tmp_path):
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    python = tmp_path / "venv" / "bin" / "python"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*command: "str | Path", cwd: Path = tmp_path) -> str:
        done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", wheel)
    afterview = tmp_path / "venv" / "bin" / "afterview"
    run(afterview, "init", "p")
    run(afterview, "new", "First", "--kind", "coding", cwd=tmp_path / "p")
    assert "Next step: afterview serve --open" in run(afterview, "build", cwd=tmp_path / "p")
    assert (tmp_path / "p" / "site" / "index.html").stat().st_size > 1000
    assert "✓ 1 interview, 12 skills, no problems" in run(afterview, "check", cwd=tmp_path / "p")
