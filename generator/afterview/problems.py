"""The problems that a person can fix, and the exceptions that carry them."""

from collections.abc import Callable, Iterable
from enum import IntEnum, StrEnum

import msgspec


class Severity(StrEnum):
    """Whether a problem stops a command."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """The code of every problem; each is explained with an example in ``docs/problems.md``."""

    # Front matter and YAML files
    NO_FRONT_MATTER = "no-front-matter"
    BLANK_LINE = "blank-line"
    FRONT_MATTER_OPEN = "front-matter-open"
    FRONT_MATTER_TOO_LONG = "front-matter-too-long"
    YAML_SYNTAX = "yaml-syntax"
    YAML_REFERENCE = "yaml-reference"
    YAML_TOO_DEEP = "yaml-too-deep"
    YAML_SECOND_DOCUMENT = "yaml-second-document"
    YAML_NOT_A_MAPPING = "yaml-not-a-mapping"
    YAML_KEY = "yaml-key"
    DUPLICATE_KEY = "duplicate-key"
    FORBIDDEN_CHARACTER = "forbidden-character"
    # Fields
    UNKNOWN_KEY = "unknown-key"
    IGNORED_KEY = "ignored-key"
    MISSING_FIELD = "missing-field"
    BAD_VALUE = "bad-value"
    BAD_DATE = "bad-date"
    BAD_RATING = "bad-rating"
    UNKNOWN_VISIBILITY = "unknown-visibility"
    UNKNOWN_SKILL = "unknown-skill"
    UNKNOWN_KIND = "unknown-kind"
    UNKNOWN_QUESTION = "unknown-question"
    UNKNOWN_INTERVIEW = "unknown-interview"
    UNKNOWN_COMMITMENT = "unknown-commitment"
    OUTCOME_TOO_EARLY = "outcome-too-early"
    DUPLICATE_COMMITMENT = "duplicate-commitment"
    HIDDEN_RATING = "hidden-rating"
    SKILL_OUTSIDE_KIND = "skill-outside-kind"
    HIDDEN_NOTE = "hidden-note"
    SAME_LINK = "same-link"
    NAME_SHOWN = "name-shown"
    # Files
    MISSING_FILE = "missing-file"
    NOT_UTF8 = "not-utf8"
    EMPTY_FILE = "empty-file"
    FILE_TOO_LARGE = "file-too-large"
    LINK_OUTSIDE = "link-outside"
    LINK_LOOP = "link-loop"
    NOT_A_FILE = "not-a-file"
    UNREADABLE = "unreadable"
    SAME_NAME = "same-name"
    SAME_ADDRESS = "same-address"
    BAD_FILE_NAME = "bad-file-name"
    SLUG_OUTSIDE = "slug-outside"
    # Markdown
    RAW_HTML = "raw-html"
    REFUSED_LINK = "refused-link"
    DEAD_LINK = "dead-link"
    MISSING_IMAGE = "missing-image"
    PICTURE = "picture"
    PICTURE_FORMAT = "picture-format"
    SECTION_MARK = "section-mark"
    OPEN_FENCE = "open-fence"
    MARKUP_TOO_DEEP = "markup-too-deep"
    MARKUP_TOO_COSTLY = "markup-too-costly"
    HIDDEN_DEFINITION = "hidden-definition"
    UNUSED_FOOTNOTE = "unused-footnote"
    UNUSED_DEFINITION = "unused-definition"
    DUPLICATE_DEFINITION = "duplicate-definition"
    LOST_CELLS = "lost-cells"
    CODE_BESIDE_FENCE = "code-beside-fence"
    HIDDEN_COMMENT = "hidden-comment"
    # What is not counted
    ALMOST_HEADING = "almost-heading"
    MISPLACED_HEADING = "misplaced-heading"
    NO_POINTS = "no-points"
    JOINED_LINES = "joined-lines"
    STRAY_TAG = "stray-tag"
    CUT_TAG = "cut-tag"
    ALMOST_SKILL = "almost-skill"
    SIMILAR_THEMES = "similar-themes"
    SIMILAR_NAMES = "similar-names"
    SEVERAL_NAMES = "several-names"
    SAME_INTERVIEW = "same-interview"
    # Layouts and templates
    LAYOUT = "layout"
    # Writing
    UNSAFE_OUTPUT = "unsafe-output"
    FOREIGN_FILE = "foreign-file"
    WRITE_FAILED = "write-failed"
    LOCKED = "locked"
    EXISTS = "exists"
    # Importing
    CUT_OFF = "cut-off"
    SELF_FIRST = "self-first"
    NOTHING_TO_IMPORT = "nothing-to-import"
    # The audit of a finished site
    LEAK = "leak"
    LOST_LINK = "lost-link"
    LOCAL_PATH = "local-path"
    SOURCE_IN_SITE = "source-in-site"
    # Publishing
    NO_GIT = "no-git"
    NO_REPOSITORY = "no-repository"
    NO_IDENTITY = "no-identity"
    UNREACHABLE = "unreachable"
    PRIVATE_BESIDE = "private-beside"
    FOREIGN_BRANCH = "foreign-branch"
    REMOTE_MOVED = "remote-moved"
    PUSH_REFUSED = "push-refused"
    # Sealed pages
    NO_KEY = "no-key"
    BAD_KEY = "bad-key"
    KEY_OPEN = "key-open"
    SEALED_LARGE = "sealed-large"
    SEALED_TOO_LARGE = "sealed-too-large"
    SEALED_SCRIPT = "sealed-script"


UNSAFE = frozenset({Code.LINK_OUTSIDE, Code.SLUG_OUTSIDE})
"""Problems of content that could lead out of the portfolio: they refuse rather than report."""


class Exit(IntEnum):
    """The exit statuses of the command line."""

    FINE = 0
    BUG = 1
    USAGE = 2
    CONTENT = 3
    REFUSED = 4
    INTERRUPTED = 130


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A problem, where it is and how to fix it.

    ``path`` is relative to the portfolio, with forward slashes; ``line`` and ``column`` count from 1,
    0 where the problem is the file's as a whole. ``excerpt`` is the source line, without its newline.
    """

    code: Code
    path: str
    message: str
    hint: str
    line: int = 0
    column: int = 0
    severity: Severity = Severity.ERROR
    excerpt: str = ""

    @property
    def order(self) -> tuple[str, int, int, str]:
        """The key that problems are sorted by."""
        return (self.path, self.line, self.column, self.code)

    def make_encodable(self) -> "Problem":
        """Replace what UTF-8 cannot encode in each text: a file's name may have any bytes."""
        texts = {name: getattr(self, name) for name in ("path", "message", "hint", "excerpt")}
        plain = {name: text.encode("utf-8", "backslashreplace").decode("utf-8") for name, text in texts.items()}
        return msgspec.structs.replace(self, **plain)


def refuse_for_public(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Turn the warnings of what the public must not read into errors."""
    return tuple(
        msgspec.structs.replace(problem, severity=Severity.ERROR) if problem.code is Code.NAME_SHOWN else problem
        for problem in problems
    )


def errors_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that stop a command."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


class AfterviewError(Exception):
    """Problems that a person can fix; never a bug of ours."""

    def __init__(self, problems: Iterable[Problem], exit_status: Exit) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.order))
        self.exit_status = exit_status
        super().__init__("; ".join(problem.message for problem in self.problems))

    def __reduce__(self) -> tuple[Callable[..., "AfterviewError"], tuple[object, ...]]:
        """Return the parts by which another process sends this error: what subclasses are made of differs."""
        return _rebuild_error, (type(self), self.problems, self.exit_status)


def _rebuild_error(kind: type[AfterviewError], problems: tuple[Problem, ...], exit_status: Exit) -> AfterviewError:
    error = kind.__new__(kind)
    AfterviewError.__init__(error, problems, exit_status)
    return error


class ContentError(AfterviewError):
    """Sources have errors, or a link leads out of the portfolio."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        problems = tuple(problems)
        unsafe = any(problem.code in UNSAFE for problem in problems)
        super().__init__(problems, Exit.REFUSED if unsafe else Exit.CONTENT)


class Refused(AfterviewError):
    """Something would be unsafe, or could not be finished; the old files are unchanged."""

    def __init__(self, problem: Problem) -> None:
        super().__init__((problem,), Exit.REFUSED)
