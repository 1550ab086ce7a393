"""``mentor``: share the portfolio with one person, on a sealed page of their own."""

import datetime
import os
import sys
from pathlib import Path

import click

from afterview.authoring.file_writing import write_changed_file, write_file_to_send, write_new_file
from afterview.authoring.mentor_file import render_mentor_file, replace_link
from afterview.cli.mentor_pages import list_alike, list_pages, warn_of_dead_link, warn_of_end, warn_of_unseen_questions
from afterview.cli.options import Day, find_portfolio, is_interactive, key_folder, root_option
from afterview.cli.problem_text import print_problems
from afterview.cli.terminal_text import make_plain
from afterview.model.address import sealed_url
from afterview.model.audience import Audience
from afterview.model.mentor import Mentor
from afterview.model.portfolio import Portfolio
from afterview.narrow import narrow
from afterview.pages.mentor import URL as MENTOR_URL
from afterview.pages.mentor import MentorPage
from afterview.problems import Code, ContentError, Problem, Refused, errors_of
from afterview.reading.did_you_mean import did_you_mean
from afterview.reading.portfolio import read_portfolio
from afterview.reading.slugs import slugify
from afterview.reading.yaml_text import clean_line
from afterview.sealing.key_code import MistypedCode, find_links, format_code, make_key, make_link, parse_code
from afterview.sealing.key_folder import check_key, has_key, key_path, read_key, require_key, write_key
from afterview.sealing.message import render_message
from afterview.sealing.seal import seal_page
from afterview.site import load_site

_FOLDER = "content/mentors"
_FILE = click.Path(exists=True, dir_okay=False, allow_dash=True)
_NO_URL = "The link needs `url` in content/portfolio.yaml, the address of the site."
_EPILOG = """\b
Examples:
  afterview mentor "Dana R."             write content/mentors/dana-r.md, and a key
  afterview mentor                       list who has a page, and until when
  afterview mentor dana-r --message      print a message with what is new and the link, ready to send
  afterview mentor dana-r --link         print the link and the code that open the page
  afterview mentor dana-r --file         write the page as a file, to send where there is no site
  afterview mentor dana-r --renew        make a new link; the old one then leads nowhere
  afterview mentor dana-r --key -        paste a link or code that another machine made

\b
The key is outside the portfolio, and only --link and --message print it. Everyone who has it can
read what a mentor may see. Delete the mentor's file and publish to take the page away."""


@click.command(epilog=_EPILOG)
@click.argument("who", required=False)
@click.option("--link", "shows_link", is_flag=True, help="Print the link and the code that open the page.")
@click.option("--message", "writes_message", is_flag=True, help="Print a message with what is new and the link.")
@click.option("--since", type=Day(), metavar="DATE", help="With --message: new since this day.")
@click.option("--file", "writes_file", is_flag=True, help="Write the page as a file, to send it.")
@click.option("--renew", is_flag=True, help="Make a new link and key; the old link ends.")
@click.option("--key", "key_file", type=_FILE, metavar="FILE", help="Read a link or code; - reads the input.")
@root_option
def command(
    who: str | None,
    shows_link: bool,
    writes_message: bool,
    since: datetime.datetime | None,
    writes_file: bool,
    renew: bool,
    key_file: str | None,
    start: Path,
) -> None:
    """Share the portfolio with WHO, or list who has a page."""
    root = find_portfolio(start)
    chosen = {
        "--link": shows_link,
        "--message": writes_message,
        "--file": writes_file,
        "--renew": renew,
        "--key": key_file is not None,
    }
    asked = [name for name, wanted in chosen.items() if wanted]
    if len(asked) > 1:
        raise click.UsageError(f"choose one of {', '.join(asked)}")
    if asked and who is None:
        raise click.UsageError(f"say for whom: afterview mentor NAME {asked[0]}")
    if since and not writes_message:
        raise click.UsageError("--since is for --message")
    portfolio = _read(root)
    mentor = None if who is None else _find(portfolio, who)
    if who is None:
        list_pages(root, portfolio)
    elif mentor is None and asked:
        raise click.UsageError(_unknown(portfolio, who))
    elif mentor is None:
        _make(root, who, portfolio)
    elif shows_link:
        _print_link(root, portfolio, mentor)
    elif writes_message:
        _print_message(root, mentor, since.date() if since else None)
        warn_of_unseen_questions(portfolio)
    elif writes_file:
        _write_file(root, mentor)
    elif renew:
        _renew(root, mentor)
    elif key_file is not None:
        _take_key(portfolio, mentor, _read_pasted(key_file))
    else:
        click.echo(f"{make_plain(mentor.name)} has a page already: {mentor.path}")
        first = "publish" if read_key(key_folder(), mentor.link) else f"mentor {mentor.slug} --key -"
        click.echo(f"Next step: afterview {first}, then afterview mentor {mentor.slug} --message")


def _read(root: Path) -> Portfolio:
    """Read the portfolio; raises ContentError if a file about mentors has errors."""
    read = read_portfolio(root)
    if errors := [it for it in errors_of(read.problems) if it.path.startswith((_FOLDER, "content/portfolio.yaml"))]:
        raise ContentError(errors)
    return read.portfolio


def _find(portfolio: Portfolio, who: str) -> Mentor | None:
    found = [mentor for mentor in portfolio.mentors if mentor.slug == who]
    found = found or [it for it in portfolio.mentors if who == it.name or slugify(who) == it.slug]
    if len(found) > 1:
        raise click.UsageError(f"several are called so: say {' or '.join(mentor.slug for mentor in found)}")
    return found[0] if found else None


def _unknown(portfolio: Portfolio, who: str) -> str:
    names = [mentor.slug for mentor in portfolio.mentors]
    if not names:
        return f'there is no mentor yet: afterview mentor "{make_plain(who)}" makes one'
    return f"there is no mentor {make_plain(who)!r}: {did_you_mean(slugify(who), names)}"


def _make(root: Path, who: str, portfolio: Portfolio) -> None:
    name = clean_line(who)
    if not name:
        raise click.UsageError("a name needs at least one letter")
    path = f"{_FOLDER}/{slugify(name)}.md"
    if os.path.lexists(root / path):
        raise Refused(_exists(path))
    # The key comes first: an interrupted run leaves only an unused key, and the next run makes another.
    link = _make_key(root)
    if not write_new_file(root, path, render_mentor_file(name, link).encode("utf-8")):
        raise Refused(_exists(path))
    click.echo(f"Wrote {path}, and a key in {make_plain(os.fspath(key_folder()))}.")
    click.echo(f"What you write into that file is a letter that only {make_plain(name)} sees.")
    if not portfolio.url:
        click.echo(_NO_URL)
    for other in list_alike(portfolio, slugify(name)):
        click.echo(f"{make_plain(other.name)} ({other.slug}) has a page too. If you meant that one, delete {path}.")
    click.echo(f"Next step: afterview publish, then afterview mentor {slugify(name)} --message")


def _make_key(root: Path) -> str:
    while not write_key(key_folder(), link := make_link(), make_key()):
        continue
    _warn_of_key(root, link)
    return link


def _warn_of_key(root: Path, link: str) -> None:
    """Warn if others can read a key too, or the portfolio has it."""
    if warning := check_key(key_folder(), link, root):
        print_problems([warning], err=True)


def _print_link(root: Path, portfolio: Portfolio, mentor: Mentor) -> None:
    key = _read_key(root, mentor)
    if portfolio.url:
        click.echo(_render_link(portfolio.url, mentor, key))
    else:
        click.echo(_NO_URL, err=True)
    click.echo(f"Code: {format_code(key)}")
    warn_of_dead_link(root, mentor)


def _render_link(url: str, mentor: Mentor, key: str) -> str:
    return f"{url}{sealed_url(mentor.link)}#{format_code(key, separator='')}"


def _print_message(root: Path, mentor: Mentor, since: datetime.date | None) -> None:
    key = _read_key(root, mentor)
    site = load_site(root, Audience.MENTOR, reader=mentor.slug)
    if site.portfolio.url is None:
        raise click.UsageError(_NO_URL)
    page = site.pages[MENTOR_URL].context
    if not isinstance(page, MentorPage):
        raise TypeError("the mentor's first page has another context")
    translations = site.renderer.translations_for(mentor.language or site.portfolio.language)
    link = _render_link(site.portfolio.url, mentor, key)
    if since is None and page.since and not page.recent:
        click.echo("Interviews count by their own day: for what you added about earlier ones give --since.", err=True)
    message = render_message(page, translations, link=link, since=since, today=datetime.date.today())
    for line in message.split("\n"):
        click.echo(make_plain(line))
    warn_of_dead_link(root, mentor)


def _write_file(root: Path, mentor: Mentor) -> None:
    key = _read_key(root, mentor)
    site = load_site(root, Audience.PUBLIC)
    page, warnings = seal_page(site, mentor, key)
    print_problems(warnings, err=True)
    shown = narrow(site.whole, Audience.MENTOR).interviews
    name = "-".join(["for", mentor.slug, *(str(interview.date) for interview in shown[-1:])]) + ".html"
    if not write_file_to_send(root / name, page, b'id="sealed"'):
        raise Refused(_exists(name))
    warn_of_end(mentor)
    click.echo(f"Wrote {name}: send this file, and its code in another way.")
    click.echo(f"Next step: afterview mentor {mentor.slug} --link")


def _read_key(root: Path, mentor: Mentor) -> str:
    """Read the key of a mentor's page, and warn if others may read it too; raises Refused if there is none."""
    key = require_key(key_folder(), mentor)
    _warn_of_key(root, mentor.link)
    return key


def _renew(root: Path, mentor: Mentor) -> None:
    before = (root / mentor.path).read_bytes()
    link = _make_key(root)
    after = replace_link(before, mentor.link, link)
    if after is None or not write_changed_file(root, mentor.path, before, after):
        raise Refused(
            Problem(
                code=Code.WRITE_FAILED,
                path=mentor.path,
                message="the line with `link` could not be changed; the file is unchanged",
                hint=f"write the line `link: {link}` yourself",
            )
        )
    click.echo(f"Wrote a new link into {mentor.path}, and a new key in {make_plain(os.fspath(key_folder()))}.")
    click.echo("The old link leads nowhere after the next publish. What was read or copied stays read.")
    click.echo(f"Next step: afterview publish, then afterview mentor {mentor.slug} --message")


def _read_pasted(file: str) -> str:
    """Read a link or code; at a terminal one line is enough."""
    if file != "-":
        return Path(file).read_text(encoding="utf-8", errors="replace")[:1000]
    if is_interactive():
        click.echo("Paste the link or the code, then press Enter:")
        return sys.stdin.readline(1000)
    return sys.stdin.read(1000)


def _take_key(portfolio: Portfolio, mentor: Mentor, text: str) -> None:
    if others := [link for link in find_links(text) if link != mentor.link]:
        raise Refused(
            Problem(
                code=Code.BAD_KEY,
                path=mentor.path,
                message=f"it leads to another page, {sealed_url(others[0])}: theirs is {sealed_url(mentor.link)}",
                hint=f"copy the link that `afterview mentor {mentor.slug} --link` prints where it was made",
            )
        )
    try:
        key = parse_code(text)
    except MistypedCode:
        raise Refused(
            Problem(
                code=Code.BAD_KEY,
                path=mentor.path,
                message="this is not a code: a code has 28 letters, and one of them is wrong or missing",
                hint=f"print it where it was made, with `afterview mentor {mentor.slug} --link`, and copy it whole",
            )
        ) from None
    for other in portfolio.mentors:
        if other.link != mentor.link and has_key(key_folder(), other.link, key):
            message = f"this is the code of {other.name}'s page"
            hint = f"print the code of {mentor.slug}'s, and paste that"
            raise Refused(Problem(code=Code.BAD_KEY, path=mentor.path, message=message, hint=hint))
    if not write_key(key_folder(), mentor.link, key):
        if read_key(key_folder(), mentor.link) == key:
            click.echo("This key is here already.")
            return
        path = os.fspath(key_path(key_folder(), mentor.link))
        message = "another key of this page is here; it was not changed"
        hint = "if yours is the right one, delete this file"
        raise Refused(Problem(code=Code.EXISTS, path=path, message=message, hint=hint))
    click.echo(f"The key of {make_plain(mentor.name)}'s page is now on this machine.")
    click.echo("Next step: afterview publish")


def _exists(path: str) -> Problem:
    return Problem(
        code=Code.EXISTS,
        path=path,
        message="a file with this name already exists; it was not changed",
        hint="open it, or choose another name",
    )
