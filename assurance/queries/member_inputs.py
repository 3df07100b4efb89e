"""What members tell the others before a meeting (SAAS ToR 4.3; R40, R41). A draft is its author's alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from assurance.models import Meeting, MemberInput, User
from assurance.queries.attendance import own_attendee
from assurance.rules.attendance import INPUT_WORDS, problem_of_input
from assurance.rules.meetings import MeetingState
from assurance.rules.wording import date_time_words, local_date


@dataclass(frozen=True)
class SentInput:
    """One member's input as it was sent: who, for whom, and what under which heading."""

    author: str
    agency: str
    sent_at: datetime
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class InputsPage:
    """Members' input to a meeting: what was sent, by agency, and how far the reader's own is."""

    sent: tuple[SentInput, ...]
    own_words: str
    write_url: str
    write_words: str
    list_url: str


def own_input(meeting: Meeting, user: User) -> MemberInput | None:
    """The reader's own input, draft or sent, or None."""
    return MemberInput.objects.filter(meeting=meeting, author=user).first()


def input_problem(meeting: Meeting, user: User) -> str:
    """Why `user` cannot write to the meeting now; blank when they can."""
    if problem := problem_of_input(MeetingState(meeting.state)):
        return problem
    if own_attendee(meeting, user) is None:
        return "Input is written by those who are expected at the meeting."
    own = own_input(meeting, user)
    return f"You sent your input on {date_time_words(own.sent_at)}." if own and own.sent_at else ""


def inputs_page(meeting: Meeting, user: User) -> InputsPage:
    """The input sent to a meeting `user` may read, and how far their own is: nobody learns of another's draft."""
    own, problem = own_input(meeting, user), input_problem(meeting, user)
    drafted = own is not None and not problem
    return InputsPage(
        sent=sent_inputs(meeting),
        own_words="Your draft has not been sent: nobody but you can see it." if drafted else _closed_words(own),
        write_url="" if problem else reverse("assurance:input_write", args=[meeting.key]),
        write_words="Go on with your draft" if drafted else "Write your input",
        list_url=reverse("assurance:input_list", args=[meeting.key]),
    )


def _closed_words(own: MemberInput | None) -> str:
    if own is None:
        return ""
    if own.sent_at:
        return f"You sent your input on {date_time_words(own.sent_at)}."
    return "Your draft was never sent: nobody but you can see it."


def sent_inputs(meeting: Meeting) -> tuple[SentInput, ...]:
    """What was sent to a meeting, by agency, under the names of its day; those of no agency last."""
    day = local_date(meeting.starts_at)
    rows = meeting.inputs.filter(sent_at__isnull=False).select_related("author", "agency")
    found = [
        SentInput(str(row.author), row.agency.name_on(day) if row.agency else "", row.sent_at, _parts(row))
        for row in rows.prefetch_related("agency__names")
        if row.sent_at
    ]
    return tuple(sorted(found, key=lambda one: (not one.agency, one.agency, one.sent_at)))


def _parts(row: MemberInput) -> tuple[tuple[str, str], ...]:
    return tuple((words, getattr(row, name)) for name, words in INPUT_WORDS.items() if getattr(row, name).strip())


def input_initial(own: MemberInput | None) -> dict[str, Any]:
    """What the form begins with: one's own draft, or nothing."""
    if own is None:
        return {"version": 0}
    return {name: getattr(own, name) for name in INPUT_WORDS} | {"version": own.version}


def stored_texts(own: MemberInput) -> dict[str, str]:
    """The texts as saved, by the names of the form."""
    return {name: getattr(own, name) for name in INPUT_WORDS}


def draft_parts(own: MemberInput) -> tuple[tuple[str, str], ...]:
    """One's own draft under its headings, to check before it is sent."""
    return _parts(own)
