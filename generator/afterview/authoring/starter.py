"""Give the files that a new portfolio starts with; it alone knows where the starter lies and what it must not keep."""

import re
from collections.abc import Iterator
from pathlib import Path

from afterview.authoring.installation import find_requirement
from afterview.reading.yaml_text import quote_yaml

_PACKAGE = Path(__file__).resolve().parent.parent
_WORKFLOWS = ("check.yml", "pages.yml")
_PARTS = ("portfolio.yaml", "questions.yaml", "skills", "templates", "pages")

_GITIGNORE = """\
# Built from content/, so never kept here
site/
site-mentor/
site*.zip
# Afterview's own notes, safe to delete
.afterview/
"""

_README = """\
# {title}

One Markdown file per interview, and a site that Afterview makes from the files.

## After an interview

    afterview ask --kind coding                  # before you leave: what to ask
    afterview new "Who and what" --kind coding   # a file with the day, the questions and your open commitments
    afterview check                              # is everything in order?
    afterview build                              # the site, in site/

Then open `site/index.html`.

- `content/interviews/` holds one file an interview. Its template, in `content/templates/`, says what it can tell.
- `content/skills/`, `questions.yaml`, `portfolio.yaml` and `pages/` are yours to change. `pages/about.md` speaks in
  your name, so read it first.
- `content/notes/` is for a mentor's answers, `content/images/` for pictures.
- In VS Code, type `afterview` in an empty Markdown file, then Ctrl+Space, for a template. The task *Afterview: check*
  marks problems where they are.

## Who sees what

An interview is private unless it says `visibility: mentor` or `visibility: public`. A heading that ends in
`{{private}}` or `{{mentor}}` keeps its section back. `site/` holds only what is public; `afterview build --audience
mentor` makes another site, in `site-mentor/`.

**This folder itself holds everything.** If you keep it on GitHub, make that repository private.

## Sharing it

To show the public part, make a second repository on GitHub, a public and empty one, for the site alone. Name it in
`content/portfolio.yaml`:

    publish: {{repository: "git@github.com:YOU/my-site.git"}}

Then, each time:

    afterview publish --dry-run                  # what would change there
    afterview publish                            # send it

After the first time, choose that repository's branch `gh-pages` in its settings, under *Pages*. Remember that what was
public once may have been copied by others, even after you took it back.

For your mentor, `afterview build --audience mentor --zip` packs a site into one file, to send and to open from a disk.

`.github/workflows/` is for portfolios that may be read whole, or for accounts that can publish from a private
repository: `pages.yml` publishes on every push, `check.yml` checks pull requests. Delete `pages.yml` if you use
`afterview publish`.
"""


def starter_files(author: str | None) -> Iterator[tuple[str, bytes]]:
    """Give each file of a new portfolio, with its path: the starter's own, in the author's name, and what goes around.

    Without an author the portfolio is called simply *My interviews*, and waits for a name.
    """
    title = f"{author}'s interviews" if author else "My interviews"
    folder = _find_starter()
    for part in _PARTS:
        for file in _files_below(folder / part):
            body = file.read_bytes()
            if part == "portfolio.yaml":
                body = _fill_in(body.decode("utf-8"), title, author or "Your name").encode("utf-8")
            yield f"content/{file.relative_to(folder).as_posix()}", body
    yield "content/interviews/.gitkeep", b""
    yield "content/images/.gitkeep", b""
    yield ".gitignore", _GITIGNORE.encode("utf-8")
    yield "README.md", _README.format(title=title).encode("utf-8")
    for name in _WORKFLOWS:
        text = (_find_workflows() / name).read_text(encoding="utf-8")
        # This project's own workflows install the checkout that they lie in; a portfolio's install the program.
        text = re.sub(r"^( *).*install --quiet \.$", _render_install, text, flags=re.MULTILINE)
        yield f".github/workflows/{name}", text.encode("utf-8")


def _render_install(step: re.Match[str]) -> str:
    """Install the version of Afterview that runs here, never whatever has its name on an index later."""
    requirement = find_requirement()
    if requirement:
        return f'{step[1]}"$RUNNER_TEMP/afterview/bin/python" -m pip install --quiet "{requirement}"'
    return (
        f"{step[1]}# Afterview was installed here from a folder. Write where a workflow can get it, for example:\n"
        f'{step[1]}# "$RUNNER_TEMP/afterview/bin/python" -m pip install --quiet "afterview @ git+https://…@COMMIT"\n'
        f'{step[1]}echo "::error::Write into this workflow where to install Afterview from."; exit 1'
    )


def _find_starter() -> Path:
    """Find the starter: beside the modules of an installed package, else at the top of a checkout."""
    installed = _PACKAGE / "starter"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / "content"


def _find_workflows() -> Path:
    """Find the workflows, in the same two places."""
    installed = _PACKAGE / "starter" / "workflows"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / ".github" / "workflows"


def _files_below(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())


def _fill_in(text: str, title: str, author: str) -> str:
    """Put the author's own facts into portfolio.yaml, and take out addresses that are somebody else's."""
    facts = {"title": quote_yaml(title), "author": quote_yaml(author)}
    text = re.sub(r"^(title|author):.*$", lambda found: f"{found[1]}: {facts[found[1]]}", text, flags=re.MULTILINE)
    return re.sub(r"^(?:url|publish):.*\n", "", text, flags=re.MULTILINE)
