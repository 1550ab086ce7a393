"""Read portfolio.yaml and questions.yaml, and check what they say about kinds and skills."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Generic

import msgspec

from afterview.model.address import is_site_address
from afterview.problems import Code, Problem
from afterview.reading.did_you_mean import did_you_mean
from afterview.reading.entries import slug_of
from afterview.reading.field_parser import Fields, parse_fields
from afterview.reading.schema import PortfolioFields, QuestionsFields
from afterview.reading.sources import CONTENT, Source, list_sources, read_source
from afterview.reading.vocabulary import Vocabulary, folded, role_words
from afterview.reading.yaml_tree import Tree, parse_yaml

_SETTINGS = f"{CONTENT}/portfolio.yaml"
_QUESTIONS = f"{CONTENT}/questions.yaml"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What portfolio.yaml and questions.yaml say; a file that is missing or cannot be read gives no fields.

    ``paths`` are the files, and ``skill_paths`` those of the skills, whose names are known without reading them.
    ``unknown`` has, by path, the keys that no field has, each with its line.
    """

    fields: PortfolioFields
    questions: QuestionsFields
    skill_paths: tuple[str, ...]
    paths: tuple[str, ...]
    problems: tuple[Problem, ...]
    unknown: Mapping[str, Mapping[str, int]]

    @property
    def url(self) -> str | None:
        """The site's address in portfolio.yaml, ending in a slash."""
        return self.fields.url.rstrip("/") + "/" if self.fields.url else None

    def make_vocabulary(self) -> Vocabulary:
        """Collect the words that entries are read by."""
        fields, questions = self.fields, self.questions.questions
        return Vocabulary(
            kinds={slug: frozenset(kind.skills) for slug, kind in fields.kinds.items()},
            skills=frozenset(map(slug_of, self.skill_paths)),
            questions=frozenset(questions),
            steps=len(fields.scale),
            scale=fields.scale,
            ignore=frozenset(fields.ignore),
            headings=role_words(fields.sections),
            default_visibility=fields.visibility,
            asks={folded(question.ask): id_ for id_, question in questions.items()},
        )


class _File(msgspec.Struct, Generic[Fields], frozen=True, kw_only=True):
    """A file as read: ``tree`` and ``fields`` are None where there are none."""

    source: Source
    tree: Tree | None = None
    fields: Fields | None = None
    problems: list[Problem]
    unknown: Mapping[str, int] = {}

    def problem(self, code: Code, message: str, hint: str, *path: str | int) -> Problem:
        """Make a problem at the line of a key."""
        line, column = self.tree.place(*path) if self.tree else (1, 1)
        return self.source.problem(code, message, hint, line=line, column=column)


def read_settings(root: Path) -> Settings:
    """Read the settings of the portfolio at ``root``, and no entry."""
    skill_paths, problems = list_sources(root, "skills")
    skills = frozenset(map(slug_of, skill_paths))
    settings = _read_file(root, _SETTINGS, PortfolioFields)
    kinds = frozenset(settings.fields.kinds) if settings.fields else frozenset()
    problems += (*settings.problems, *_check_settings(settings, skills))
    files = {_SETTINGS: settings.unknown}
    asked = QuestionsFields()
    if (root / _QUESTIONS).exists():
        questions = _read_file(root, _QUESTIONS, QuestionsFields)
        problems += (*questions.problems, *_check_questions(questions, skills, kinds))
        files[_QUESTIONS] = questions.unknown
        asked = questions.fields or asked
    return Settings(
        fields=settings.fields or PortfolioFields(title="", author="", kinds={}),
        questions=asked,
        skill_paths=tuple(skill_paths),
        paths=tuple(files),
        problems=tuple(problems),
        unknown=files,
    )


def _read_file(root: Path, path: str, form: type[Fields]) -> _File[Fields]:
    source = read_source(root, path)
    if isinstance(source, Problem):
        return _File(source=Source(path=path, text=""), problems=[source])
    tree, problems = parse_yaml(source, source.text)
    if tree is None:
        return _File(source=source, problems=problems)
    parsed = parse_fields(source, tree, form)
    problems += parsed.problems
    return _File(source=source, tree=tree, fields=parsed.fields, problems=problems, unknown=parsed.unknown)


def _check_questions(file: _File[QuestionsFields], skills: frozenset[str], kinds: frozenset[str]) -> Iterator[Problem]:
    for id_, question in file.fields.questions.items() if file.fields else ():
        named = [("skills", place, skill, skills, Code.UNKNOWN_SKILL) for place, skill in enumerate(question.skills)]
        if kinds:
            named += [("kinds", place, kind, kinds, Code.UNKNOWN_KIND) for place, kind in enumerate(question.kinds)]
        for key, place, name, known, code in named:
            if name not in known:
                message = f"`{name}` is not a {key.removesuffix('s')} of this portfolio"
                yield file.problem(code, message, did_you_mean(name, sorted(known)), "questions", id_, key, place)


def _check_settings(file: _File[PortfolioFields], skills: frozenset[str]) -> Iterator[Problem]:
    fields, note = file.fields, file.problem
    if fields is None:
        return
    for slug, kind in fields.kinds.items():
        for place, skill in enumerate(kind.skills):
            if skill not in skills:
                hint = f"{did_you_mean(skill, sorted(skills))}; or write content/skills/{skill}.md"
                message = f"there is no skill `{skill}`"
                yield note(Code.UNKNOWN_SKILL, message, hint, "kinds", slug, "skills", place)
    if file.tree and not file.tree.value.get("kinds"):
        yield note(
            Code.MISSING_FIELD, "there is no kind of interview", "add one to `kinds`, as `afterview init` does", "kinds"
        )
    if len(set(fields.scale)) < len(fields.scale):
        yield note(Code.BAD_VALUE, "two steps of the scale have the same word", "give each step its own word", "scale")
    if not 2 <= len(fields.scale) <= 9:
        message = f"a scale of {len(fields.scale)} words cannot be used"
        yield note(Code.BAD_VALUE, message, "give it 2 to 9 words, lowest first", "scale")
    if fields.url is not None and not is_site_address(fields.url):
        hint = "write the full address, like https://ada.github.io/interviews/"
        yield note(Code.BAD_VALUE, f"`{fields.url}` is not a site's address", hint, "url")
    if not _LANGUAGE.match(fields.language):
        yield note(
            Code.BAD_VALUE, f"`{fields.language}` is not a language's code", "write en, es, pt, fr, …", "language"
        )
