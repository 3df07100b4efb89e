"""What an agency's staff survey says of a standard, beside its own grade (R88): counts, and shares only of enough."""

from audits.rules.report import PERCENT_FROM, percent_of

PARTS_WITHIN = "No more can have answered than were asked, and no more have agreed than answered."


def survey_words(asked: int, answered: int, agreed: int) -> str:
    """
    The figures as a sentence: "34 of 50 who answered agreed (68%). 80 were asked."

    A percentage is given from twenty answers on; fewer are only counted.
    """
    if not answered:
        return f"Nobody answered. {asked:,} were asked."
    share = f" ({percent_of(agreed, answered)}%)" if answered >= PERCENT_FROM else ""
    return f"{agreed:,} of {answered:,} who answered agreed{share}. {asked:,} were asked."


def survey_problem(asked: int, answered: int, agreed: int) -> str:
    """Why three figures do not fit together, as a sentence; blank when they do."""
    return "" if 0 <= agreed <= answered <= asked else PARTS_WITHIN
