"""The command line answers at once, teaches by example, and turns whatever stops it into words and a status."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from afterview.cli.main import LazyGroup, cli
from afterview.problems import Code, ContentError, Exit, Problem

VERBS = ("init", "new", "ask", "check", "build")
HEAVY = ["filelock", "jinja2", "markdown_it", "msgspec", "pygments", "rich", "slugify", "watchfiles", "yaml"]


def afterview(*arguments: str, cwd: Path | None = None, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "afterview", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )


class FailingGroup(LazyGroup):
    """A command line whose every command fails in one way."""

    def __init__(self, error: BaseException) -> None:
        super().__init__("afterview")
        self._error = error

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:  # noqa: ARG002 - click's signature
        def fail() -> None:
            raise self._error

        return click.Command(cmd_name, callback=fail)


def failing(error: BaseException):
    return CliRunner().invoke(FailingGroup(error), ["check"])


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"], []])
def test_help_imports_nothing_heavy(arguments):
    script = (
        "import sys; sys.argv = ['afterview', *sys.argv[1:]]\n"
        "from afterview.cli.main import main\n"
        "try: main()\n"
        f"finally: print('HEAVY', sorted(set({HEAVY}) & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "HEAVY []"


INTERRUPTED_IN_A_CALLBACK = """
import os, signal, sys, time, types
import click
from afterview.cli.main import main

class Interrupted:
    def __del__(self):  # an exception that is raised in here ends nothing
        os.kill(os.getpid(), signal.SIGINT)

def check():
    try:
        Interrupted()
        time.sleep(20)
    finally:
        os.kill(os.getpid(), signal.SIGINT)
        sys.stdout.write("cleaned up")

sys.modules["afterview.cli.check"] = types.SimpleNamespace(command=click.Command("check", callback=check))
sys.argv = ["afterview", "check"]
try:
    main()
finally:
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN  # nothing interrupts its end
"""


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="this system sends no signal to a thread")
def test_one_interruption_ends_a_command_and_more_do_not_stop_its_cleaning_up():
    command = [
        sys.executable,
        "-c",
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)" + INTERRUPTED_IN_A_CALLBACK,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=15, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "cleaned up", "\n")


@pytest.mark.parametrize("words", ["afterview ", "afterview b"])
def test_completing_a_verb_imports_nothing_heavy(words):
    script = (
        "import sys; sys.argv = ['afterview']\n"
        "from afterview.cli.main import main\n"
        "try: main()\n"
        f"finally: print('HEAVY', sorted(set({HEAVY}) & set(sys.modules)))\n"
    )
    environment = {"_AFTERVIEW_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )
    assert "plain,build" in done.stdout
    assert done.stdout.splitlines()[-1] == "HEAVY []"


def test_help_names_every_verb_and_how_to_complete():
    result = CliRunner().invoke(cli, ["--help"])
    assert result.exit_code == 0
    assert all(f"  {verb} " in result.output for verb in VERBS)
    assert "_AFTERVIEW_COMPLETE" in result.output


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_every_verb_teaches_by_example(verb):
    result = CliRunner().invoke(cli, [verb, "--help"])
    assert result.exit_code == 0
    assert f"  afterview {verb}" in result.output


@pytest.mark.parametrize(
    "arguments",
    [["bild"], ["build", "--audience", "x"], ["build", "--nothing"], ["new", "x", "--date", "2026-13-1"]],
)
def test_a_wrong_command_line_is_2(arguments):
    done = afterview(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage:")


def test_a_folder_without_a_portfolio_is_3_and_says_what_to_do(tmp_path):
    done = afterview("check", cwd=tmp_path)
    assert done.returncode == 3
    assert "error[missing-file]" in done.stdout
    assert "afterview init" in done.stdout


def test_interrupted_is_130():
    assert failing(KeyboardInterrupt()).exit_code == 130
    assert failing(click.Abort()).exit_code == 130


def test_a_bug_of_ours_is_1_and_says_so():
    result = failing(RuntimeError("unheard of"))
    assert result.exit_code == 1
    assert "RuntimeError: unheard of" in result.stderr
    assert "bug in Afterview" in result.stderr


@pytest.mark.parametrize(("code", "status"), [(Code.BAD_DATE, Exit.CONTENT), (Code.LINK_OUTSIDE, Exit.REFUSED)])
def test_what_a_person_can_fix_is_printed_on_stderr(code, status):
    result = failing(ContentError([Problem(code=code, path="a.md", message="so", hint="this")]))
    assert (result.exit_code, result.stdout) == (status, "")
    assert result.stderr == f"a.md:1:1: error[{code}]: so. Hint: this\n"


def test_a_reader_that_has_seen_enough_is_no_error(make_site):
    root = make_site({f"content/interviews/{number}.md": "no front matter" for number in range(2000)})
    with subprocess.Popen(
        [sys.executable, "-m", "afterview", "check"],
        cwd=root,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_terminal_without_our_letters_gets_others(make_site):
    done = afterview("check", cwd=make_site({}), PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("\\u2713")


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("list", "Did you mean: afterview serve --open"),
        ("edit", "Did you mean: afterview serve --open"),
        ("add", "Did you mean: afterview new"),
        ("help", "Did you mean: afterview --help"),
        ("help new", "Did you mean: afterview new --help"),
        ("chek", "Did you mean: afterview check"),
        ("new note", "did you mean: afterview note WHO"),
        ("build --for mentor", "--for goes with --audience mentor"),
        ("build --audiense mentor", "Did you mean '--audience'?"),
        ("xyzzy", "See: afterview --help"),
    ],
)
def test_a_mistyped_command_answers_with_the_nearest(typed, nearest):
    result = CliRunner().invoke(cli, typed.split())
    assert result.exit_code == 2
    assert nearest in result.stderr
