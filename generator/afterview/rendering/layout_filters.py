"""Render the small pieces of HTML that pages repeat thousands of times: dates, links, tags and labels.

Layouts use them as filters: ``{{ interview | link }}``. They are Python because as macros they took a third of the time
to render a site. Each is constant HTML around values that are all escaped here, so what comes out is safe markup
whatever a person wrote.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Protocol

from markupsafe import Markup, escape

from afterview.model.audience import Visibility
from afterview.model.insight import CommitmentState
from afterview.model.interview import Mode, Relation
from afterview.model.section import ROOT, Outcome
from afterview.rendering.translations import Translations

# The attributes that a filter reads of a page's values: a property each, since those values are frozen.
# ruff: noqa: D102


_SIGNS = {
    CommitmentState.UNTRIED: "untried",
    CommitmentState.KEPT: "kept",
    CommitmentState.DROPPED: "dropped",
}


class Titled(Protocol):
    """Something to link to by its title; ``url`` is relative to the site's root."""

    @property
    def url(self) -> str: ...
    @property
    def title(self) -> str: ...


class Labelled(Protocol):
    """A theme to link to by its label; ``url`` is relative to the site's root."""

    @property
    def url(self) -> str: ...
    @property
    def label(self) -> str: ...


class Tagged(Protocol):
    """A point or commitment with its skill and themes."""

    @property
    def skill(self) -> Titled | None: ...
    @property
    def themes(self) -> Iterable[Labelled]: ...


class Stateful(Protocol):
    """A commitment; ``selection``: its reader may not see all interviews."""

    @property
    def state(self) -> CommitmentState: ...
    @property
    def selection(self) -> bool: ...


class Step(Protocol):
    """A step of the scale: its word, and its number from 1."""

    @property
    def word(self) -> str: ...
    @property
    def value(self) -> int: ...


class Interview(Protocol):
    """What a list shows of an interview beside its title and date."""

    @property
    def kind(self) -> str: ...
    @property
    def mode(self) -> Mode: ...
    @property
    def relation(self) -> Relation | None: ...
    @property
    def interviewer(self) -> str | None: ...
    @property
    def company(self) -> str | None: ...


class YearLink(Protocol):
    """A year of a long list, or a part of one."""

    @property
    def year(self) -> int: ...
    @property
    def url(self) -> str: ...
    @property
    def first(self) -> datetime.date: ...
    @property
    def quarter(self) -> int: ...
    @property
    def month(self) -> int: ...
    @property
    def newest(self) -> bool: ...


class Fragments:
    """Render small pieces of HTML in one language."""

    def __init__(self, translations: Translations) -> None:
        self._translations = translations
        self._translate = translations.translate_on_page
        self._state = cache(self._render_state)

    @property
    def filters(self) -> Mapping[str, Callable[..., str]]:
        """Map the name that a layout uses to each filter."""
        return {
            "about": self.about,
            "badge": cache(self.badge),
            "link": link,
            "outcome": cache(self.outcome),
            "state": self.state,
            "step": step,
            "tags": tags,
            "theme_link": theme_link,
            "time": cache(self.time),
            "year_links": self.year_links,
            "year_name": self.year_name,
        }

    def time(self, day: datetime.date, pattern: str = "date") -> Markup:
        """Render a date by one of the catalogue's patterns: ``date``, ``date-short`` or ``date-month``."""
        text = escape(self._translations.date(day, pattern))
        return Markup(f'<time datetime="{escape(day)}">{text}</time>')

    def badge(self, visibility: Visibility | None) -> Markup:
        """Render who else may see something; empty where there is nothing to add."""
        if not visibility:
            return Markup("")
        text = escape(self._translate(f"badge-{visibility}"))
        return Markup(f' <span class="badge badge-{escape(visibility)}">{text}</span>')

    def outcome(self, outcome: Outcome) -> Markup:
        """Render the outcome of a commitment."""
        text = escape(self._translate(f"outcome-{outcome}"))
        return Markup(f'<span class="outcome">{_sign(outcome)} {text}</span>')

    def state(self, card: Stateful) -> Markup:
        """Render whether a commitment is open, and how it went so far."""
        # Who sees a selection of interviews may not see the one with a try.
        unseen = card.selection and card.state is CommitmentState.UNTRIED
        return self._state(card.state, "state-untried-shown" if unseen else f"state-{card.state}")

    def _render_state(self, state: CommitmentState, key: str) -> Markup:
        sign = f"{_sign(_SIGNS[state])} " if state in _SIGNS else ""
        return Markup(f'<span class="outcome state-{escape(state)}">{sign}{escape(self._translate(key))}</span>')

    def year_name(self, link: YearLink) -> str:
        """Name a year, or a part of one: its month, or its quarter."""
        if link.month:
            return self._translations.date(link.first, "date-month")
        return self._translate("quarter", n=link.quarter, year=link.year) if link.quarter else str(link.year)

    def year_links(
        self, links: Sequence[YearLink], this: YearLink | None = None, moved: Mapping[str, Iterable[str]] | None = None
    ) -> Markup:
        """Render links to years: one to the newest part of each, and to all parts of the year of ``this``.

        With ``this`` they are on its page, in the folder of the others, and thirty links are short.
        ``moved`` has, by the address of a part, anchors of what now lies there: old links lead to the year, which
        leads on.
        """
        anchors: dict[int, str] = {}
        for link in links if moved else ():
            spans = "".join(f'<span id="{escape(anchor)}"></span>' for anchor in (moved or {}).get(link.url, ()))
            anchors[link.year] = anchors.get(link.year, "") + spans
        texts = []
        for link in links:
            part = this is not None and link.year == this.year
            if part or link.newest:
                url = escape(link.url.rpartition("/")[2]) if this else f"{ROOT}{escape(link.url)}"
                current = ' aria-current="page"' if this and link.url == this.url else ""
                name = escape(self.year_name(link)) if part else link.year
                texts.append(f'{anchors.get(link.year, "")}<a href="{url}"{current}>{name}</a>')
        return Markup(" · ".join(texts))

    def about(self, interview: Interview) -> Markup:
        """Render an interview's kind and mode, who held it and where."""
        parts = [interview.kind, self._translate(f"mode-{interview.mode}")]
        if interview.interviewer or interview.relation:
            parts.append(self._with_whom(interview))
        if interview.company and interview.relation is not Relation.COMPANY:
            parts.append(self._translate("at-company", company=interview.company))
        return escape(", ".join(parts))

    def _with_whom(self, interview: Interview) -> str:
        name, relation, company = interview.interviewer, interview.relation, interview.company
        if relation is Relation.COMPANY and company:
            if name:
                return self._translate("with-of", name=name, company=company)
            return self._translate("with-somebody-of", company=company)
        relation_text = self._translate(f"relation-{relation}") if relation else ""
        if not name:
            return relation_text
        if relation:
            return self._translate("with-relation", name=name, relation=relation_text)
        return self._translate("with", name=name)


def _sign(name: str) -> Markup:
    """Draw the sign of an outcome, which base.html defines once: a background would not be printed."""
    return Markup(
        f'<svg class="sign {escape(name)}" width="12" height="12" aria-hidden="true">'
        f'<use href="#{escape(name)}" x="6" y="6"/></svg>'
    )


def link(target: Titled) -> Markup:
    """Render a link to a page by its title."""
    return _anchor("", target.url, target.title)


def theme_link(theme: Labelled) -> Markup:
    """Render a link to a theme's page by its label."""
    return _anchor(' class="tag theme"', theme.url, theme.label)


def tags(tagged: Tagged, *, skill: bool = True) -> Markup:
    """Render links to the skill and themes of a point, each after a space; ``skill=false`` leaves out the skill."""
    links = [_anchor(' class="tag"', tagged.skill.url, tagged.skill.title)] if skill and tagged.skill else []
    links += [theme_link(theme) for theme in tagged.themes]
    return Markup("".join(f" {link}" for link in links))


@lru_cache(maxsize=8192, typed=True)  # lists have the same links thousands of times
def _anchor(attributes: str, url: str, text: str) -> Markup:
    return Markup(f'<a{attributes} href="{ROOT}{escape(url)}">{escape(text)}</a>')


def step(step: Step) -> Markup:
    """Render a step of the scale: its word first, its number second."""
    return Markup(f'<span class="step">{escape(step.word)} <span class="digit">{escape(step.value)}</span></span>')
