"""List the files that a new portfolio starts with: its content in a language, and settings around it."""

import re
from collections.abc import Iterator
from pathlib import Path

from afterview.authoring.installation import find_requirement
from afterview.reading.sources import Source
from afterview.reading.yaml_text import quote_yaml

LANGUAGES = ("en", "es", "pt", "fr")
"""The languages that a portfolio can start in; the first is the default."""

_PACKAGE = Path(__file__).resolve().parent.parent
_STARTER = Path(__file__).resolve().parent / "starter"
_WORKFLOWS = ("check.yml", "pages.yml")
_PARTS = ("portfolio.yaml", "questions.yaml", "skills", "templates")
_TITLES = {
    "en": ("{author}'s interviews", "My interviews", "Your name"),
    "es": ("Entrevistas de {author}", "Mis entrevistas", "Tu nombre"),
    "pt": ("Entrevistas de {author}", "Minhas entrevistas", "Seu nome"),
    "fr": ("Entretiens\u00a0: {author}", "Mes entretiens", "Ton nom"),
}
"""The portfolio's title with an author and without one, and what stands for the author's name."""


def starter_files(author: str | None, language: str = LANGUAGES[0]) -> Iterator[tuple[str, bytes]]:
    """Yield each file of a new portfolio, as path and content, in one of LANGUAGES.

    Nothing in them speaks in the author's name. Without an author the portfolio has a title that fits anyone.
    """
    with_author, without_author, name = _TITLES[language]
    title = with_author.format(author=author) if author else without_author
    folder = _find_content() if language == LANGUAGES[0] else _STARTER / language / "content"
    for part in _PARTS:
        for path, content in _read_below(folder, part):
            if part == "portfolio.yaml":
                content = _fill_in(content.decode("utf-8"), title, author or name).encode("utf-8")
            yield path, content
    yield from _read_below(_STARTER / language, "pages")
    yield "content/interviews/.gitkeep", b""
    yield from _files_around(title, language)


def example_files() -> Iterator[tuple[str, bytes]]:
    """Yield each file of the example: the year of an invented learner."""
    yield from _read_below(_find_content(), ".")
    yield from _files_around("Ada's interviews", LANGUAGES[0])


def default_template(language: str) -> Source:
    """Read Afterview's own template for a new interview, in a portfolio's language or else in English."""
    code = language.split("-")[0].lower()
    folder = _STARTER / (code if code in LANGUAGES else LANGUAGES[0])
    file = next(path for path in (folder / "templates", folder / "content" / "templates") if path.is_dir())
    return Source(path="templates/default.md", text=(file / "default.md").read_text(encoding="utf-8"))


def _files_around(title: str, language: str) -> Iterator[tuple[str, bytes]]:
    words = _STARTER / language
    for folder in ("notes", "mentors"):
        yield f"content/{folder}/README.txt", (words / f"{folder}.txt").read_bytes()
    yield "content/images/.gitkeep", b""
    yield ".gitignore", (_STARTER / "gitignore.txt").read_bytes()
    yield "README.md", (words / "README.md").read_text(encoding="utf-8").replace("{title}", title).encode("utf-8")
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


def _find_content() -> Path:
    """Find the example portfolio: beside the modules of an installed package, else at the top of a checkout."""
    installed = _PACKAGE / "content"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / "content"


def _find_workflows() -> Path:
    """Find the workflows, in the same two places."""
    installed = _PACKAGE / "workflows"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / ".github" / "workflows"


def _read_below(folder: Path, part: str) -> Iterator[tuple[str, bytes]]:
    path = folder / part
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    for file in files:
        yield f"content/{file.relative_to(folder).as_posix()}", file.read_bytes()


def _fill_in(text: str, title: str, author: str) -> str:
    """Write the author's facts into portfolio.yaml, and remove addresses of other people."""
    facts = {"title": quote_yaml(title), "author": quote_yaml(author)}
    text = re.sub(r"^(title|author):.*$", lambda found: f"{found[1]}: {facts[found[1]]}", text, flags=re.MULTILINE)
    return re.sub(r"^(?:url|publish):.*\n", "", text, flags=re.MULTILINE)
