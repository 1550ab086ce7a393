"""Make Jinja2 quick at what these layouts do most: call macros, and escape text that has nothing to escape.

It gives the same text as Jinja2 by itself, from the same layouts; alone knows how Jinja2 generates code.
"""

import datetime
import re
from collections.abc import Callable
from functools import partial
from io import StringIO
from typing import Any

import jinja2
import msgspec
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

_SPECIAL = re.compile("[&<>'\"]").search
_FROZEN = (msgspec.Struct, str, int, float, tuple, datetime.date, type(None), type(missing))
_LONGEST = 1_000
_MOST = 5_000
"""Characters of what a macro said that are worth remembering; and how many a macro remembers."""


# What Markup() does with a plain text, without its asking what kind of value it got.
_mark: Callable[[str], Markup] = partial(str.__new__, Markup)


def _is_frozen(value: object) -> bool:
    return isinstance(value, _FROZEN)


class QuickMacro(Macro):
    """Call a macro without detours, and remember what it said of the same frozen values: it would say it again."""

    def __init__(
        self,
        environment: jinja2.Environment,
        func: Callable[..., str],
        name: str,
        arguments: list[str],
        catch_kwargs: bool,
        catch_varargs: bool,
        caller: bool,
        default_autoescape: bool | None = None,
    ) -> None:
        super().__init__(environment, func, name, arguments, catch_kwargs, catch_varargs, caller, default_autoescape)
        self._simple = bool(default_autoescape) and not (catch_kwargs or catch_varargs or caller)
        # By identity, which holds as long as the values are held beside what was said of them.
        self._said: dict[tuple[int, ...], tuple[Markup, tuple[Any, ...]]] = {}

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """Give what the macro says of its arguments."""
        gap = self._argument_count - len(args)
        if not self._simple or gap < 0 or (kwargs and not kwargs.keys() <= set(self.arguments[len(args) :])):
            return super().__call__(*args, **kwargs)
        if gap:
            args += tuple([kwargs.get(name, missing) for name in self.arguments[len(args) :]])
        key = tuple(map(id, args))
        said = self._said.get(key)
        if said is not None:
            return said[0]
        text = _mark(self._func(*args))
        if len(text) < _LONGEST and all(map(_is_frozen, args)):
            if len(self._said) >= _MOST:
                self._said.clear()
            self._said[key] = (text, args)
        return text


class _Generator(CodeGenerator):
    """Generate calls as calls: none of what a layout can call wants to be told its context first."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - Jinja2's name
        if forward_caller:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        stream, self.stream = self.stream, StringIO()
        self.signature(node, frame)
        arguments, self.stream = self.stream.getvalue(), stream
        self.write(f"({arguments.removeprefix(', ')})")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:  # noqa: ARG002 - Jinja2's signature
        names = "".join(f"{argument.name!r}, " for argument in macro_ref.node.args)
        self.write(
            f"environment.make_macro(environment, macro, {getattr(macro_ref.node, 'name', None)!r}, ({names}),"
            f" {macro_ref.accesses_kwargs!r}, {macro_ref.accesses_varargs!r}, {macro_ref.accesses_caller!r},"
            " context.eval_ctx.autoescape)"
        )

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escape(")


class _Template(jinja2.Template):
    """Be a template whose macros are made once: no layout brings names of its own for those that it imports."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return self._module or super()._get_default_module(ctx)


class Engine(jinja2.Environment):
    """Be a Jinja2 environment that generates quicker code."""

    code_generator_class = _Generator
    template_class = _Template
    make_macro = QuickMacro

    @staticmethod
    def escape(value: object) -> str:
        """Escape a value for HTML; what was marked as markup stays as it is."""
        if type(value) is Markup:
            return value
        if type(value) is not str:
            if hasattr(value, "__html__"):
                return escape(value)
            value = str(value)
        return value if _SPECIAL(value) is None else escape(value)
