"""
Which parts of the arrangements scrutiny covered in a year, and what it left out, said plainly.

Source: Six Steps, section 2, paragraphs 31 and 33; SAF section 5; SAAS ToR 1.4(b) (R134).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assurance.rules.wording import counted
from scrutiny.rules.assessments import AssessmentKind
from scrutiny.rules.frameworks import Rating


@dataclass(frozen=True)
class Rated:
    """How a question was rated in one assessment, of which kind, and how many pieces of evidence it had."""

    kind: AssessmentKind
    rating: Rating
    evidence: int


@dataclass(frozen=True)
class Covered:
    """A question that speaks to a part of the arrangements, with how each assessment rated it."""

    number: str
    rated: tuple[Rated, ...] = ()


def gaps_of(questions: Sequence[Covered], log_entries: int) -> list[str]:
    """What is missing of one part of the arrangements in a year, a sentence each; empty when nothing is."""
    gaps = []
    unrated = [one.number for one in questions if not one.rated]
    if not questions:
        gaps.append("No question of the frameworks in use speaks to this.")
    elif len(unrated) == len(questions):
        gaps.append("No assessment rated any of its questions.")
    else:
        if unrated:
            gaps.append(f"{counted(len(unrated), 'question was', 'questions were')} not rated: {', '.join(unrated)}.")
        gaps += _gaps_of_ratings(questions)
    if not log_entries:
        gaps.append("The scrutiny log has no shared entry about it.")
    return gaps


def _gaps_of_ratings(questions: Sequence[Covered]) -> list[str]:
    rated = [each for one in questions for each in one.rated]
    gaps = []
    if all(each.kind != AssessmentKind.SCRUTINY for each in rated):
        gaps.append("Only the partners themselves rated it: there is no independent scrutiny of it.")
    if all(each.kind == AssessmentKind.SCRUTINY for each in rated):
        gaps.append("Only scrutiny rated it: the partners have not assessed themselves.")
    without = [one.number for one in questions if one.rated and not any(each.evidence for each in one.rated)]
    if without:
        gaps.append(f"Rated without any evidence: {', '.join(without)}.")
    return gaps
