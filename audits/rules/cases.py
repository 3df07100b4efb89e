"""
Cases: the sampling frame, and a random draw that anybody can repeat from its seed (R116: references alone, no names).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from audits.rules.audits import AuditState
from audits.rules.identifiers import found_in, identifiers_sentence

MAX_CASES = 2_000
MAX_DRAWN = 200
MAX_REFERENCE = 20
MAX_KIND = 80
PROBLEMS_TOLD = 20
# Cases are replaced while agencies prepare and answer; once answers lie side by side, the choice would be a verdict.
REPLACES = frozenset({AuditState.PLANNED, AuditState.COLLECTING})

# Letters, digits and marks between them; without a digit it could be a name.
_REFERENCE = re.compile(r"(?=\D*\d)[^\W_](?:[\-./_]?[^\W_])*")
_LINE = re.compile(r"([^\s,]*)[\s,]*(.*)", re.DOTALL)
_DATE = re.compile(r"\d{1,4}[\-./]\d{1,2}[\-./]\d{2,4}")


class CaseState(StrEnum):
    """What a case is to its audit."""

    FRAME = "frame"
    DRAWN = "drawn"
    RESERVE = "reserve"
    REPLACED = "replaced"


STATE_WORDS = MappingProxyType(
    {
        CaseState.FRAME: "In the sampling frame",
        CaseState.DRAWN: "In the audit",
        CaseState.RESERVE: "In reserve",
        CaseState.REPLACED: "Replaced",
    }
)


@dataclass(frozen=True)
class Draw:
    """What a draw found: the references drawn, and those in reserve in the order in which they step in."""

    drawn: tuple[str, ...]
    reserve: tuple[str, ...]


def draw(references: Iterable[str], *, seed: str, number: int, reserve: int) -> Draw:
    """
    `number` references and `reserve` more, at random: in the order of the SHA-256 of "seed:reference".

    Whoever has the frame and the seed finds the same draw with any tool that computes SHA-256. Raises ValueError when
    the frame is too small for the draw itself; the reserve takes what is left.
    """
    order = sorted(set(references), key=lambda reference: key_of(reference, seed))
    if number < 1 or number > len(order):
        raise ValueError(f"{number} cannot be drawn from {len(order)}")
    return Draw(tuple(order[:number]), tuple(order[number : number + reserve]))


def key_of(reference: str, seed: str) -> str:
    """By what the draw is ordered: the SHA-256 of "seed:reference", as 64 hexadecimal digits."""
    return sha256(f"{seed}:{reference}".encode()).hexdigest()


def frame_sha256(references: Iterable[str]) -> str:
    """What tells one frame from another: the SHA-256 of its references in the order of the alphabet, one a line."""
    return sha256("\n".join(sorted(references)).encode()).hexdigest()


@dataclass(frozen=True)
class FrameCase:
    """One case of a frame: its reference, and what kind of case it is, if that was said."""

    reference: str
    stratum: str = ""


@dataclass(frozen=True)
class Frame:
    """A frame as it was written: its cases in that order, and every reason why it cannot be taken."""

    cases: tuple[FrameCase, ...]
    problems: tuple[str, ...] = ()


def read_frame(text: str) -> Frame:
    """
    The sampling frame of a text: a reference a line, with a kind of case after a comma, a tab or a space.

    Blank lines are left out. A problem names its line, never what stands in it.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MAX_CASES:
        return Frame((), (f"A sampling frame has at most {MAX_CASES:,} cases. This one has {len(lines):,}.",))
    cases, problems, seen = [], [], dict[str, int]()
    for number, line in lines:
        case = _case(line)
        problems += [f"Line {number}: {problem}" for problem in problems_of_case(case)]
        same = case.reference.casefold()
        if same in seen:
            problems.append(f"Line {number}: this is the reference of line {seen[same]}. Give each case its own.")
        seen.setdefault(same, number)
        cases.append(case)
    if len(problems) > PROBLEMS_TOLD:
        more = len(problems) - PROBLEMS_TOLD
        problems = [*problems[:PROBLEMS_TOLD], f"There are {more} problems more."]
    return Frame(tuple(cases), tuple(problems))


def write_frame(cases: Iterable[FrameCase]) -> str:
    """A frame as text, to be changed and read again."""
    return "\n".join(f"{case.reference}, {case.stratum}" if case.stratum else case.reference for case in cases)


def problems_of_case(case: FrameCase) -> Iterator[str]:
    """Every reason, a sentence each, why a case cannot stand in a frame under this reference and kind."""
    if len(case.reference) > MAX_REFERENCE:
        yield f"a reference has at most {MAX_REFERENCE} characters."
    elif not _REFERENCE.fullmatch(case.reference):
        yield "a reference is letters and digits with no spaces, and at least one digit, like A01."
    elif _DATE.fullmatch(case.reference):
        yield "this is a date, which could tell who the child is. Give the case a made-up reference, like A01."
    if len(case.stratum) > MAX_KIND:
        yield f"a kind of case has at most {MAX_KIND} characters."
    if words := identifiers_sentence(found_in(f"{case.reference} , {case.stratum}")):
        yield words[0].lower() + words[1:]


def _case(line: str) -> FrameCase:
    reference, stratum = _LINE.fullmatch(line.strip().removeprefix("- ")).groups()  # type: ignore[union-attr]
    return FrameCase(reference, " ".join(stratum.split()))


def problems_of_draw(number: int, reserve: int, frame: int) -> list[str]:
    """Every reason, a sentence each, why so many cases cannot be drawn from a frame of this size."""
    if not frame:
        return ["There is no sampling frame yet."]
    if not 1 <= number <= MAX_DRAWN:
        return [f"Draw at least 1 case, and at most {MAX_DRAWN}."]
    if not 0 <= reserve <= MAX_DRAWN:
        return [f"Keep at most {MAX_DRAWN} cases in reserve."]
    if number + reserve > frame:
        return [f"The frame has {frame:,} cases: {number + reserve} cannot be drawn from it, reserve included."]
    return []
