"""Make the report: all that an audience may see, in order and on one page, to print or to read in one go."""

from collections.abc import Mapping, Sequence

import msgspec

from afterview.model.page import Page
from afterview.pages.cards import CommitmentCard, NoteCard
from afterview.pages.interviews import InterviewPage
from afterview.pages.links import Step, step_of
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex
from afterview.pages.skill_cards import SkillCard

MOST_INTERVIEWS = 200
"""More would be a page that no browser prints in reasonable time."""


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``report.html``; all is oldest first.

    ``interviews`` are the last of ``total``, each as its own page is told; ``commitments`` are those that they made,
    ``notes`` those that concern them or no interview at all. ``skills`` have been rated.
    """

    shell: Shell
    solid: Step
    total: int
    interviews: tuple[InterviewPage, ...]
    commitments: tuple[CommitmentCard, ...]
    skills: tuple[SkillCard, ...]
    notes: tuple[NoteCard, ...]


def plan_report(
    site_index: SiteIndex, shell: Shell, interviews: Sequence[InterviewPage], cards: Mapping[str, SkillCard]
) -> Page:
    """Plan the report; ``interviews`` is told to the interviews' own pages, oldest first."""
    shown = interviews[-MOST_INTERVIEWS:]
    slugs = {it.interview.slug for it in shown}
    context = ReportPage(
        shell=shell.at("report.html", "report"),
        solid=step_of(site_index.insight.solid, site_index.portfolio.scale),
        total=len(interviews),
        interviews=tuple(shown),
        commitments=tuple(card for it in shown for card in it.made),
        skills=tuple(card for card in cards.values() if card.level),
        notes=tuple(note for note in site_index.notes if not note.about or any(it.slug in slugs for it in note.about)),
    )
    return Page(url="report.html", layout="report.html", context=context)
