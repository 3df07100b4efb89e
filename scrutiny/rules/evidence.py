"""
Something of the portal that can illustrate an answer, in the words and with the date that it has when it is looked at.

Source: SAF section 5 and SAAS ToR 3.7: the products of SAAS are the scrutineer's evidence (R133).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from assurance.rules.wording import date_words
from scrutiny.rules.assessments import EvidenceKind


@dataclass(frozen=True)
class Offer:
    """
    Evidence as it is offered: `key` names it to be read again, `address` leads to it as it stands now.

    `item` is the key of the item of assurance where it is one.
    """

    key: str
    kind: EvidenceKind
    words: str
    source: str
    dated_on: date
    address: str
    item: UUID | None = None

    @property
    def dated_words(self) -> str:
        """Its date in words."""
        return date_words(self.dated_on)


@dataclass(frozen=True)
class Sought:
    """What is looked for: every one of `terms` has to be there. Figures are read `as_at` a day; at most `limit`."""

    terms: tuple[str, ...]
    as_at: date
    today: date
    limit: int


def terms_of(text: str) -> tuple[str, ...]:
    """The words somebody typed to search with, each once."""
    return tuple(dict.fromkeys(text.split()))


def holds_all(text: str, terms: Iterable[str]) -> bool:
    """Whether every term is in the text, whatever its capitals."""
    folded = text.casefold()
    return all(term.casefold() in folded for term in terms)


def first_found(offers: Iterable[Offer], sought: Sought) -> list[Offer]:
    """The first offers whose words or source hold every term, as many as are asked for."""
    found: list[Offer] = []
    for offer in offers:
        if len(found) == sought.limit:
            break
        if holds_all(f"{offer.words} {offer.source}", sought.terms):
            found.append(offer)
    return found
