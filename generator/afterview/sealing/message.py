"""Write the message that tells a mentor what is new; the learner sends it, and no one else."""

import datetime
import html
import re

from afterview.pages.mentor import MentorPage
from afterview.pages.news import NewsKind
from afterview.reading.shortening import shorten
from afterview.rendering.translations import Translations

_TAG = re.compile(r"<[^>]*>")
_LONGEST = 80
_COUNTED = (NewsKind.INTERVIEW, NewsKind.MADE, NewsKind.TRIED)


def render_message(
    page: MentorPage, translations: Translations, *, link: str, since: datetime.date | None, today: datetime.date
) -> str:
    """Render the message as plain text: what is dated since a day, the newest open question, and the link.

    Without ``since`` it is the day of the mentor's last note, which may be tomorrow where they are: then it is today.
    Nothing that the mentor may not see is counted.
    """
    day = since or (page.since and min(page.since, today))
    counts = []
    for group in page.news:
        number = sum(news.date >= since if since else news.recent for news in group.news)
        if group.kind in _COUNTED and number:
            counts.append(translations.translate(f"message-{group.kind}", n=number))
    new = ", ".join(counts) or translations.translate("message-nothing")
    if day:
        first = translations.translate("message-since", name=page.name or "", date=translations.date(day), new=new)
    else:
        first = translations.translate("message-first", name=page.name or "", new=new)
    question = []
    if page.open:
        text = html.unescape(_TAG.sub(" ", page.open[0].html))
        question = [
            translations.translate("message-open", n=len(page.open)),
            translations.translate("quoted", text=shorten(text, _LONGEST)),
        ]
    return "\n".join([first, *question, link])
