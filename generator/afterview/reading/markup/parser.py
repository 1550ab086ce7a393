"""The Markdown parser as this project sets it up, with a bound on what one file may cost."""

import re
from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup
from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexer import Lexer

Env = MutableMapping[str, Any]

MARK = "mark"
"""The type of a token that is a whole link: a tag or the id of a commitment."""

BOX = "box"
"""The type of a token that is a task's box."""
_BOXES = ("\u2610", "\u2611")

_STEPS_EACH = 1
_STEPS_FREE = 50_000
_LONGEST_CODE = 64 * 1024
# Where a rule can begin, or a link's label end: the library's text stops at all that any extension might want.
_STOPS = re.compile(r"[\n\\`~*_\[\]<&]|!(?=\[)|\^(?=\[)")
# What normalizing gives back as it is: a host of a few short words, and a path in which nothing needs an escape.
_NORMAL = re.compile(r"https?://(?:[a-z0-9-]{1,60}\.){1,3}[a-z]{2,20}(?:/[A-Za-z0-9._/-]*)?\Z")
_IDLE = ["linkify", "replacements", "smartquotes", "html_block", "html_inline"]
"""Rules that do nothing without options that are not set here."""
_CONTAINERS = frozenset({"blockquote_open", "alert_open", "list_item_open", "bullet_list_open", "ordered_list_open"})


class TooCostly(Exception):
    """Return what a text has too many of to be parsed in reasonable time; empty if nothing."""


class TooDeep(Exception):
    """Return the line (from 0) at which a text nests deeper than the parser follows, and would lose content."""

    def __init__(self, line: int) -> None:
        self.line = line


class Parser:
    """Parse Markdown in two steps, blocks and then their text, so that between them headings can be understood."""

    def __init__(self) -> None:
        self._blocks = _make_parser()
        self._blocks.core.ruler.enableOnly(["normalize", "block"])
        self._inlines = _make_parser()
        self._inlines.core.ruler.disable(["normalize", "block"])

    def parse_blocks(self, text: str, env: Env) -> list[Token]:
        """Parse the blocks; ``env`` collects the definitions of links and footnotes."""
        return self._blocks.parse(text, env)

    def parse_inlines(self, text: str, tokens: list[Token], env: Env) -> list[Token]:
        """Parse the text within blocks, and gather the footnotes at the end."""
        state = StateCore(text, self._inlines, env, tokens)
        self._inlines.core.process(state)
        return state.tokens

    def render(self, tokens: Sequence[Token], env: Env) -> Markup:
        """Render blocks: the one place where text becomes markup that is trusted."""
        return Markup(self._inlines.renderer.render(tokens, self._inlines.options, env))  # escaped by the renderer

    def render_inline(self, children: Sequence[Token], env: Env) -> Markup:
        """Render inline text."""
        return self.render([Token("inline", "", 0, children=list(children))], env)


class _Renderer(RendererHTML):
    """Render as the library does, but lose no time over attributes where there are none."""

    @staticmethod
    def renderAttrs(token: Token) -> str:  # noqa: N802  # the library's name
        return RendererHTML.renderAttrs(token) if token.attrs else ""


def _make_parser() -> MarkdownIt:
    """Make the parser: CommonMark with tables, strikethrough, task lists, footnotes and alerts; raw HTML is text.

    Every link is parsed as a link: which ones stay so is decided on the tokens, where their place is known.
    """
    parser = MarkdownIt(
        "js-default", {"tasklists": True, "alerts": True, "highlight": _highlight}, renderer_cls=_Renderer
    )
    parser.use(footnote_plugin)
    parser.disable(_IDLE)
    parser.inline.terminator_re = _STOPS
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  # the library's own way
    parser.normalizeLink = _normalize_link  # type: ignore[method-assign]  # the library's own way
    _count_skips(parser)
    parser.core.ruler.at("inline", _parse_inlines)
    parser.add_render_rule("list_item_open", _render_item)
    parser.add_render_rule(MARK, _render_mark)
    parser.add_render_rule(BOX, _render_box)
    parser.add_render_rule("table_open", _render_table_open)
    parser.add_render_rule("table_close", _render_table_close)
    parser.add_render_rule("footnote_block_open", _render_footnotes_open)
    parser.add_render_rule("footnote_block_close", _render_footnotes_close)
    return parser


def _parse_inlines(state: StateCore) -> None:
    """Parse all inline text, within a number of steps that grows with its length."""
    deepest = state.md.options["maxNesting"] - 1
    for token in state.tokens:
        if token.level >= deepest and token.type in _CONTAINERS:
            raise TooDeep(token.map[0] if token.map else 0)
    stops = state.md.inline.terminator_re
    state.env["steps"] = _STEPS_FREE + _STEPS_EACH * len(state.src)
    for token in state.tokens:
        if token.type == "inline":
            if token.content and not stops.search(token.content):
                token.children = [Token("text", "", 0, content=token.content)]
                continue
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _normalize_link(url: str) -> str:
    return url if _NORMAL.match(url) else normalizeLink(url)


def _count_skips(parser: MarkdownIt) -> None:
    """Count each look ahead for a closing bracket, the one thing whose number can grow faster than the text.

    The count is the same on every machine, so a file is too costly everywhere or nowhere.
    """
    skip = parser.inline.skipToken

    def skip_counted(state: StateInline) -> None:
        state.env["steps"] -= 1
        if state.env["steps"] < 0:
            raise TooCostly("too many open brackets or stars")
        skip(state)

    parser.inline.skipToken = skip_counted  # type: ignore[method-assign]  # no other way in


def knows_language(name: str) -> bool:
    """Return whether code in the language of this name can be coloured."""
    from pygments.util import ClassNotFound

    try:
        _lexer(name)
    except ClassNotFound:
        return False
    return True


def _highlight(code: str, language: str, _attributes: str) -> str:
    """Mark code up with Pygments' classes; code in an unknown language stays as it is."""
    if not language or len(code) > _LONGEST_CODE:
        return ""
    # Imported when code is first met: most portfolios have none, and it takes longer to load than they take to read.
    from pygments import highlight
    from pygments.util import ClassNotFound

    try:
        return highlight(code, _lexer(language), _formatter())
    except ClassNotFound:
        return ""


@lru_cache(maxsize=64)
def _lexer(language: str) -> "Lexer":
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name(language)


@lru_cache(maxsize=1)
def _formatter() -> "HtmlFormatter[str]":
    from pygments.formatters.html import HtmlFormatter

    return HtmlFormatter(nowrap=True)


def _render_item(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Env) -> str:
    """Open a list item; a task's box is a sign that can be read, not a form field that cannot be used."""
    opening = renderer.renderToken(tokens, index, options, env)
    return opening + _box(tokens[index]) if "checked" in tokens[index].meta else opening


def _render_box(_renderer: RendererHTML, tokens: Sequence[Token], index: int, *_others: object) -> str:
    return _box(tokens[index])


def _box(token: Token) -> str:
    return f'<span class="task">{_BOXES[token.meta["checked"]]}</span> '


def _render_mark(renderer: RendererHTML, tokens: Sequence[Token], index: int, *_others: object) -> str:
    token = tokens[index]
    return f"<{token.tag}{renderer.renderAttrs(token)}>{escapeHtml(token.content)}</{token.tag}>"


def _render_table_open(*_arguments: object) -> str:
    return '<div class="table"><table>\n'


def _render_table_close(*_arguments: object) -> str:
    return "</table></div>\n"


def _render_footnotes_open(*_arguments: object) -> str:
    return '<div class="footnotes">\n<ol>\n'


def _render_footnotes_close(*_arguments: object) -> str:
    return "</ol>\n</div>\n"
