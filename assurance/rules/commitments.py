"""
What an agency commits itself to of its own accord: activity within it, or joint activity with others.

Source: SAAS ToR 4.3: members "commission further internal agency activity to support the objectives of the group or
commit their agency to taking part in further joint activity" (R103).
"""

from enum import StrEnum
from types import MappingProxyType


class CommitmentKind(StrEnum):
    """Whether the agency acts by itself or with others."""

    INTERNAL = "internal"
    JOINT = "joint"


KIND_WORDS = MappingProxyType(
    {
        CommitmentKind.INTERNAL: "Activity within the agency",
        CommitmentKind.JOINT: "Joint activity with other agencies or groups",
    }
)
WITH_WHOM = "Say with whom the agency acts"


def problems_of_commitment(kind: CommitmentKind, with_whom: str) -> list[str]:
    """Every reason, a sentence each, why an agency cannot be committed in these words; empty when it can."""
    return [f"{WITH_WHOM}."] if kind == CommitmentKind.JOINT and not with_whom.strip() else []


def commitment_words(kind: CommitmentKind, with_whom: str, what: str) -> str:
    """What the action says of it: which kind it is, with whom, and then what is to be done."""
    partners = f": {with_whom.strip()}" if kind == CommitmentKind.JOINT else ""
    return "\n\n".join(part for part in (f"{KIND_WORDS[kind]}{partners}.", what.strip()) if part)
