"""Help by role, read from its file."""

from datetime import date
from functools import cache
from pathlib import Path

from assurance.models import Membership, User
from assurance.rules.guides import Guide, guides_for, read_guides
from assurance.rules.roles import Role

GUIDES = Path(__file__).resolve().parent.parent / "data" / "guides.toml"


@cache
def every_guide() -> tuple[Guide, ...]:
    """Every guide of the file; it changes with a release alone."""
    return read_guides(GUIDES.read_text(encoding="utf-8"))


def guides_of(user: User, today: date) -> list[Guide]:
    """The guides for the roles `user` has today, and those for everybody."""
    roles = Membership.objects.filter(person=user).on(today).values_list("role", flat=True)
    return guides_for({Role(role) for role in roles}, every_guide())
