"""Check and adjust the blocks of a body, before the text within them is parsed."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from afterview.problems import Code, Severity
from afterview.reading.markup.headings import HIDES, without_code
from afterview.reading.markup.parser import Env, knows_language
from afterview.reading.markup.problem_log import ProblemLog

_MARKED_HEADING = re.compile(
    r"^[ \t]*(?:#+[ \t].*|\*\*.*\*\*:?[ \t]*)(\{\s*(?:private|mentor)\s*\})", re.IGNORECASE | re.MULTILINE
)
SWALLOWED = re.compile(
    r"^[ \t>]*(?:#+[ \t].*[({\[<#][ \t]*(?:privat\w*|mentor)\b\W*|.*\S[ \t]*\{\s*(?:private|mentor)\s*\}[ \t]*)$",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that would hide what follows if it were a heading, however its mark is spelled."""
_SHOWS_TEXT = re.compile(r"\s*(?:md|markdown|te?xt)\b", re.IGNORECASE)
_WORD = re.compile(r"[\w'.,:;!?-]+\Z")
_HIDING = ("private", "mentor")
_CALLOUT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*([^\n]*)(?:\n|\Z)")
_QUOTES = frozenset({"quote", "cite"})
_ALERTS = {
    "tip": "tip hint success check done",
    "important": "important",
    "warning": "warning attention question help faq",
    "caution": "caution danger error bug failure fail missing",
}
_ALERT_OF = {word: alert for alert, words in _ALERTS.items() for word in words.split()}
_ADDRESS = re.compile(r"\]\(([^()\n<>\"]{1,300})\)")
_FILE = re.compile(r"(?:https?://|www\.|\.{0,2}/)?\S.*\s.*\.[A-Za-z0-9]{2,5}(?:#\S*)?\Z", re.DOTALL)


def check_code(tokens: Sequence[Token], log: ProblemLog, lines: Sequence[str]) -> None:
    """Report code that swallows headings: what a mark below it should hide would be shown, or the other way."""
    for token in tokens:
        if token.type == "fence" and not token.level and token.map:
            first, after = token.map
            if after - first < 2 or not re.fullmatch(f"{token.markup}{token.markup[0]}*", lines[after - 1].strip()):
                message = "the code that opens here is never closed, so all that follows is shown as code"
                severity = Severity.ERROR if SWALLOWED.search(token.content) else Severity.WARNING
                log.add(Code.OPEN_FENCE, first, "", message, f"close it with a line {token.markup}", severity)
            elif (mark := _MARKED_HEADING.search(token.content)) and not _SHOWS_TEXT.match(token.info):
                line = first + 1 + token.content.count("\n", 0, mark.start(1))
                message = (
                    f"`{mark[1]}` hides nothing here: the code that begins on line {log.line(first)} goes on below"
                )
                hint = (
                    f"close that code with a line {token.markup} before it, or begin an example with {token.markup}md"
                )
                log.add(Code.SECTION_MARK, line, mark[1], message, hint)
        elif token.type == "code_block" and token.map and (hidden := SWALLOWED.search(token.content)):
            mark = _MARKED_HEADING.search(token.content)
            shown = mark[1] if mark else hidden[0].strip()
            message = f"`{shown}` hides nothing here: a heading indented by four spaces is code"
            log.add(Code.SECTION_MARK, token.map[0], shown, message, "begin the heading at the line's start")


def check_tables(tokens: Sequence[Token], log: ProblemLog, lines: Sequence[str]) -> None:
    """Warn of cells beyond the heading row, which no reader of Markdown shows."""
    columns = cells = 0
    for token in tokens:
        if token.type == "thead_open":
            columns = 0
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and columns and token.map:
            row = re.sub(r"\A[\s>]*\|?|\|?\s*\Z", "", lines[token.map[0]])
            cells = len(re.findall(r"(?<!\\)\|", row)) + 1
            if cells <= columns or token.level <= 1:
                continue
            if mark := HIDES.search(row):
                log.refuse_mark(token.map[0], mark[0])
            else:
                message = f"this row has {cells} cells and the heading row {columns}, so the rest is not shown"
                log.warn(Code.LOST_CELLS, token.map[0], "", message, "add a cell to the heading row and the line below")


def adjust_blocks(tokens: list[Token], env: Env, log: ProblemLog) -> list[Token]:
    """Return the blocks with callouts as alerts, one footnote of a name, and the words beside a fence in its code."""
    if "footnotes" in env:
        tokens = _drop_second_footnotes(tokens, log)
    adjusted: list[Token] = []
    closings: list[Token] = []
    for place, token in enumerate(tokens):
        if token.type == "blockquote_open":
            opening = _read_callout(tokens, place)
            adjusted += opening
            closings.append(opening[0])
            continue
        if token.type == "blockquote_close" and closings.pop().type == "alert_open":
            token.type, token.tag = "alert_close", "div"
        elif token.type == "fence" and token.info:
            _keep_fence_words(token, log)
        elif token.type == "inline" and "](" in token.content:
            token.content = _enclose_addresses(token.content)
        adjusted.append(token)
    return [token for token in adjusted if token.type != _EMPTY]


_EMPTY = "empty"


def _read_callout(tokens: Sequence[Token], place: int) -> list[Token]:
    """Return what opens a quotation; that of an Obsidian callout is an alert with the callout's title."""
    opening = tokens[place]
    first = tokens[place + 2] if place + 2 < len(tokens) else opening
    found = _CALLOUT.match(first.content) if first.type == "inline" and first.content.startswith("[!") else None
    if not found or tokens[place + 1].type != "paragraph_open":
        return [opening]
    kind, title = found[1].lower(), found[2].strip()
    rest = first.content[found.end() :]
    if kind in _HIDING:
        # It looks as if it hid the quotation: as a mark in a text, it is an error.
        first.content = f"{{{kind}}} {title}\n{rest}"
        return [opening]
    first.content = rest
    if not rest:
        for empty in tokens[place + 1 : place + 4]:
            empty.type = _EMPTY
    level = opening.level + 1
    words = Token("inline", "", 0, content=title or kind.capitalize(), map=first.map, level=level + 1, children=[])
    title_open = Token("alert_title_open", "p", 1, attrs={"class": "markdown-alert-title"}, level=level)
    title_block = [title_open, words, Token("alert_title_close", "p", -1, level=level)]
    if kind in _QUOTES:
        return [opening, *title_block] if title else [opening]
    alert = _ALERT_OF.get(kind, "note")
    opening.type, opening.tag = "alert_open", "div"
    opening.attrs = {"class": f"markdown-alert markdown-alert-{alert}"}
    return [opening, *title_block]


def _keep_fence_words(token: Token, log: ProblemLog) -> None:
    """Show the words behind a fence's backticks as code, unless they name a language."""
    info = token.info.strip()
    words = info.split()
    is_prose = len(words) > 1 and all(_WORD.match(word) for word in words) and not knows_language(words[0])
    is_call = any("(" in word for word in words[:2])
    if info.startswith("{") or not (is_prose or is_call):
        return
    token.content = f"{info}\n{token.content}"
    token.info = ""
    line = log.of_body(token.map[0]) if token.map else 0
    message = f"`{info[:40]}` is not a language, and is shown as the first line of the code"
    log.warn(Code.CODE_BESIDE_FENCE, line, info[:40], message, f"put {token.markup} on a line of its own")


def _drop_second_footnotes(tokens: list[Token], log: ProblemLog) -> list[Token]:
    """Keep the first footnote of each name, as GitHub does."""
    seen: set[str] = set()
    kept: list[Token] = []
    dropping = 0
    for token in tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
            if dropping or label in seen:
                dropping += 1
                if dropping == 1:
                    line = log.of_body(token.map[0]) if token.map else 0
                    message = f"a second footnote is called `{label}`; the first one is shown"
                    hint = "give this one another name, here and where the text refers to it"
                    log.warn(Code.DUPLICATE_DEFINITION, line, f"[^{label}]:", message, hint)
            seen.add(label)
        if not dropping:
            kept.append(token)
        if token.type == "footnote_reference_close" and dropping:
            dropping -= 1
    return kept


def _enclose_addresses(content: str) -> str:
    """Enclose addresses that hold spaces in angle brackets, as Markdown wants them."""
    pieces, end = [], 0
    for found in _ADDRESS.finditer(without_code(content)):
        address = content[found.start(1) : found.end(1)].strip()
        if _FILE.match(address):
            pieces += [content[end : found.start(1)], f"<{address}>"]
            end = found.end(1)
    return "".join((*pieces, content[end:])) if pieces else content
