"""Write a section's HTML as plain Markdown: paragraphs, lists, quotations, code and links to other sites."""

import re
from html.parser import HTMLParser
from pathlib import PurePosixPath

_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "figure", "dl", "section"})
_AROUND = {"strong": "**", "em": "*", "code": "`", "del": "~~", "s": "~~"}
_SILENT = frozenset({"svg", "style", "script"})
_ELSEWHERE = ("https://", "http://", "mailto:")
_BOXES = {"\u2610": "[ ]", "\u2611": "[x]"}
_ALERT = "markdown-alert-"
_TICKS = re.compile("`+")
_SPACE = re.compile(r"[ \t\n]+")


def write_markdown(html: str) -> str:
    """Write HTML that Afterview rendered as Markdown, which says the same words in the same order."""
    writer = _Writer()
    writer.feed(str.__str__(html))  # markup would escape what the parser adds to it
    writer.close()
    writer.end_block()
    return "\n".join(writer.lines).strip("\n")


class _Writer(HTMLParser):
    """Collect lines; ``prefix`` is what stands before each line of the block being written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.prefix: list[str] = []
        self.marker = ""
        self.text = ""
        self.numbers: list[int | None] = []
        self.address = ""
        self.language = ""
        self.rows: list[str] = []
        self.cells: list[str] = []
        self.alerts: list[str] = []
        self.silent = 0
        self.in_code = self.in_tag = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or open the signs around a word."""
        if tag in _SILENT:
            self.silent += 1
        elif tag == "pre":
            self.end_block()
            self.in_code, self.language = True, ""
        elif tag == "code" and self.in_code:
            self.language = next((one.removeprefix("language-") for one in _classes(attrs)), "")
        elif tag == "blockquote":
            self.end_block()
            self.prefix.append("> ")
        elif tag == "div":
            self.end_block()
            self.alerts.append(
                next((one.removeprefix(_ALERT) for one in _classes(attrs) if one.startswith(_ALERT)), "")
            )
            self.prefix += ["> "] if self.alerts[-1] else []
        elif tag == "p" and f"{_ALERT}title" in _classes(attrs):
            self.text += f"[!{self.alerts[-1]}] "
        elif tag in ("ul", "ol"):
            self.end_block()
            self.numbers.append(int(dict(attrs).get("start") or 1) if tag == "ol" else None)
        elif tag == "li":
            self.end_block()
            number = self.numbers[-1]
            self.marker = "- " if number is None else f"{number}. "
            self.numbers[-1] = None if number is None else number + 1
            self.prefix.append(" " * len(self.marker))
        elif tag in _BLOCKS:
            self.end_block()
        elif tag == "br":
            self.text += "\0"
        elif id_ := dict(attrs).get("data-commitment"):
            self.text += f"^{id_}"
        elif tag == "a" and "footnote-backref" in _classes(attrs):
            self.silent += 1
            self.in_tag = True
        elif tag == "a" and "tag" in _classes(attrs):
            self.text += f"#{PurePosixPath(dict(attrs).get('href') or '').stem}"
            self.silent += 1
            self.in_tag = True
        elif tag == "a" and (dict(attrs).get("href") or "").startswith(_ELSEWHERE):
            self.address = dict(attrs).get("href") or ""
            self.text += "["
        elif tag in ("td", "th"):
            self.text = ""
        elif tag == "img":
            self.text += next((value or "" for name, value in attrs if name == "alt"), "")
        elif tag in _AROUND and not self.in_code:
            self.text += _AROUND[tag]

    def handle_endtag(self, tag: str) -> None:
        """End a block, or close the signs around a word."""
        if tag in _SILENT:
            self.silent -= 1
        elif tag == "a" and self.in_tag:
            self.silent -= 1
            self.in_tag = False
        elif tag == "a" and self.address:
            self.text += f"]({self.address})"
            self.address = ""
        elif tag == "pre":
            code = self.text.strip("\n").replace("\0", "\n")
            self.text, self.in_code = "", False
            fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(code)), default=0))
            self._write([fence + self.language, *code.split("\n"), fence])
        elif tag in ("ul", "ol"):
            self.end_block()
            self.numbers.pop()
        elif tag == "div":
            self.end_block()
            if self.alerts.pop():
                self.prefix.pop()
        elif tag in ("blockquote", "li"):
            self.end_block()
            self.prefix.pop()
            self.marker = ""
        elif tag in ("td", "th"):
            self.cells.append(_SPACE.sub(" ", self.text.replace("\0", " ")).strip().replace("|", "\\|"))
            self.text = ""
        elif tag == "tr":
            self.rows.append(f"| {' | '.join(self.cells)} |")
            self.rows += [f"|{' --- |' * len(self.cells)}"] if len(self.rows) == 1 else []
            self.cells = []
        elif tag == "table":
            self._write(self.rows)
            self.rows = []
        elif tag in _BLOCKS:
            self.end_block()
        elif tag in _AROUND and not self.in_code:
            self.text += _AROUND[tag]

    def handle_data(self, data: str) -> None:
        """Collect text."""
        if not self.silent:
            self.text += _BOXES.get(data, data)

    def end_block(self) -> None:
        """Write the text of the block that ends here."""
        parts = [_SPACE.sub(" ", part).strip() for part in self.text.split("\0")]
        self.text = ""
        if any(parts):
            self._write(parts)

    def _write(self, lines: list[str]) -> None:
        before = "".join(self.prefix)
        if self.lines and not self.marker:
            self.lines.append(before.rstrip() if len(self.prefix) and self.lines[-1].startswith(before) else "")
        for number, line in enumerate(lines):
            start = before[: -len(self.marker)] + self.marker if self.marker and not number else before
            self.lines.append(f"{start}{line}".rstrip())
        self.marker = ""


def _classes(attrs: list[tuple[str, str | None]]) -> list[str]:
    return (dict(attrs).get("class") or "").split()
