"""Parse the blocks of a whole body, once what is typed otherwise than Markdown has it is rewritten."""

import re

from markdown_it.token import Token

from afterview.problems import Code
from afterview.reading.markup.blocks import SWALLOWED
from afterview.reading.markup.headings import HIDES
from afterview.reading.markup.parser import Env, Parser, TooCostly
from afterview.reading.markup.problem_log import ProblemLog
from afterview.reading.markup.rewriting import hide_comments, rewrite
from afterview.reading.vocabulary import Vocabulary

_LINE = re.compile(r"^[^\n]", re.MULTILINE)
_MOST_LINES = 40_000
"""Lines with text that a body may have: a book has fewer, and a million of one letter take a minute."""
_UNSEEN = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def parse_whole(parser: Parser, text: str, vocabulary: Vocabulary, log: ProblemLog) -> tuple[str, list[Token], Env]:
    """Return the text as it is read, its blocks, and what parsing them collected.

    Raises:
        TooCostly: If it has more lines than a body may have.
    """
    if text.count("\n") > _MOST_LINES and len(_LINE.findall(text)) > _MOST_LINES:
        raise TooCostly(f"more than {_MOST_LINES:,} lines")
    if unseen := _UNSEEN.search(text):
        line = text.count("\n", 0, unseen.start())
        message = f"the character U+{ord(unseen[0]):04X} is invisible, and is left out"
        hint = "delete it: it often comes along when text is pasted"
        log.warn(Code.FORBIDDEN_CHARACTER, line, unseen[0], message, hint)
        text = _UNSEEN.sub(" ", text)
    env: Env = {"references": {}}
    tokens = parser.parse_blocks(text, env)
    if "%%" in text:
        shown, comments = hide_comments(text, tokens)
        for line, comment in comments:
            _report_comment(log, line, comment)
        if comments:
            text, env = shown, {"references": {}}
            tokens = parser.parse_blocks(text, env)
    rewritten = rewrite(text, tokens, env, vocabulary)
    if rewritten is not text:
        text, env = rewritten, {"references": {}}
        tokens = parser.parse_blocks(text, env)
    return text, tokens, env


def _report_comment(log: ProblemLog, line: int, comment: str) -> None:
    hint = "delete it if nobody needs it, or write \\%% if you mean the signs themselves"
    shown = comment.split("\n")[0][:40]
    if HIDES.search(comment) or SWALLOWED.search(comment):
        message = "a comment holds a mark such as {private}, which hides nothing there"
        log.add(Code.SECTION_MARK, line, "%%", message, "end the comment before the heading")
    else:
        log.warn(Code.HIDDEN_COMMENT, line, "%%", f"`{shown}` is a comment, and is shown to nobody", hint)
