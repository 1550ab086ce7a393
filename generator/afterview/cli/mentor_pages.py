"""Say who has a page, where it stands, published or ended, and what a mentor does not see of it."""

import datetime
from pathlib import Path

import click

from afterview.cli.options import key_folder
from afterview.cli.terminal_text import make_plain, render_count
from afterview.importing.feedback import is_same_person
from afterview.model.address import sealed_url
from afterview.model.audience import Audience
from afterview.model.mentor import Mentor
from afterview.model.portfolio import Portfolio
from afterview.narrow import narrow
from afterview.reading.did_you_mean import find_nearest
from afterview.sealing.key_folder import list_links, read_key
from afterview.sealing.published import has_changed_since_publishing, read_published

_MOST_NAMED = 3


def list_pages(root: Path, portfolio: Portfolio) -> None:
    """Print who has a page, until when, and whether its key is here."""
    if not portfolio.mentors:
        click.echo('Nobody has a page yet. Next step: afterview mentor "Dana R."')
    shown = narrow(portfolio, Audience.MENTOR)
    published = read_published(root)
    for mentor in portfolio.mentors:
        ended = mentor.has_ended(datetime.date.today())
        until = f"until {mentor.until}" if mentor.until else "until you delete the file"
        key = "its key is here" if read_key(key_folder(), mentor.link) else "its key is NOT on this machine"
        click.echo(f"{make_plain(mentor.name)} ({mentor.slug})")
        click.echo(f"  {sealed_url(mentor.link)}, {'ended on ' + str(mentor.until) if ended else until}; {key}")
        if mentor.link in published:
            click.echo(f"  {'the next publish takes it away' if ended else 'published'}")
        else:
            click.echo(f"  {'not published' if ended else 'not published from this machine yet'}")
    if portfolio.mentors:
        interviews = render_count(len(shown.interviews), "interview")
        click.echo(f"A mentor can see {interviews} of {len(portfolio.interviews)}.")
        warn_of_unseen_questions(portfolio)
    links = {mentor.link for mentor in portfolio.mentors}
    if others := [link for link in list_links(key_folder()) if link not in links]:
        click.echo(f"Keys here of other portfolios, or of pages that ended: {', '.join(others)}")


def list_alike(portfolio: Portfolio, slug: str) -> list[Mentor]:
    """List the mentors whom a new name may mean: it has all words of theirs, or is nearly the same."""
    alike = [mentor for mentor in portfolio.mentors if is_same_person(slug, mentor.slug)]
    near = find_nearest(slug, tuple(mentor.slug for mentor in portfolio.mentors))
    return alike or [mentor for mentor in portfolio.mentors if mentor.slug in near]


def warn_of_dead_link(root: Path, mentor: Mentor) -> None:
    """Say if the page is not there, or will not be for long."""
    if warn_of_end(mentor):
        return
    if mentor.link not in read_published(root):
        click.echo("This page was not published from this machine yet: publish before you send the link.", err=True)
    elif has_changed_since_publishing(root):
        click.echo("Something in content/ changed since you published: publish, so that the page has it.", err=True)


def warn_of_unseen_questions(portfolio: Portfolio) -> None:
    """Name the interviews that ask a mentor something, which no mentor can see."""
    seen = {interview.slug for interview in narrow(portfolio, Audience.MENTOR).interviews if interview.mentor_questions}
    unseen = [it.path for it in portfolio.interviews if it.mentor_questions and it.slug not in seen]
    for path in unseen[-_MOST_NAMED:]:
        click.echo(f"Mentors do not see your question in {make_plain(path)}: it is private.", err=True)
    if len(unseen) > _MOST_NAMED:
        click.echo(f"Nor those in {render_count(len(unseen) - _MOST_NAMED, 'older interview')}.", err=True)


def warn_of_end(mentor: Mentor) -> bool:
    """Say if the day is over until which the page is published, and return whether it is."""
    ended = mentor.has_ended(datetime.date.today())
    if ended:
        click.echo(f"This page ended on {mentor.until}: change `until` in {mentor.path}, and publish.", err=True)
    return ended
