"""The examples in docstrings give what they say, and public functions name the problems that they raise."""

import ast
import doctest
import importlib
from pathlib import Path

import pytest

import afterview

PACKAGE = Path(afterview.__file__).parent
SOURCES = {path.relative_to(PACKAGE.parent): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
WITH_EXAMPLES = sorted(str(path.with_suffix("")).replace("/", ".") for path, text in SOURCES.items() if ">>> " in text)
PROBLEMS = {"AfterviewError", "ContentError", "Refused"}


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_examples_give_what_they_say(module):
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted
    assert not result.failed


def test_a_public_function_names_the_problems_that_it_raises():
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path, text in SOURCES.items()
        if any(f"raise {problem}(" in text for problem in PROBLEMS)
        for node in ast.walk(ast.parse(text))
        # What a command raises is in its help, with the exit status.
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.name != "command"
        if raised_by(node) & PROBLEMS and "Raises" not in (ast.get_docstring(node) or "")
    ]
    assert silent == []


def raised_by(function: ast.FunctionDef) -> set[str]:
    raised = [node.exc for node in ast.walk(function) if isinstance(node, ast.Raise)]
    calls = [one.func for one in raised if isinstance(one, ast.Call)]
    return {name.id for name in calls if isinstance(name, ast.Name)}
