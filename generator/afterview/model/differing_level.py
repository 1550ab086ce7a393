"""A skill of which an audience reads another level than the author does."""

import msgspec


class DifferingLevel(msgspec.Struct, frozen=True, kw_only=True):
    """A skill's title, and the words of its level as the audience reads them and as the author does."""

    title: str
    shown: str
    whole: str
