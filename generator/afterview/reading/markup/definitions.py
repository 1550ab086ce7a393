"""Warn of definitions of links and footnotes that the text does not show, or that only hidden text has."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from markdown_it.common.utils import normalizeReference

from afterview.problems import Code
from afterview.reading.markup.headings import HIDES
from afterview.reading.markup.parser import Env
from afterview.reading.markup.problem_log import ProblemLog

_COMMENTS = frozenset({"//", "COMMENT"})
"""Labels that are only ever written to comment: ``[//]: # (not shown)``."""

_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){1,999})\]")


def check_definitions(text: str, env: Env, log: ProblemLog) -> None:
    """Warn of addresses that no link uses, and of a second one of a name: neither is seen on the page."""
    references: Mapping[str, Mapping[str, Any]] = env["references"]
    if not references:
        return
    doubles = env.get("duplicate_refs", [])
    unused = find_unused(text, env)
    for label, definition in references.items():
        if mark := HIDES.search(unquote(definition["href"])):
            log.refuse_mark(definition["map"][0], mark[0])
        elif label in unused and label not in _COMMENTS:
            shown = label.lower()[:40]
            message = f"nothing refers to `[{shown}]`, so this line is not shown"
            hint = f"write [{shown}] where the link belongs, or a backslash before the first bracket to show the line"
            log.warn(Code.UNUSED_DEFINITION, definition["map"][0], "[", message, hint)
    for double in doubles:
        if double["label"] in _COMMENTS:
            continue
        shown = double["label"].lower()[:40]
        message = f"a second address is called `[{shown}]`; the first one is used"
        log.warn(Code.DUPLICATE_DEFINITION, double["map"][0], "[", message, "give this one another name, or delete it")


def find_unused(text: str, env: Env) -> set[str]:
    """Return the labels that are defined and occur nowhere else in the text."""
    uses = Counter(normalizeReference(label) for label in _LABEL.findall(text))
    uses.subtract(list(env["references"]))
    uses.subtract(double["label"] for double in env.get("duplicate_refs", ()))
    return {label for label in env["references"] if uses[label] <= 0}


def check_hidden_definitions(labels: Iterable[str], wider: str, log: ProblemLog) -> None:
    """Warn of what wider text refers to but only narrower text defines: the wider does not show it."""
    for label in sorted(labels):
        if f"[{label.upper()}]" in wider:
            message = f"`[{label.lower()}]` is used in a section that more people may see than the one defining it"
            hint = "move its definition up, into a section without a mark, such as the first"
            log.warn(Code.HIDDEN_DEFINITION, 0, f"[{label.lower()}]", message, hint)


def check_footnotes(env: Env, log: ProblemLog) -> None:
    """Warn of footnotes that nothing refers to."""
    for label, number in env.get("footnotes", {}).get("refs", {}).items():
        if number < 0:
            name = label[1:]
            message = f"nothing refers to the footnote `{name}`, so it is not shown"
            hint = f"write [^{name}] where it belongs, in a section that the same people may see"
            log.warn(Code.UNUSED_FOOTNOTE, 0, f"[^{name}]:", message, hint)
