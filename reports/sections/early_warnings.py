"""The open early warnings, before all else: the first duty of assurance is to alert the Board (SAF 5, R74, R75)."""

from dataclasses import dataclass, field

from assurance.queries.warnings import BY_THE_PORTAL, WarningStory
from assurance.rules.warnings import WarningState
from assurance.rules.wording import counted, date_words
from reports.queries.packs import PackContext
from reports.rules.contents import Heading
from reports.rules.prose import number_in_words, verb


@dataclass(frozen=True)
class BoardAnswer:
    """What the Executive Board answered, and when."""

    date: str
    text: str


@dataclass(frozen=True)
class Warned:
    """
    One warning in words. `finding` is blank where the title is that sentence; `asked` is what the Board is told, `done`
    and `difference` are how it was closed.
    """

    anchor: str
    title: str
    type: str
    state: str
    is_with_board: bool
    about: str
    since: str
    finding: str
    what: str
    before: str
    escalated: str
    asked: str
    answers: tuple[BoardAnswer, ...]
    done: str
    difference: str


@dataclass(frozen=True)
class EarlyWarnings:
    """
    The section: `lead` says how many are open and how many of them wait for the Executive Board.

    `with_board` are the open ones that have been before the Board, `with_saas` those that have not.
    """

    lead: str
    with_board: tuple[Warned, ...]
    with_saas: tuple[Warned, ...]
    closed: tuple[Warned, ...]
    headings: tuple[Heading, ...] = field(default=())


def build(context: PackContext) -> EarlyWarnings:
    """The open warnings, those that wait for the Board first, and those it answered that have been closed since."""
    numbered = [_warned(number, story) for number, story in enumerate(context.warnings.open, start=1)]
    with_board = tuple(one for one in numbered if one.escalated)
    with_saas = tuple(one for one in numbered if not one.escalated)
    closed = [_warned(number, story) for number, story in enumerate(context.warnings.closed, start=len(numbered) + 1)]
    headings = [Heading(one.anchor, one.title) for one in with_board]
    if with_saas:
        headings.append(Heading("warnings-with-saas", "Warnings that SAAS is dealing with"))
    return EarlyWarnings(
        lead=lead(len(numbered), sum(one.is_with_board for one in numbered)),
        with_board=with_board,
        with_saas=with_saas,
        closed=tuple(closed),
        headings=tuple(headings),
    )


def lead(still_open: int, with_board: int) -> str:
    """How many warnings are open, and how many of them wait for the Executive Board's answer."""
    if not still_open:
        return "No early warning is open."
    said = f"{counted(still_open, 'early warning')} {verb(still_open, 'is', 'are')} open"
    if not with_board:
        return f"{said}. None of them waits for the Executive Board’s answer."
    if with_board == still_open:
        waiting = "It waits" if still_open == 1 else "All of them wait"
        return f"{said}. {waiting} for the Executive Board’s answer."
    waiting = f"{number_in_words(with_board).capitalize()} of them {verb(with_board, 'waits', 'wait')}"
    return f"{said}. {waiting} for the Executive Board’s answer."


def _warned(number: int, story: WarningStory) -> Warned:
    warning = story.warning
    raiser = warning.raised_by or BY_THE_PORTAL.lower()
    return Warned(
        anchor=f"warning-{number}",
        title=warning.title,
        type=warning.get_kind_display(),
        state=warning.get_state_display(),
        is_with_board=warning.state == WarningState.ESCALATED,
        about=warning.topic.title,
        since=f"{date_words(warning.raised_at)}, raised by {raiser}",
        finding="" if warning.finding == warning.title else warning.finding,
        what=warning.what,
        before=_before(story),
        escalated=f"{date_words(story.escalated_on)}. {story.reason}." if story.escalated_on else "",
        asked=story.asked,
        answers=tuple(BoardAnswer(date_words(answer.given_on), answer.text) for answer in story.answers),
        done=story.done,
        difference=story.difference,
    )


def _before(story: WarningStory) -> str:
    earlier = story.warning.earlier
    return f"{earlier.title}, raised {date_words(earlier.raised_at)}" if earlier else ""
