"""What is missing of an indicator: figures, fresh figures, a definition, somebody who answers for it (R69)."""

from datetime import date, timedelta
from enum import StrEnum

from indicators.rules.vocabulary import Frequency


class Gap(StrEnum):
    """One kind of gap in the data."""

    NO_DATA = "no_data"
    STALE = "stale"
    NO_DEFINITION = "no_definition"
    NO_OWNER = "no_owner"
    NO_SOURCE = "no_source"
    NO_JUDGEMENT = "no_judgement"


GAP_WORDS = {
    Gap.NO_DATA: "No figures",
    Gap.STALE: "Figures out of date",
    Gap.NO_DEFINITION: "Definition not yet agreed",
    Gap.NO_OWNER: "No owner",
    Gap.NO_SOURCE: "No source agency",
    Gap.NO_JUDGEMENT: "Not yet judged",
}
GAP_HEADS = {
    Gap.NO_DATA: "Figures",
    Gap.STALE: "Fresh figures",
    Gap.NO_DEFINITION: "Definition",
    Gap.NO_OWNER: "Owner",
    Gap.NO_SOURCE: "Source agency",
    Gap.NO_JUDGEMENT: "Judgement",
}
# How old a figure grows before the next should have come: its period and the time publishers take. A yearly figure of
# March 2025 is followed by that of March 2026, which may take eight months to come out.
DAYS_ALLOWED = {
    Frequency.WEEKLY: 62,
    Frequency.FORTNIGHTLY: 62,
    Frequency.MONTHLY: 92,
    Frequency.QUARTERLY: 183,
    Frequency.ACADEMIC_YEAR: 608,
    Frequency.ANNUAL: 608,
}


def is_stale(frequency: Frequency | None, period_end: date, today: date) -> bool:
    """Whether the figure after this one should have come by `today`. Without an agreed frequency it is a yearly one."""
    return today - period_end > timedelta(days=DAYS_ALLOWED[frequency or Frequency.ANNUAL])
