"""What an interviewer is asked after an interview: as a link to the form, as text, or as a file."""

import base64
import datetime
import zlib
from collections.abc import Sequence

import msgspec

from afterview.model.audience import Audience
from afterview.model.interview import Interview, Relation
from afterview.model.portfolio import Portfolio, Question
from afterview.pages.answer import plan_answer
from afterview.reading.yaml_text import one_line
from afterview.rendering.inline import inline_assets
from afterview.rendering.renderer import Renderer
from afterview.rendering.translations import Translations

MOST_QUESTIONS = 3
_MOST_SKILLS = 4
_LONGEST_QUESTION = 300
_LONGEST_NAME = 80


class FeedbackRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the link hands to the form, by short keys.

    ``id`` is the interview's slug, ``t`` its title, ``d`` its day, ``k`` its kind; ``n`` is the learner, ``i`` the
    interviewer, ``r`` what they are to the learner; ``e`` is where an answer may be mailed, ``l`` the form's language.
    ``w`` are the words of the scale, ``q`` the questions and ``s`` the skills, each as id and text.
    """

    id: str | None = None
    t: str | None = None
    n: str | None = None
    d: datetime.date
    k: str
    l: str  # noqa: E741 - a key of the link
    i: str | None = None
    r: Relation | None = None
    e: str | None = None
    w: tuple[str, ...]
    q: tuple[tuple[str, str], ...]
    s: tuple[tuple[str, str], ...] = ()


def make_request(
    portfolio: Portfolio,
    questions: Sequence[Question],
    *,
    kind: str,
    date: datetime.date,
    interview: Interview | None = None,
    interviewer: str | None = None,
    relation: Relation | None = None,
    language: str | None = None,
) -> FeedbackRequest:
    """Make a request of at most three questions, and of the four skills that fit them and the kind best."""
    skills = dict.fromkeys(
        skill
        for several in (*(question.skills for question in questions), portfolio.kinds[kind].skills)
        for skill in several
        if skill in portfolio.kinds[kind].skills
    )
    person = interviewer or (interview.interviewer if interview else None)
    return FeedbackRequest(
        id=interview.slug if interview else None,
        t=_cut(interview.title) if interview else None,
        n=_cut(portfolio.author) or None,
        d=date,
        k=kind,
        l=language or portfolio.language,
        i=_cut(person) if person else None,
        r=relation or (interview.relation if interview else None),
        e=portfolio.replies.email if portfolio.replies else None,
        w=tuple(_cut(word) for word in portfolio.scale),
        q=tuple((question.id, _cut(question.ask, _LONGEST_QUESTION)) for question in questions[:MOST_QUESTIONS]),
        s=tuple((skill, _cut(portfolio.skills[skill].title)) for skill in list(skills)[:_MOST_SKILLS]),
    )


def encode_request(request: FeedbackRequest) -> str:
    """Encode a request as the fragment of a link, which no server sees."""
    packed = zlib.compress(msgspec.json.encode(request), 9)
    return f"1.{base64.urlsafe_b64encode(packed).decode('ascii').rstrip('=')}"


def render_request_link(request: FeedbackRequest, url: str, translations: Translations) -> str:
    """Render the message with a link to the form; ``url`` is the site's address."""
    return f"{translations.translate('send-link')}\n{url}answer.html#{encode_request(request)}"


def render_request_file(request: FeedbackRequest, renderer: Renderer) -> str:
    """Render the form with the questions inside as one HTML file, which loads nothing.

    Raises:
        ContentError: the form's layout or an asset has errors.
    """
    (page,) = plan_answer(Audience.PUBLIC)
    assets = {it.url: it.body.decode("utf-8") for it in renderer.read_assets() if it.url.endswith((".css", ".js"))}
    asked = f'<script type="text/plain" id="asked">{encode_request(request)}</script>'
    return inline_assets(renderer.render_page(page).body.decode("utf-8"), assets, asked)


def render_request_text(request: FeedbackRequest, translations: Translations) -> str:
    """Render the same questions as plain text, to be answered where it is read."""
    questions = [f"{number}. {question}" for number, (_, question) in enumerate(request.q, start=1)]
    return "\n".join([translations.translate("send-text"), *questions])


def _cut(text: str, longest: int = _LONGEST_NAME) -> str:
    line = one_line(text)
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
