"""Write a portfolio in forms that other programs read: tables as CSV, and everything as one Markdown file."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from afterview.authoring.plain_markdown import write_markdown
from afterview.model.audience import Visibility
from afterview.model.insight import Insight
from afterview.model.interview import Advance, Interview
from afterview.model.portfolio import Note, Portfolio
from afterview.model.section import PointKind, Section, SectionRole, Theme
from afterview.reading.heading_words import HEADINGS
from afterview.reading.vocabulary import folded, role_words
from afterview.reading.yaml_text import one_line

Row = Mapping[str, object]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_DEEPEST = 5
"""The deepest heading of an interview, which has one above it in the export."""
_BOM = "\ufeff"
_ROLES = {PointKind.STRENGTH: SectionRole.WENT_WELL, PointKind.GAP: SectionRole.TO_IMPROVE}
_INTERVIEW_COLUMNS = ("date", "interview", "title", "kind", "mode", "company", "interviewer", "relation")
_COLUMNS = {
    "ratings.csv": (*_INTERVIEW_COLUMNS, "skill", "by", "step", "word"),
    "points.csv": (*_INTERVIEW_COLUMNS, "section", "by", "text", "skill", "themes", "visibility"),
    "commitments.csv": ("id", "made", "interview", "text", "skill", "themes", "state", "outcomes"),
}


def render_export(name: str, portfolio: Portfolio, insight: Insight) -> str:
    """Render one of EXPORTS of a portfolio that is narrowed to its readers already.

    Raises:
        KeyError: there is no export of that name.
    """
    return EXPORTS[name](portfolio, insight)


def _render_ratings(portfolio: Portfolio, _insight: Insight) -> str:
    def rows() -> Iterator[Row]:
        for interview in portfolio.interviews:
            for by, ratings in (("self", interview.self_ratings), ("interviewer", interview.ratings)):
                for skill, step in ratings.items():
                    word = portfolio.scale[step - 1]
                    yield {**_describe(interview), "skill": skill, "by": by, "step": step, "word": word}

    return _render_csv(_COLUMNS["ratings.csv"], rows())


def _render_points(portfolio: Portfolio, _insight: Insight) -> str:
    def rows() -> Iterator[Row]:
        for interview in portfolio.interviews:
            for point in interview.points:
                yield {
                    **_describe(interview),
                    "section": _ROLES[point.kind].value,
                    "by": "interviewer" if point.quoted else "self",
                    "text": one_line(point.text),
                    "skill": point.skill or "",
                    "themes": _join(point.themes),
                    "visibility": min(point.visibility, interview.visibility, key=lambda one: one.rank).value,
                }

    return _render_csv(_COLUMNS["points.csv"], rows())


def _render_commitments(portfolio: Portfolio, insight: Insight) -> str:
    commitments = {made.id: made for interview in portfolio.interviews for made in interview.commitments}
    rows: list[Row] = [
        {
            "id": story.id,
            "made": story.made.isoformat(),
            "interview": story.interview,
            "text": one_line(commitments[story.id].text),
            "skill": story.skill or "",
            "themes": _join(story.themes),
            "state": story.state.value,
            "outcomes": "; ".join(f"{attempt.date.isoformat()} {attempt.outcome}" for attempt in story.attempts),
        }
        for story in sorted(insight.commitments, key=lambda story: (story.made, story.id))
    ]
    return _render_csv(_COLUMNS["commitments.csv"], rows)


def _render_portfolio(portfolio: Portfolio, _insight: Insight) -> str:
    blocks = [f"# {one_line(portfolio.title)}"]
    for interview in portfolio.interviews:
        blocks.append(f"## {one_line(interview.title)}")
        blocks.append(
            _list_facts({"file": interview.slug, **_describe(interview), **_describe_more(portfolio, interview)})
        )
        blocks += _list_sections(interview.sections)
    # Their files may be called anything, so it is not their names that order them.
    for note in sorted(portfolio.notes, key=lambda note: (note.date, note.author, note.about, _join_text(note))):
        blocks.append(f"## {one_line(note.author)}, {note.date.isoformat()}")
        facts = {"from": one_line(note.author), "date": note.date.isoformat(), "about": ", ".join(note.about)}
        blocks += [_list_facts(facts), *_list_sections(note.sections)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _list_sections(sections: Sequence[Section]) -> Iterator[str]:
    """List headings and texts; a heading that has its meaning from one above it gets that one again where it is not.

    A heading says who may see its text, so that what was private stays so where the export is read back.
    """
    words = role_words({})
    above: list[tuple[int, SectionRole | None]] = []
    for section in sections:
        title = one_line(section.title.striptags())
        if not title and section.visibility is not Visibility.PUBLIC:  # the footnotes of a hidden section
            above.clear()
            yield f"### Footnotes {{{section.visibility}}}"
        level = min(section.level, _DEEPEST)
        if title:
            while above and above[-1][0] >= level:
                above.pop()
            role = words.get(folded(title)) or (above[-1][1] if above else None)
            if section.role and role is not section.role:
                yield f"{'#' * (level + 1)} {HEADINGS[section.role][0].capitalize()}"
                level = min(level + 1, _DEEPEST)
            above.append((level, section.role or role))
            mark = "" if section.visibility is Visibility.PUBLIC else f" {{{section.visibility}}}"
            yield f"{'#' * (level + 1)} {title}{mark}"
        yield write_markdown(section.html)


def _join_text(note: Note) -> str:
    return "".join(section.html for section in note.sections)


def _describe(interview: Interview) -> dict[str, object]:
    return {
        "date": interview.date.isoformat(),
        "interview": interview.slug,
        "title": one_line(interview.title),
        "kind": interview.kind,
        "mode": interview.mode.value,
        "company": interview.company or "",
        "interviewer": interview.interviewer or "",
        "relation": interview.relation.value if interview.relation else "",
    }


def _describe_more(portfolio: Portfolio, interview: Interview) -> dict[str, object]:
    return {
        "interviewer": "; ".join(interview.interviewers),
        "role": one_line(interview.role or ""),
        "minutes": interview.minutes or "",
        "advance": "" if interview.advance is Advance.UNKNOWN else interview.advance.value,
        "ratings": _list_steps(portfolio, interview.ratings),
        "self": _list_steps(portfolio, interview.self_ratings),
        "outcomes": ", ".join(f"{id_}: {outcome}" for id_, outcome in interview.outcomes.items()),
    }


def _list_facts(facts: Mapping[str, object]) -> str:
    return "\n".join(f"- {key}: {value}" for key, value in facts.items() if value and key not in ("title", "interview"))


def _list_steps(portfolio: Portfolio, ratings: Mapping[str, int]) -> str:
    return ", ".join(f"{skill}: {portfolio.scale[step - 1]}" for skill, step in ratings.items())


def _join(themes: Iterable[Theme]) -> str:
    return " ".join(theme.slug for theme in themes)


def _render_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Render rows as RFC 4180 has it, with a byte order mark for spreadsheets and no cell that they would compute."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_disarm(str(row[column])) for column in columns] for row in rows)
    return _BOM + text.getvalue()


def _disarm(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


EXPORTS: Mapping[str, Callable[[Portfolio, Insight], str]] = {
    "ratings.csv": _render_ratings,
    "points.csv": _render_points,
    "commitments.csv": _render_commitments,
    "portfolio.md": _render_portfolio,
}
"""Each file that can be exported, by its name."""
