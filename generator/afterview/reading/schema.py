"""The one schema of everything that is written in YAML: it types the text, feeds the hints, the docs and the editors.

Each field's description is shown in the docs and in editors.
"""

import datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from msgspec import Meta, field

from afterview.model.audience import Audience, Visibility
from afterview.model.interview import Advance, Mode, Relation, Shown
from afterview.model.section import Outcome, SectionRole

# These three only tell a field's reader, and the JSON Schema, what a text must look like; what is read is plain.


class Slug(str):
    """Text that becomes part of an address: lower-case letters, digits and hyphens."""


class Minutes(int):
    """A duration: minutes, or hours and minutes with a colon."""


class Link(str):
    """The name of a sealed page's folder: twelve letters that ``afterview mentor`` makes."""


class Language(str):
    """The code of a language, as ``en`` or ``pt-BR``."""


class Email(str):
    """An e-mail address."""


class Repository(str):
    """A repository on GitHub, as ``owner/name``."""


class Step(int):
    """A step of the scale, from 1, or its word."""


class People(tuple[str, ...]):
    """A person, or a list of several."""


class Beside(StrEnum):
    """Whether the public site may go to a repository that also has private entries."""

    REFUSED = "refused"
    ALLOWED = "allowed"


class InterviewFields(msgspec.Struct, frozen=True, kw_only=True):
    """The front matter of ``interviews/*.md``: one interview."""

    title: Annotated[str, Meta(description="What to call this interview.")]
    date: Annotated[datetime.date, Meta(description="The day it took place, as 2026-11-22.")]
    kind: Annotated[str, Meta(description="A kind of portfolio.yaml; it decides which skills can be observed.")]
    mode: Annotated[Mode, Meta(description="Practice or the real thing.")] = Mode.MOCK
    company: Annotated[str | None, Meta(description="The company; the public sees it only if `shows` lists it.")] = None
    role: Annotated[str | None, Meta(description="The role it was for.")] = None
    interviewers: Annotated[
        People | None,
        Meta(
            description="The interviewer's name, or a list. Public pages show only the relation, unless `shows` has it."
        ),
    ] = field(default=None, name="interviewer")
    relation: Annotated[Relation | None, Meta(description="What the interviewer is to you.")] = None
    minutes: Annotated[Minutes | None, Meta(description="How long it took: 45, 45 min, 1:30 or 1h30.")] = None
    visibility: Annotated[
        Visibility | None, Meta(description="Who may see it; without this, what portfolio.yaml says.")
    ] = None
    asked: Annotated[
        tuple[str, ...],
        Meta(
            description="Ids of questions of questions.yaml that you asked; those with an answer in the text count too."
        ),
    ] = ()
    self_ratings: Annotated[
        dict[str, Step | None],
        Meta(description="Your self-rating of each skill, noted before you hear the interviewer's."),
    ] = field(default_factory=dict, name="self")
    ratings: Annotated[
        dict[str, Step | None], Meta(description="The interviewer's rating of each skill; ~ is not observed.")
    ] = field(default_factory=dict)
    advance: Annotated[Advance, Meta(description="Would they move you to the next round?")] = Advance.UNKNOWN
    outcomes: Annotated[
        dict[str, Outcome | None],
        Meta(description="How earlier commitments went in this interview, by their ids; ~ is no answer yet."),
    ] = field(default_factory=dict)
    shows: Annotated[
        tuple[Shown, ...], Meta(description="Names that the public may see in this file: company, interviewer.")
    ] = ()
    source: Annotated[str | None, Meta(description="Where `afterview import` read it; do not change it.")] = None


class SkillFields(msgspec.Struct, frozen=True, kw_only=True):
    """The front matter of ``skills/*.md``: what a skill means."""

    title: Annotated[str, Meta(description="The skill's name.")]
    anchors: Annotated[tuple[str, ...], Meta(description="A sentence for each step of the scale, lowest first.")] = ()
    target: Annotated[Step | None, Meta(description="The step you want to reach.")] = None
    kinds: Annotated[
        tuple[str, ...], Meta(description="Kinds that can show it, beside those that list it in portfolio.yaml.")
    ] = ()
    shows: Annotated[
        tuple[Shown, ...], Meta(description="Names that the public may see in this file: company, interviewer.")
    ] = ()


class NoteFields(msgspec.Struct, frozen=True, kw_only=True):
    """The front matter of ``notes/*.md``: a mentor's answer."""

    author: Annotated[str, Meta(description="Who wrote it.")] = field(name="from")
    date: Annotated[datetime.date, Meta(description="The day it was written, as 2026-11-22.")]
    about: Annotated[
        tuple[str, ...], Meta(description="The interviews it is about: their file names without .md.")
    ] = ()
    title: Annotated[str | None, Meta(description="What to call it; without this, it has its author and day.")] = None
    visibility: Annotated[Visibility | None, Meta(description="Who may see it; without this, mentor.")] = None
    shows: Annotated[
        tuple[Shown, ...], Meta(description="Names that the public may see in this file: company, interviewer.")
    ] = ()


class MentorFields(msgspec.Struct, frozen=True, kw_only=True):
    """The front matter of ``mentors/*.md``: a person who gets a sealed page."""

    name: Annotated[str, Meta(description="The mentor's name, as you write it in notes and interviews.")]
    link: Annotated[Link, Meta(description="The place of their page, made by `afterview mentor`; it is not secret.")]
    until: Annotated[
        datetime.date | None, Meta(description="The last day of the page; the first publish after it takes it away.")
    ] = None
    language: Annotated[
        Language | None, Meta(description="The language of messages to them; without this, the portfolio's.")
    ] = None


class PageFields(msgspec.Struct, frozen=True, kw_only=True):
    """The front matter of ``pages/*.md``: anything else."""

    title: Annotated[str, Meta(description="The page's title.")]
    visibility: Annotated[
        Visibility | None, Meta(description="Who may see it; without this, what portfolio.yaml says.")
    ] = None
    order: Annotated[int, Meta(description="Its place in the navigation: the lowest comes first.")] = 0
    shows: Annotated[
        tuple[Shown, ...], Meta(description="Names that the public may see in this file: company, interviewer.")
    ] = ()


class KindFields(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of interview."""

    title: Annotated[str, Meta(description="The kind's name.")]
    skills: Annotated[tuple[str, ...], Meta(description="The skills that such an interview can show.")] = ()


class RepliesFields(msgspec.Struct, frozen=True, kw_only=True):
    """Where mentors may send their answers; only they see it."""

    email: Annotated[Email | None, Meta(description="An e-mail address that answers can be sent to.")] = None
    github: Annotated[
        Repository | None,
        Meta(description="The repository with content/, as owner/name, for mentors who may write there."),
    ] = None


class PublishFields(msgspec.Struct, frozen=True, kw_only=True):
    """Where the public site is pushed to."""

    repository: Annotated[str | None, Meta(description="A git repository's address; without it, origin.")] = None
    branch: Annotated[str, Meta(description="The branch that holds the site.")] = "gh-pages"
    beside_private_content: Annotated[
        Beside, Meta(description="Write allowed only if nobody but you and those you trust can read that repository.")
    ] = Beside.REFUSED


class PortfolioFields(msgspec.Struct, frozen=True, kw_only=True):
    """``portfolio.yaml``: whose portfolio it is, and its rules."""

    title: Annotated[str, Meta(description="The portfolio's title.")]
    author: Annotated[str, Meta(description="Your name, as the site shows it.")]
    about: Annotated[
        str | None,
        Meta(
            description="The first sentences of the home page; without this, those of pages/about.md. Everyone sees it."
        ),
    ] = None
    url: Annotated[str | None, Meta(description="The site's address; only what needs absolute links uses it.")] = None
    language: Annotated[str, Meta(description="The language of the site: en, es, pt, fr, …")] = "en"
    scale: Annotated[tuple[str, ...], Meta(description="The words of the rating scale, lowest first.")] = (
        "not yet",
        "getting there",
        "solid",
        "strong",
    )
    visibility: Annotated[Visibility, Meta(description="Who may see entries that do not say.")] = Visibility.PRIVATE
    shows: Annotated[
        tuple[Shown, ...], Meta(description="Names that the public may see in every public interview.")
    ] = ()
    complete_for: Annotated[
        tuple[Audience, ...], Meta(description="Audiences who see every rated interview; they see trends too.")
    ] = ()
    kinds: Annotated[dict[Slug, KindFields], Meta(description="The kinds of interview, by slug.")]
    sections: Annotated[dict[SectionRole, tuple[str, ...]], Meta(description="More words for a section's heading.")] = (
        field(default_factory=dict)
    )
    ignore: Annotated[
        tuple[str, ...], Meta(description="Keys of front matter that are for other programs: tags, aliases, …")
    ] = ()
    publish: Annotated[PublishFields | None, Meta(description="Where the public site is pushed to.")] = None
    replies: Annotated[RepliesFields | None, Meta(description="Where mentors may send their answers.")] = None


class QuestionFields(msgspec.Struct, frozen=True, kw_only=True):
    """A question to ask an interviewer."""

    ask: Annotated[str, Meta(description="The question, as you would say it.")]
    kinds: Annotated[tuple[str, ...], Meta(description="The kinds it fits; without this, any.")] = ()
    skills: Annotated[tuple[str, ...], Meta(description="The skills that it tells you about.")] = ()


class QuestionsFields(msgspec.Struct, frozen=True, kw_only=True):
    """``questions.yaml``: what to ask an interviewer."""

    questions: Annotated[dict[Slug, QuestionFields], Meta(description="The questions, by id.")] = field(
        default_factory=dict
    )
    follow_ups: Annotated[tuple[str, ...], Meta(description="How to dig into a vague answer.")] = ()


FORMS: dict[str, type[msgspec.Struct]] = {
    "interview": InterviewFields,
    "portfolio": PortfolioFields,
    "questions": QuestionsFields,
    "skill": SkillFields,
    "note": NoteFields,
    "page": PageFields,
    "mentor": MentorFields,
}


TEXTS: dict[type[str], str] = {
    Link: "[0-9a-hjkmnp-tv-z]{12}",
    Language: "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*",
    Email: "[^@,;?&\\s]+@[^@,;?&\\s]+",
    Repository: "[A-Za-z0-9-]+/[A-Za-z0-9._-]+",
}
"""What texts of a kind must match, whole."""


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return a JSON Schema (2020-12) for each kind of file, for editors."""
    return {name: msgspec.json.schema(form, schema_hook=_schema) for name, form in FORMS.items()}


def _schema(kind: type) -> dict[str, Any]:
    if issubclass(kind, Slug):
        return {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
    for text, pattern in TEXTS.items():
        if issubclass(kind, text):
            return {"type": "string", "pattern": f"^{pattern}$"}
    if issubclass(kind, Minutes):
        return {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[0-9]"}]}
    if issubclass(kind, Step):
        return {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "minLength": 1}]}
    if issubclass(kind, People):
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    raise NotImplementedError(kind)
