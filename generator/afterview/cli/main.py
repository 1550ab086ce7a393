"""Find and run a command, and turn its errors into a message and an exit status.

Nothing here imports more than click, so that help and shell completion are fast.
"""

import gc
import importlib
import keyword
import os
import signal
import sys
import time

import click
from click.shell_completion import CompletionItem

from afterview import __version__

_VERBS = {
    "init": "Start a portfolio in a folder.",
    "new": "Start the file of an interview.",
    "brief": "Show what to try and what to ask in the next interview.",
    "note": "Start the file of a mentor's answer.",
    "ask": "Show two or three questions to ask the interviewer.",
    "import": "Bring in answers of mentors and interviewers, and documents.",
    "check": "List every problem of every file.",
    "build": "Make the site.",
    "serve": "Show the portfolio while you write.",
    "mentor": "Share the portfolio with a mentor, on a page that only they can open.",
    "export": "Write ratings, points and commitments for other programs.",
    "publish": "Send the public site to where everyone can read it.",
}
_BUG = 1
_INTERRUPTED = 130
_interrupted_at = -1.0
"""When KeyboardInterrupt was raised last, on the clock of `time.monotonic`."""

_OTHER_WORDS = {
    "add": "new",
    "create": "new",
    "start": "new",
    "interview": "new",
    "record": "new",
    "notes": "note",
    "answer": "note",
    "edit": "serve --open",
    "list": "serve --open",
    "ls": "serve --open",
    "open": "serve --open",
    "preview": "serve --open",
    "run": "serve --open",
    "show": "serve --open",
    "view": "serve --open",
    "watch": "serve --open",
    "deploy": "publish",
    "push": "publish",
    "generate": "build",
    "make": "build",
    "lint": "check",
    "test": "check",
    "validate": "check",
    "status": "check",
    "questions": "ask",
    "share": "mentor",
    "help": "--help",
    "version": "--version",
}
"""Commands of other programs, and what does the same here."""

_OTHER_OPTIONS = {
    "--to": "--output",
    "--out": "--output",
    "--who": "--with",
    "--interviewer": "--with",
    "--type": "--kind",
    "--day": "--date",
    "--file": "--from",
    "--clipboard": "--paste",
    "--browser": "--open",
    "--lang": "--language",
}
"""The same for options."""

_EPILOG = """\b
To start:
  afterview init my-interviews && cd my-interviews
  afterview new "Sliding window" --kind coding
  afterview serve --open

\b
To complete commands with the Tab key, add one line to your shell's start-up file:
  bash  eval "$(_AFTERVIEW_COMPLETE=bash_source afterview)"
  zsh   eval "$(_AFTERVIEW_COMPLETE=zsh_source afterview)"
  fish  _AFTERVIEW_COMPLETE=fish_source afterview | source"""


def _module_of(verb: str) -> str:
    """Return the module of a command; a keyword of Python has an underscore after it."""
    return f"{verb}_" if keyword.iskeyword(verb) else verb


class LazyGroup(click.Group):
    """Import a command's module only when that command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """List the commands in the order in which a newcomer needs them."""
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the module and return its command; None for an unknown name."""
        if cmd_name not in _VERBS:
            return None
        command: click.Command = importlib.import_module(f"afterview.cli.{_module_of(cmd_name)}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for an unknown name, raise an error that has the nearest ones."""
        if not ctx.resilient_parsing and args[0] not in _VERBS and not args[0].startswith("-"):
            ctx.fail(_suggest(args))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_VERBS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command's name without importing any."""
        verbs = [CompletionItem(verb, help=words) for verb, words in _VERBS.items() if verb.startswith(incomplete)]
        return verbs + click.Command.shell_complete(self, ctx, incomplete)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, and print its errors as messages."""
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            nearest = _OTHER_OPTIONS.get(error.option_name)
            if nearest and error.ctx and any(nearest in one.opts for one in error.ctx.command.params):
                # click itself suggests only options that are spelt alike.
                message = f"No such option {error.option_name!r}. Did you mean {nearest!r}?"
                raise click.NoSuchOption(error.option_name, message, ctx=error.ctx) from error
            raise
        except (click.ClickException, click.exceptions.Exit):
            raise
        except BrokenPipeError:
            # The reader closed the pipe. Python would report this once more at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            ctx.exit()
        except (KeyboardInterrupt, EOFError, click.Abort):
            click.echo(err=True)
            ctx.exit(_INTERRUPTED)
        except Exception as error:
            if isinstance(error.__cause__, KeyboardInterrupt):  # so Python 3.11 reports one while a class is made
                raise error.__cause__ from None
            ctx.exit(_explain(error))


@click.group(
    cls=LazyGroup,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="afterview", message="%(prog)s %(version)s")
def cli() -> None:
    """Turn interview feedback, one Markdown file per interview, into a portfolio that you can browse.

    After each interview you write down what was said, what went well and what to improve, and commit to one change.
    The site shows how it went.
    """


def main() -> None:
    """Run the command line, and exit with its status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # do not stop because a terminal cannot show a letter
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not so where a shell has it ignored
        signal.signal(signal.SIGINT, _interrupt)
        if hasattr(signal, "pthread_kill"):  # not so on Windows
            sys.unraisablehook = _interrupt_later
    try:
        status = cli.main(prog_name="afterview", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        status = _INTERRUPTED
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the status is settled
    gc.freeze()  # all memory is given back now: looking for garbage first would take up to a twentieth of a build
    sys.exit(status if isinstance(status, int) else 0)


def _interrupt(_number: int, _frame: object) -> None:
    """Raise KeyboardInterrupt, but not again within a second: that would stop the cleaning up after the first."""
    global _interrupted_at
    if time.monotonic() - _interrupted_at > 1:
        _interrupted_at = time.monotonic()
        raise KeyboardInterrupt


def _interrupt_later(unraisable: "sys.UnraisableHookArgs") -> None:
    """Interrupt a moment later, after Python dropped a KeyboardInterrupt, as it does in some callbacks."""
    global _interrupted_at
    if unraisable.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(unraisable)
        return
    import threading

    _interrupted_at = -1.0
    # Raised in here, it would be dropped too.
    threading.Timer(0.01, signal.pthread_kill, [threading.main_thread().ident, signal.SIGINT]).start()


def _suggest(args: list[str]) -> str:
    import difflib

    word = args[0].lower()
    if word == "help" and len(args) > 1 and args[1] in _VERBS:
        return f"There is no command {args[0]!r}. Did you mean: afterview {args[1]} --help"
    nearest = [_OTHER_WORDS[word]] if word in _OTHER_WORDS else difflib.get_close_matches(word, _VERBS, n=2)
    hint = (
        f"Did you mean: {' or '.join(f'afterview {verb}' for verb in nearest)}" if nearest else "See: afterview --help"
    )
    return f"There is no command {args[0]!r}. {hint}"


def _explain(error: Exception) -> int:
    import traceback

    from afterview.cli.problem_text import print_problems
    from afterview.problems import AfterviewError

    if isinstance(error, AfterviewError):
        print_problems(error.problems, err=True)
        return int(error.exit_status)
    traceback.print_exception(error)
    click.echo(
        f"\nThis is a bug in Afterview (version {__version__}), not your mistake. Your files are unchanged. "
        "Please report it with the lines above.",
        err=True,
    )
    return _BUG
