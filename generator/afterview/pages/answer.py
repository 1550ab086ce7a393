"""Make the interviewer's form: the same page on every site, since what to ask comes in the link to it."""

import msgspec

from afterview.model.audience import Audience
from afterview.model.page import Page
from afterview.pages.shell import Shell

URL = "answer.html"


class AnswerPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``answer.html``: it has no data of the portfolio."""

    shell: Shell


def plan_answer(audience: Audience) -> tuple[Page, ...]:
    """Plan the form; only a public site has it, since nobody could reach it on another."""
    if audience is not Audience.PUBLIC:
        return ()
    shell = Shell(site_title="", author="", language="en", audience=audience, navigation=(), url=URL)
    return (Page(url=URL, layout=URL, context=AnswerPage(shell=shell)),)
