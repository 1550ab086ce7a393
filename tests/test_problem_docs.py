"""Every problem is explained once, and its example is one."""

import os
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from afterview.cli import new
from afterview.cli.problem_text import render_problems
from afterview.model.audience import Audience
from afterview.output.build import build_site
from afterview.output.lock import hold_lock
from afterview.output.output_path import check_output
from afterview.output.render import render_site
from afterview.problems import AfterviewError, Code, Problem, Severity
from afterview.reading.portfolio import read_portfolio
from afterview.reading.sources import find_root
from afterview.site import load_site

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGE = REPOSITORY / "generator" / "afterview"
ENTRY = "content/interviews/2026-11-22-first.md"
FRONT = "---\ntitle: First\ndate: 2026-11-22\nkind: coding\n---\n"

_HEADING = re.compile(r"^## `([^`]+)`$|^# ")
_FENCE = re.compile(r"^```(?P<language>\w+)(?: (?P<path>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_PRINTED = re.compile(r"(?P<path>[^:]+):\d+:\d+: (?P<severity>error|warning)\[(?P<code>[a-z0-9-]+)\]: .+\. Hint: .+")


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """What the page says about one code: its text, its example's files by their paths, and its printed lines."""

    code: str
    words: str
    files: dict[str, str]
    printed: tuple[str, ...]


def read_page() -> list[Explained]:
    page = (REPOSITORY / "docs" / "problems.md").read_text(encoding="utf-8")
    sections: list[tuple[str, list[str]]] = [("", [])]
    in_fence = False
    for line in page.splitlines(keepends=True):
        in_fence ^= line.startswith("```")
        heading = None if in_fence else _HEADING.match(line.rstrip())
        if heading:
            sections.append((heading[1] or "", []))
        else:
            sections[-1][1].append(line)
    return [_read_section(code, "".join(lines)) for code, lines in sections if code]


def _read_section(code: str, text: str) -> Explained:
    fences = list(_FENCE.finditer(text))
    printed = [line for fence in fences if fence["language"] == "text" for line in fence["text"].splitlines()]
    return Explained(
        code=code,
        words=_FENCE.sub("", text).strip(),
        files={fence["path"]: fence["text"] for fence in fences if fence["path"]},
        printed=tuple(printed),
    )


PAGE = read_page()


def test_every_code_is_explained_in_the_order_of_the_program():
    assert [one.code for one in PAGE] == list(Code)


def read_program() -> str:
    """Return the program's text but for the list of codes, with strings that go on in the next line made whole."""
    files = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "problems.py")
    return re.sub(r'"\n\s+f?"', "", "".join(path.read_text(encoding="utf-8") for path in files))


PROGRAM = read_program()


def test_every_code_is_used():
    """A code that nothing reports would be explained to nobody."""
    used = set(re.findall(r"\bCode\.(\w+)", PROGRAM))
    assert [code for code in Code if code.name not in used] == []


@pytest.mark.parametrize("one", PAGE, ids=lambda one: one.code)
def test_every_code_has_words_and_either_files_or_the_printed_line(one):
    assert one.words
    assert bool(one.files) != bool(one.printed)


def problems_of(root: Path, files: Sequence[str]) -> tuple[Problem, ...]:
    if not any(path.startswith("layouts/") for path in files):
        return read_portfolio(root).problems
    with pytest.raises(AfterviewError) as stopped:
        render_site(load_site(root, Audience.PUBLIC))
    return stopped.value.problems


@pytest.mark.parametrize("one", [one for one in PAGE if one.files], ids=lambda one: one.code)
def test_an_examples_files_have_this_problem_and_no_other(one, make_site):
    problems = problems_of(make_site(one.files), list(one.files))
    assert {problem.code for problem in problems} == {one.code}, problems
    assert {problem.path for problem in problems} <= set(one.files)
    is_warning = {problem.severity for problem in problems} == {Severity.WARNING}
    assert one.words.startswith("*A warning.*") == is_warning


@pytest.mark.parametrize("one", [one for one in PAGE if one.printed], ids=lambda one: one.code)
def test_a_printed_line_is_one_of_this_code(one):
    for line in one.printed:
        found = _PRINTED.fullmatch(line)
        assert found, line
        assert found["code"] == one.code
        assert (found["severity"] == "warning") == one.words.startswith("*A warning.*")


def stopped_by(command: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(AfterviewError) as stopped:
        command()
    return stopped.value.problems


def reading(path: str, content: str | bytes) -> Callable[[Path], tuple[Problem, ...]]:
    def arrange(root: Path) -> tuple[Problem, ...]:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_portfolio(root).problems

    return arrange


def linking(path: str, target: str) -> Callable[[Path], tuple[Problem, ...]]:
    def arrange(root: Path) -> tuple[Problem, ...]:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.symlink_to(target)
        return read_portfolio(root).problems

    return arrange


def leave_out_settings(root: Path) -> tuple[Problem, ...]:
    (root / "content/portfolio.yaml").unlink()
    return stopped_by(lambda: find_root(root))


def put_a_pipe(root: Path) -> tuple[Problem, ...]:
    (root / ENTRY).parent.mkdir()
    os.mkfifo(root / ENTRY)
    return read_portfolio(root).problems


def write_two_forms_of_a_name(root: Path) -> tuple[Problem, ...]:
    folder = root / "content/interviews"
    folder.mkdir()
    for name in ("caf\u00e9", "cafe\u0301"):
        (folder / f"{name}.md").write_text(FRONT)
    return tuple(problem for problem in read_portfolio(root).problems if problem.code is Code.SAME_NAME)


def edit_a_page(root: Path) -> tuple[Problem, ...]:
    site = build_site(root, audience=Audience.PUBLIC).output
    (site / "index.html").write_text("mine")
    return stopped_by(lambda: build_site(root, audience=Audience.PUBLIC))


def build_twice_at_once(root: Path) -> tuple[Problem, ...]:
    def build_once_more() -> None:
        with hold_lock(root, patience=0):
            pass

    with hold_lock(root, patience=0):
        return stopped_by(build_once_more)


def start_an_interview_twice(root: Path) -> tuple[Problem, ...]:
    def start() -> Result:
        arguments = ["First", "--kind", "coding", "--date", "2026-11-22", "--no-edit", "--root", str(root)]
        return CliRunner().invoke(new.command, arguments)

    start()
    error = start().exception
    assert isinstance(error, AfterviewError)
    return error.problems


ARRANGED: dict[str, Callable[[Path], tuple[Problem, ...]]] = {
    Code.FRONT_MATTER_TOO_LONG: reading(ENTRY, f"---\n{'x' * 81_920}\n---\n"),
    Code.FORBIDDEN_CHARACTER: reading(ENTRY, FRONT.replace("First", "Two\u2028lines")),
    Code.MISSING_FILE: leave_out_settings,
    Code.NOT_UTF8: reading(ENTRY, "---\ntitle: Café\n---\n".encode("latin-1")),
    Code.EMPTY_FILE: reading(ENTRY, ""),
    Code.FILE_TOO_LARGE: reading(ENTRY, FRONT + "x" * 2_000_000),
    Code.LINK_OUTSIDE: linking(ENTRY, os.fspath(Path(__file__).resolve())),
    Code.LINK_LOOP: linking("content/interviews/older", "."),
    Code.NOT_A_FILE: put_a_pipe,
    Code.SAME_NAME: write_two_forms_of_a_name,
    Code.BAD_FILE_NAME: reading("content/interviews/two\nlines.md", FRONT),
    Code.MARKUP_TOO_COSTLY: reading(ENTRY, FRONT + "[" * 3_000),
    Code.UNSAFE_OUTPUT: lambda root: stopped_by(lambda: check_output(root, root / "content")),
    Code.FOREIGN_FILE: edit_a_page,
    Code.LOCKED: build_twice_at_once,
    Code.EXISTS: start_an_interview_twice,
}
"""What no file's text alone can bring about, brought about."""


def normal(line: str) -> str:
    """Take out what differs from case to case: the numbers in a message, and the forms of letters."""
    place, separator, message = unicodedata.normalize("NFC", line).partition("]: ")
    return place + separator + re.sub(r"\d[\d,]*", "0", message)


@pytest.mark.parametrize("one", [one for one in PAGE if one.code in ARRANGED], ids=lambda one: one.code)
def test_a_printed_line_is_what_is_printed(one, make_site):
    root = make_site({})
    printed = render_problems(ARRANGED[one.code](root)).replace(os.fspath(root), "/home/ada/interviews")
    assert [normal(line) for line in printed.splitlines()] == [normal(line) for line in one.printed]


@pytest.mark.parametrize(
    "one", [one for one in PAGE if one.printed and one.code not in ARRANGED], ids=lambda one: one.code
)
def test_a_printed_line_that_is_not_brought_about_here_is_in_the_programs_words(one):
    for line in one.printed:
        hint = line.partition(". Hint: ")[2]
        assert hint[:24] in PROGRAM  # what comes later may name a repository
