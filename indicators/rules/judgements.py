"""
Judgements of an item: the question asked, its answers in words, and when one has grown old (R58, R59).

Items of domain 2 carry a number, and beside it how far the safeguarding partners "understand and is sighted on what is
being done to address concerns" (SAF Appendix 1); the items of domains 1 and 3 are asked how far they are in place.
"""

from datetime import date
from types import MappingProxyType

from indicators.rules.vocabulary import Extent, Kind

QUESTIONS = MappingProxyType(
    {
        Kind.JUDGEMENT: "How far is this in place?",
        Kind.NUMBER_AND_JUDGEMENT: (
            "How far do the safeguarding partners understand, and are they sighted on, what is being done about this?"
        ),
    }
)
WORDS = MappingProxyType(
    {
        Kind.JUDGEMENT: MappingProxyType(
            {
                Extent.FULLY: "Fully in place",
                Extent.LARGELY: "Largely in place",
                Extent.PARTLY: "Partly in place",
                Extent.NOT_YET: "Not yet in place",
                Extent.CANNOT_SAY: "Cannot say",
            }
        ),
        Kind.NUMBER_AND_JUDGEMENT: MappingProxyType(
            {
                Extent.FULLY: "Fully sighted",
                Extent.LARGELY: "Largely sighted",
                Extent.PARTLY: "Partly sighted",
                Extent.NOT_YET: "Not yet sighted",
                Extent.CANNOT_SAY: "Cannot say",
            }
        ),
    }
)
# The scale as Red, Amber and Green (C10). Who cannot say has not rated.
RATINGS = MappingProxyType(
    {
        Extent.FULLY: "green",
        Extent.LARGELY: "green",
        Extent.PARTLY: "amber",
        Extent.NOT_YET: "red",
        Extent.CANNOT_SAY: "",
    }
)


def is_old(judged_on: date, today: date) -> bool:
    """Whether a judgement was given more than a year ago. One of 29 February is a year old on 28 February."""
    try:
        birthday = judged_on.replace(year=judged_on.year + 1)
    except ValueError:
        birthday = judged_on.replace(year=judged_on.year + 1, day=28)
    return today > birthday


def judgement_state(*, is_given: bool, is_old: bool) -> str:
    """Whether a judgement stands, in words: "No judgement yet", "Older than a year" or "Within the last year"."""
    if not is_given:
        return "No judgement yet"
    return "Older than a year" if is_old else "Within the last year"
