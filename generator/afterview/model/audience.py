"""Who may see what: the three audiences and the three visibilities."""

from enum import StrEnum


class Visibility(StrEnum):
    """Who may see an entry or a section."""

    PRIVATE = "private"
    MENTOR = "mentor"
    PUBLIC = "public"

    @property
    def rank(self) -> int:
        """Order visibilities: the lower, the fewer may see it."""
        return ("private", "mentor", "public").index(self._value_)  # asked very often, and `value` takes its time


class Audience(StrEnum):
    """Who a site is for: the learner, a mentor, or everyone."""

    ME = "me"
    MENTOR = "mentor"
    PUBLIC = "public"

    def may_see(self, visibility: Visibility) -> bool:
        """Return whether this audience may see something of that visibility."""
        return visibility.rank >= ("me", "mentor", "public").index(self._value_)
