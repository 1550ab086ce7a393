"""Give the files that a new portfolio starts with; it alone knows where the starter lies and what it must not keep."""

import re
from collections.abc import Iterator
from pathlib import Path

from afterview.cli.draft import quote_yaml

_PACKAGE = Path(__file__).resolve().parent.parent
_PARTS = ("portfolio.yaml", "questions.yaml", "skills", "templates", "pages")

_GITIGNORE = """\
# Built from content/, so never kept here
site/
site-mentor/
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

## Publishing with GitHub Pages

Afterview makes the site; sending it is up to you. Make a second repository, a public one that holds nothing but the
site, and clone it beside this folder once:

    git clone git@github.com:YOU/my-site.git ../my-site

Then, each time (a page that is gone here goes there too):

    afterview build
    git -C ../my-site rm -r -q --ignore-unmatch .
    cp -R site/. ../my-site/ && touch ../my-site/.nojekyll
    git -C ../my-site add -A && git -C ../my-site commit -m "Update" && git -C ../my-site push

In that repository's settings, under *Pages*, choose *Deploy from a branch* and its main branch. Remember that what
was public once may have been copied by others, even after you took it back.
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


def _find_starter() -> Path:
    """Find the starter: beside the modules of an installed package, else at the top of a checkout."""
    installed = _PACKAGE / "starter"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / "content"


def _files_below(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())


def _fill_in(text: str, title: str, author: str) -> str:
    """Put the author's own facts into portfolio.yaml, and take out addresses that are somebody else's."""
    facts = {"title": quote_yaml(title), "author": quote_yaml(author)}
    text = re.sub(r"^(title|author):.*$", lambda found: f"{found[1]}: {facts[found[1]]}", text, flags=re.MULTILINE)
    return re.sub(r"^(?:url|publish):.*\n", "", text, flags=re.MULTILINE)
