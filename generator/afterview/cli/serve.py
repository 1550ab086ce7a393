"""``serve``: show the portfolio while it is being written."""

import threading
import webbrowser
from pathlib import Path

import click

from afterview.authoring.editor_settings import refresh_words
from afterview.cli.options import find_portfolio, root_option
from afterview.cli.problem_text import count_problems, print_problems, print_unsorted
from afterview.problems import Problem

_EPILOG = """\b
Examples:
  afterview serve                  at http://localhost:8000/, or the next free port
  afterview serve --open           open the browser, and follow what you edit
  afterview serve --host 0.0.0.0   for other machines too, which see only what everyone may see

\b
Nothing is written. Save a file, and the page changes; Ctrl-C ends it."""


@click.command(epilog=_EPILOG)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="First port to try.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="HOST",
    help="Address to serve on. Other machines see only the public site.",
)
@click.option("--open", "follow", is_flag=True, help="Open the browser and show the page of the file you save.")
@root_option
def command(port: int, host: str, follow: bool, start: Path) -> None:
    """Show the portfolio in a browser, as you see it, and keep it up to date."""
    from afterview.serve.access import is_local
    from afterview.serve.preview import News
    from afterview.serve.server import PreviewServer

    root = find_portfolio(start)
    reported: list[tuple[Problem, ...]] = [()]

    def report(news: News) -> None:
        problems = (*news.problems, *news.warnings)
        portfolio = server.preview.portfolio
        if portfolio is not None:
            refresh_words(root, portfolio)
            if news.version == 1:
                print_unsorted(portfolio)
        if problems == reported[0]:
            return
        print_problems([problem for problem in problems if problem not in reported[0]], err=True)
        click.echo(f"{count_problems(problems)}." if problems else "All problems are fixed.", err=True)
        reported[0] = problems

    try:
        server = PreviewServer(root, host=host, port=port, follow=follow, on_news=report)
    except OSError as error:
        raise click.UsageError(f"no port from {port} up is free at {host}: {error.strerror or error}") from error
    if port and server.port != port:
        click.echo(f"Port {port} is taken.", err=True)
    if not is_local(host):
        click.echo(
            f"Listening to other machines too ({host}): they, and you, see only what everyone may see.", err=True
        )
    click.echo(f"Showing your portfolio at {server.url} (Ctrl-C ends it).")
    if follow:
        threading.Timer(0.3, webbrowser.open, (server.url,)).start()
    server.serve()
