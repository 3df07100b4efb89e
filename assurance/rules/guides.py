"""
Help by role: what a person of a role does here, step by step, and why (SIX section 3, third key consideration; R150).
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass

from assurance.rules.roles import Role


@dataclass(frozen=True)
class GuideStep:
    """One step: what to do, and the name of the page where it is done; blank where there is none of its own."""

    text: str
    page: str


@dataclass(frozen=True)
class Guide:
    """Help for the people of some roles; for everybody where none is named."""

    title: str
    roles: frozenset[Role]
    why: str
    steps: tuple[GuideStep, ...]


def read_guides(text: str) -> tuple[Guide, ...]:
    """The guides of a TOML text, in its order. Raises ValueError for a role there is none of."""
    return tuple(
        Guide(
            title=row["title"],
            roles=frozenset(Role(role) for role in row.get("roles", [])),
            why=row["why"],
            steps=tuple(GuideStep(step["text"], step.get("page", "")) for step in row["step"]),
        )
        for row in tomllib.loads(text)["guide"]
    )


def guides_for(roles: Collection[Role], guides: Collection[Guide]) -> list[Guide]:
    """The guides for somebody of these roles: those of a role of theirs first, then those for everybody."""
    own = [guide for guide in guides if guide.roles & set(roles)]
    return own + [guide for guide in guides if not guide.roles]
