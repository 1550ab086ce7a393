"""Say how far a build is; what is made of it, and how long each stage takes, is for the listener to say."""

from collections.abc import Callable
from enum import StrEnum


class Stage(StrEnum):
    """Name the stages of a build, in their order."""

    LOOKING = "looking"
    READING = "reading"
    RENDERING = "rendering"
    WRITING = "writing"
    REMEMBERING = "remembering"


Tell = Callable[[Stage, int, int], object]
"""Hears of a stage: how many things it has to do (0: not known), and how many are done."""


def ignore(stage: Stage, total: int, done: int) -> None:
    """Hear and say nothing."""
