"""Find the headings of a Markdown text, also those that people write without signs."""

from afterview.reading.markup.headings import Heading, read_headings
from afterview.reading.markup.parser import Env, Parser, TooCostly, TooDeep
from afterview.reading.markup.rewriting import rewrite
from afterview.reading.vocabulary import Vocabulary


def find_headings(text: str, vocabulary: Vocabulary) -> tuple[Heading, ...]:
    """Find the headings that stand on their own, as an interview's text is read; lines count from 0.

    A text that the parser does not follow, as it nests too deep, has none.
    """
    parser = Parser()
    env: Env = {"references": {}}
    try:
        tokens = parser.parse_blocks(text, env)
        rewritten = rewrite(text, tokens, env, vocabulary)
        if rewritten is not text:
            tokens = parser.parse_blocks(rewritten, {"references": {}})
    except (TooCostly, TooDeep):
        return ()
    return read_headings(tokens, vocabulary)
