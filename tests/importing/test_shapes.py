"""Documents as people have them: the dry run shows what would be written, and what is written is valid and invented
by nobody.

What each one gives is in ``documents/expected``: what the dry run prints, then the files that a yes would write.
"""

import datetime
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from afterview.authoring.starter import starter_files
from afterview.cli.main import cli
from afterview.problems import errors_of
from afterview.reading.heading_words import HEADINGS
from afterview.reading.portfolio import read_portfolio
from afterview.reading.vocabulary import folded

FOLDER = Path(__file__).parent / "documents"
EXPECTED = FOLDER / "expected"
SHAPES = {
    # Google Docs
    "google-docs-picture.md": "",
    "Entrevista con Rubén - 12 nov 2026.md": "--language es",
    "google-docs-all-in-one.md": "",
    "google-docs-checkliste-pt.md": "--language pt --kind comportamental",
    "google-docs-tableau-fr.md": "--language fr --kind 2",
    "google-docs-typed-lists.md": "--kind system-design",
    # Notion
    "notion-page 1f3a9c0e4b7d4c7f8a6b2d1e0f9c8b7a.md": "",
    "notion-callout.md": "--kind behavioral",
    "notion-ratings-table.md": "--kind coding",
    "notion-fr.md": "--language fr --kind programmation",
    "notion-toggles.md": "",
    # Obsidian
    "2026-11-02 Mock Acme.md": "",
    "obsidian-dataview.md": "",
    "obsidian-daily.md": "",
    "2026-10-26 entrevista.md": "--language es",
    "obsidian-tasks.md": "",
    # Markdown made by Word
    "word-pandoc.md": "",
    "word-bold-headings.md": "",
    "word-pt.md": "--language pt",
    "word-mammoth.md": "--kind take-home",
    # Plain notes
    "scribbles.txt": "--date 2026-11-17 --kind system-design",
    "notas.txt": "--language es --date 2026-11-19 --kind programacion",
    "good-bad.txt": "",
    "carnet.txt": "--language fr --kind programmation",
    "anotacoes.txt": "--language pt --date 2026-11-11 --kind programacao",
    "voice-memo.txt": "--date 2026-10-09 --kind coding",
    # Chat logs
    "slack.txt": "--date 2026-11-20 --kind coding",
    "slack-pt.txt": "--language pt --date 2026-11-21 --kind programacao",
    "whatsapp-android.txt": "--date 2026-11-22 --kind coding",
    "whatsapp-ios.txt": "--language es --date 2026-11-22 --kind conductual",
    "teams.txt": "--date 2026-11-23 --kind coding",
    "zoom-chat.txt": "--date 2026-11-24 --kind coding",
    # E-mail
    "mail.txt": "--kind coding",
    "mail-fr.txt": "--language fr --date 2026-11-09 --kind programmation",
    "reenvio.txt": "--language es --kind conductual",
    "mail-with-scores.md": "--date 2026-11-12 --kind coding",
    # Ratings
    "ratings.md": "",
    "stars.md": "",
    "palabras.md": "--language es",
    # Forms
    "forms.csv": "--kind coding",
    "formulario.csv": "--language es --kind conductual",
    "typeform.csv": "--date 2026-11-20 --kind coding",
    "respostas.csv": "--language pt --kind comportamental",
}
_RATED = re.compile(r"^(?:self|ratings): \{(.+)\}$", re.MULTILINE)


@pytest.fixture
def folder(tmp_path, request):
    """A new portfolio, in the language that the shape asks for."""
    _, _, language = SHAPES[request.getfixturevalue("name")].partition("--language ")
    for path, content in starter_files("Ada", language[:2] or "en"):
        file = tmp_path / "p" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return tmp_path / "p"


def run(folder, name, *more):
    options = re.sub(r"--language \S+", "", SHAPES[name]).split()
    result = CliRunner().invoke(cli, ["import", "-C", str(folder), str(FOLDER / name), *options, *more])
    assert result.exit_code == 0, result.output
    return result.output


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_document_is_tried_and_there_are_forty():
    assert sorted(SHAPES) == sorted(path.name for path in FOLDER.iterdir() if path.is_file())
    assert len(SHAPES) >= 40


@pytest.mark.parametrize("name", SHAPES)
def test_a_document_is_shown_then_written_once_and_nothing_is_invented(folder, name, update_golden):
    before = files_of(folder)
    shown = run(folder, name)
    assert files_of(folder) == before
    run(folder, name, "--yes")
    written = {path: body for path, body in files_of(folder).items() if path not in before}
    texts = [f"{path}\n{body.decode()}" for path, body in sorted(written.items()) if path.endswith(".md")]
    actual = "\n".join([shown.rstrip("\n"), "", *texts])
    golden = EXPECTED / f"{name}.txt"
    if update_golden:
        golden.write_text(actual, encoding="utf-8")
    assert actual == golden.read_text(encoding="utf-8")
    read = read_portfolio(folder)
    assert errors_of(read.problems) == ()
    assert len(read.portfolio.interviews) == len(texts) > 0
    assert {str(interview.visibility) for interview in read.portfolio.interviews} == {"private"}
    assert f"0 new, {len(texts)} already here" in run(folder, name, "--yes")
    assert {path: body for path, body in files_of(folder).items() if path not in before} == written
    check_nothing_is_invented(folder, name)


def check_nothing_is_invented(folder, name):
    """Check that each word, tag, date and rated skill of what was written is in the document or in the starter."""
    document = (FOLDER / name).read_text(encoding="utf-8").replace("\\", "")
    known = {*_words(document), *_words(name), *_words(SHAPES[name])}
    starter = {*_words(" ".join(words for several in HEADINGS.values() for words in several))}
    for path in (folder / "content" / "interviews").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        front, _, body = text.partition("\n---\n")
        assert set(_words(re.sub(r"\]\(\.\./images/[^)]*\)", "]", body))) <= known | starter
        assert set(re.findall(r"#[^\s#]+", body)) <= set(re.findall(r"#[^\s#]+", document))
        day = datetime.date.fromisoformat(front.partition("\ndate: ")[2].partition("\n")[0])
        assert {str(day.year), str(day.day)} <= {word.lstrip("0") for word in known}
        for rated in _RATED.findall(front):
            for skill, _, _step in (pair.partition(": ") for pair in rated.split(", ")):
                assert {*folded(skill).split()[:1]} & {folded(word) for word in known}


def _words(text):
    return re.findall(r"[^\W\d_]+|\d+", text.casefold())
