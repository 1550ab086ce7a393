"""Draft the file of a new interview; it alone knows what a template is told and how its text enters YAML."""

import datetime
import re
import unicodedata
from pathlib import Path

from afterview.authoring.prompts import commitments_by_id, one_line, render_prompt
from afterview.insight.compute import compute_insight
from afterview.insight.prompt import draw_prompt
from afterview.insight.questions import propose_questions
from afterview.model.interview import Mode
from afterview.model.portfolio import Portfolio
from afterview.reading.templates import read_template
from afterview.reading.yaml_text import quote_yaml
from afterview.rendering.template import render_template
from afterview.rendering.translations import read_portfolio_translations


def draft_interview(
    root: Path, portfolio: Portfolio, *, path: str, title: str, kind: str, date: datetime.date, mode: Mode
) -> str:
    """Fill in the kind's template for an interview whose file will be ``path``, relative to the portfolio.

    Offers the commitments that were made earlier and are still open, and two or three questions. Raises
    ContentError for a template that is missing or does not work.
    """
    insight = compute_insight(portfolio)
    words = commitments_by_id(portfolio)
    orders = {interview.slug: interview.order for interview in portfolio.interviews}
    still_open = [
        {"id": story.id, "text": one_line(words[story.id].text), "skill": story.skill}
        for story in insight.commitments
        if story.state.open and orders[story.interview] < (date, path)
    ]
    translations = read_portfolio_translations(root, portfolio.language)
    questions = propose_questions(portfolio, insight, kind)
    text = render_template(
        read_template(root, kind),
        path=f"content/templates/{kind}.md",
        variables={
            "title": quote_yaml(title),
            "date": date.isoformat(),
            "mode": mode.value,
            "kind": kind,
            "scale": portfolio.scale,
            "skills": portfolio.kinds[kind].skills,
            "questions": [{"id": question.id, "ask": one_line(question.ask)} for question in questions],
            "open_commitments": still_open,
            "prompt": one_line(render_prompt(draw_prompt(portfolio, insight, kind), portfolio, insight, translations)),
        },
    )
    head, fence, body = text.partition("\n---")
    return re.sub(r"^mode:([ \t]*)\w+", rf"mode:\g<1>{mode.value}", head, count=1, flags=re.MULTILINE) + fence + body


def clean_title(text: str) -> str:
    """Bring a title onto one line, without characters that no file of ours may hold."""
    unwanted = ("Cc", "Cs", "Zl", "Zp")
    kept = "".join(" " if unicodedata.category(letter) in unwanted else letter for letter in text)
    return one_line(re.sub("[\ufeff\ufffe\uffff]", "", kept))
