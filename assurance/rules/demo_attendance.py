"""
Who came to the meetings of the demonstration, read into plain values.

By default everybody on the list says so and comes; the file tells of the meetings where somebody did not.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assurance.rules.attendance import INPUT_WORDS
from assurance.rules.wording import LONDON


@dataclass(frozen=True)
class SubstitutePlan:
    """Who stands in for whom, and why; `is_able` is whether that was confirmed, None when nobody did."""

    stands_in_for: str
    post: str
    reason: str
    is_able: bool | None


@dataclass(frozen=True)
class InputPlan:
    """What a member sent beforehand, by the fields of an input."""

    author: str
    texts: dict[str, str]


@dataclass(frozen=True)
class AttendancePlan:
    """
    What befell one meeting: who sent apologies, who a substitute, and to when it was rearranged.

    `silent` are those who have not replied to a meeting that is still to come.
    """

    starts_at: datetime
    apologies: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    substitutes: tuple[SubstitutePlan, ...] = ()
    inputs: tuple[InputPlan, ...] = ()
    rearranged_to: datetime | None = None
    why: str = ""


def read_attendance(text: str) -> tuple[AttendancePlan, ...]:
    """The plans of a file. Raises KeyError or ValueError when it is not as it should be."""
    return tuple(_plan(row) for row in tomllib.loads(text)["attendance"])


def _plan(row: dict[str, Any]) -> AttendancePlan:
    return AttendancePlan(
        starts_at=_london(row["starts_at"]),
        apologies=tuple(row.get("apologies", ())),
        silent=tuple(row.get("silent", ())),
        substitutes=tuple(
            SubstitutePlan(one["for"], one["post"], one["reason"], one.get("is_able"))
            for one in row.get("substitute", ())
        ),
        inputs=tuple(_input(one) for one in row.get("input", ())),
        rearranged_to=_london(row["rearranged_to"]) if "rearranged_to" in row else None,
        why=row.get("why", ""),
    )


def _input(row: dict[str, Any]) -> InputPlan:
    if unknown := row.keys() - {"author", *INPUT_WORDS}:
        raise ValueError(f"An input has no field {', '.join(sorted(unknown))}.")
    return InputPlan(row["author"], {name: row[name] for name in INPUT_WORDS if name in row})


def _london(moment: datetime) -> datetime:
    return moment.replace(tzinfo=LONDON)
