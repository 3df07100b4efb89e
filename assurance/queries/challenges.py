"""Reading challenges: the log with its filters, one challenge with its history, what waits for whom, the table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.urls import reverse

from assurance.models import Agency, Challenge, ChallengeEvent, Meeting, PartnershipGroup, User
from assurance.permissions import agencies_where, groups_where, may
from assurance.queries.actions import Due, held_by
from assurance.queries.meetings import meetings_visible_to
from assurance.queries.tables import Table
from assurance.rules.challenges import (
    IS_ANSWERED,
    NEXT_WORDS,
    ON_THE_CHALLENGED,
    RIGHTS,
    WAITS_FOR_EFFECT,
    ChallengeMove,
    ChallengeState,
    due_in_words,
    is_overdue,
    may_settle,
    moves_from,
)
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.warnings import occurrences
from assurance.rules.wording import date_words, local_date

OPEN, OVERDUE = "open", "overdue"
MY_AGENCY, RAISED_BY_ME = "agency", "mine"
# What waits for an answer first, then what waits for its effect, then what is closed.
IN_ORDER = Case(
    *(When(state=state, then=Value(place)) for place, state in enumerate(ChallengeState)), output_field=IntegerField()
)
RELATED = ("agency", "group", "topic", "raised_by", "earlier", "warning", "meeting__group")
# The meetings a challenge may have been made at: the latest that one reads.
MADE_AT = (MeetingState.CIRCULATED, MeetingState.HELD)
MEETINGS_OFFERED = 24


@dataclass(frozen=True)
class ChallengeFilters:
    """
    What the log is narrowed to; blank for any.

    `whose` is "agency" (my agency or group was challenged) or "mine" (I raised it), `state` a state, "open" or
    "overdue", `challenged` "agency:slug" or "group:slug", `raiser` the key of whoever raised it.
    """

    whose: str = ""
    state: str = ""
    challenged: str = ""
    raiser: str = ""


def challenges_visible_to(user: User) -> QuerySet[Challenge]:
    """
    The challenges of the agencies and groups whose challenges `user` may read, those that wait for an answer first.

    Each says in `came_before` whether it is linked to an earlier one that `user` may read as well, and in `answered_at`
    when it was last answered.
    """
    mine = _readable_by(user)
    before = Challenge.objects.filter(mine, pk=OuterRef("earlier"))
    answers = ChallengeEvent.objects.filter(challenge=OuterRef("pk"), move=ChallengeMove.ANSWER).order_by("-at", "-pk")
    said = {"came_before": Exists(before), "answered_at": Subquery(answers.values("at")[:1])}
    found = Challenge.objects.filter(mine).select_related(*RELATED).annotate(**said)
    return found.order_by(IN_ORDER, "answer_due_on", "raised_at", "pk")


def _readable_by(user: User) -> Q:
    return Q(agency__in=agencies_where(user, Permission.READ_CHALLENGE)) | Q(
        group__in=groups_where(user, Permission.READ_CHALLENGE)
    )


def challenge_visible_to(user: User, pk: UUID) -> Challenge | None:
    """One challenge, or None."""
    return challenges_visible_to(user).filter(pk=pk).first()


def challenges_found(user: User, filters: ChallengeFilters, today: date) -> QuerySet[Challenge]:
    """The challenges that match every filter, in the same order."""
    found = challenges_visible_to(user)
    if filters.whose == MY_AGENCY:
        found = found.filter(held_by(user, today))
    elif filters.whose == RAISED_BY_ME:
        found = found.filter(raised_by=user)
    if filters.state == OPEN:
        found = found.exclude(state=ChallengeState.CLOSED)
    elif filters.state == OVERDUE:
        found = found.filter(state=ChallengeState.RAISED, answer_due_on__lt=today)
    elif filters.state:
        found = found.filter(state=filters.state)
    if filters.raiser:
        found = found.filter(raised_by=int(filters.raiser))
    kind, _, slug = filters.challenged.partition(":")
    return found.filter(**{f"{kind}__slug": slug}) if kind in ("agency", "group") else found


def challenged_ones(user: User) -> list[tuple[str, str]]:
    """The agencies and groups that were challenged, as far as `user` reads it: "agency:slug" with the name."""
    found = challenges_visible_to(user).order_by()
    agencies = Agency.objects.filter(pk__in=found.values("agency")).values_list("slug", "name")
    groups = PartnershipGroup.objects.filter(pk__in=found.values("group")).values_list("slug", "name")
    return [(f"agency:{slug}", name) for slug, name in agencies] + [(f"group:{slug}", name) for slug, name in groups]


def raisers(user: User) -> list[tuple[str, str]]:
    """Those who raised a challenge that `user` reads, by key, for the filter."""
    found = User.objects.filter(pk__in=challenges_visible_to(user).order_by().values("raised_by"))
    return [(str(person.pk), str(person)) for person in found]


def meetings_offered(user: User, today: date) -> dict[str, Meeting]:
    """The latest meetings `user` reads at which a challenge may have been made, by key."""
    found = meetings_visible_to(user).filter(state__in=MADE_AT, starts_at__date__lte=today)
    return {str(meeting.key): meeting for meeting in found.order_by("-starts_at")[:MEETINGS_OFFERED]}


def may_be_made_at(meeting: Meeting, user: User, today: date) -> bool:
    """Whether `user` may raise a challenge as made at this meeting: it was called, and its day has come."""
    was_called = meeting.state in MADE_AT and local_date(meeting.starts_at) <= today
    return was_called and may(user, Permission.RAISE_CHALLENGE)


def challenges_made_at(meeting: Meeting, user: User) -> QuerySet[Challenge]:
    """The challenges made at a meeting, as far as `user` may read them."""
    return challenges_visible_to(user).filter(meeting=meeting)


@dataclass(frozen=True)
class ChallengeRow:
    """A challenge with the date of its answer in words, and whether that is overdue."""

    challenge: Challenge
    due_words: str
    is_late: bool


def rows(challenges: Iterable[Challenge], today: date) -> list[ChallengeRow]:
    """Challenges as a list shows them."""
    return [
        ChallengeRow(
            one,
            due_in_words(
                ChallengeState(one.state), one.answer_due_on, today, one.answered_at and local_date(one.answered_at)
            ),
            is_overdue(ChallengeState(one.state), one.answer_due_on, today),
        )
        for one in challenges
    ]


@dataclass(frozen=True)
class ChallengeCounts:
    """The figures at the head of the log: raised at all, answered by now, with an effect, and answers overdue."""

    raised: int
    answered: int
    with_effect: int
    overdue: int


def counts(user: User, today: date) -> ChallengeCounts:
    """How many challenges `user` may read were raised, are answered, had an effect, and how many answers are late."""
    found = challenges_visible_to(user).order_by()
    return ChallengeCounts(
        **found.aggregate(
            raised=Count("pk"),
            answered=Count("pk", Q(state__in=IS_ANSWERED)),
            with_effect=Count("pk", Q(state=ChallengeState.CLOSED)),
            overdue=Count("pk", _overdue(today)),
        )
    )


def _overdue(today: date) -> Q:
    return Q(state=ChallengeState.RAISED, answer_due_on__lt=today)


def may_make(user: User, challenge: Challenge, move: ChallengeMove) -> bool:
    """Whether a move is `user`’s to make: by right, and not of a challenge they have answered themselves."""
    on = challenge.challenged if move in ON_THE_CHALLENGED else None
    return may(user, RIGHTS[move], on) and may_settle(move, user.pk, answerers(challenge))


def answerers(challenge: Challenge) -> set[int]:
    """The keys of those who have answered it."""
    return set(challenge.events.filter(move=ChallengeMove.ANSWER).values_list("by", flat=True))


@dataclass(frozen=True)
class ChallengePage:
    """One challenge as its page shows it: its history, what may be done now and by whom, and where it came from."""

    row: ChallengeRow
    events: tuple[ChallengeEvent, ...]
    moves: tuple[ChallengeMove, ...]
    meeting: str
    meeting_url: str
    warning_url: str
    earlier: tuple[Challenge, ...]
    later: tuple[Challenge, ...]

    @property
    def next_words(self) -> str:
        """What happens to it next."""
        return NEXT_WORDS[ChallengeState(self.row.challenge.state)]

    @property
    def answer(self) -> ChallengeEvent | None:
        """The answer as it stands; None while one is waited for."""
        return None if self.row.challenge.state == ChallengeState.RAISED else _last(self.events, ChallengeMove.ANSWER)

    @property
    def effect(self) -> str:
        """What changed for children; blank while it is open."""
        closed = None if self.row.challenge.is_open else _last(self.events, ChallengeMove.CLOSE)
        return closed.effect if closed else ""


def challenge_page(challenge: Challenge, user: User, today: date) -> ChallengePage:
    """The page of a challenge `user` may read. What it came from is named to those who may read that too."""
    before, after = _occurrences(challenge, user)
    meeting, warning = challenge.meeting, challenge.warning
    shows_meeting, shows_warning = _shows_meeting(challenge, user), _shows_warning(challenge, user)
    return ChallengePage(
        row=rows([challenge], today)[0],
        events=tuple(challenge.events.select_related("by")),
        moves=tuple(move for move in moves_from(ChallengeState(challenge.state)) if may_make(user, challenge, move)),
        meeting=meeting_name(meeting) if meeting and shows_meeting else "",
        meeting_url=reverse("assurance:meeting_detail", args=[meeting.key]) if meeting and shows_meeting else "",
        warning_url=reverse("assurance:warning_detail", args=[warning.pk]) if warning and shows_warning else "",
        earlier=before,
        later=after,
    )


def _shows_meeting(challenge: Challenge, user: User) -> bool:
    return challenge.meeting is not None and may(user, Permission.READ_MEETING, challenge.meeting.group)


def _shows_warning(challenge: Challenge, user: User) -> bool:
    return challenge.warning is not None and may(user, Permission.READ_WARNING)


def meeting_name(meeting: Meeting) -> str:
    """Which meeting it is: "SAAS meeting of 26 November 2026"."""
    return f"{meeting.group.short_name} meeting of {date_words(meeting.starts_at)}"


def _occurrences(challenge: Challenge, user: User) -> tuple[tuple[Challenge, ...], tuple[Challenge, ...]]:
    """The same concern before this challenge and after it, as far as `user` may read it (R80)."""
    linked = challenges_visible_to(user).filter(came_before=True).order_by("raised_at", "pk")
    before, after = occurrences(challenge.pk, dict(linked.values_list("pk", "earlier")))
    found = challenges_visible_to(user).in_bulk([*before, *after])
    return tuple(found[pk] for pk in before), tuple(found[pk] for pk in after)


def challenges_of_warning(user: User, warning: UUID) -> QuerySet[Challenge]:
    """The challenges an early warning has led to, as far as `user` may read them."""
    return challenges_visible_to(user).filter(warning=warning)


def due_challenges(user: User, today: date) -> Due:
    """The challenges that wait for an answer from the agencies and groups of `user`, theirs to give."""
    theirs = Q(agency__in=agencies_where(user, Permission.ANSWER_CHALLENGE)) | Q(
        group__in=groups_where(user, Permission.ANSWER_CHALLENGE)
    )
    found = challenges_visible_to(user).order_by().filter(theirs, held_by(user, today), state=ChallengeState.RAISED)
    first = Min("answer_due_on")
    return Due(**found.aggregate(number=Count("pk"), overdue=Count("pk", _overdue(today)), first=first))


def challenges_to_settle(user: User) -> int:
    """How many challenges are answered and wait for those who settle them; nought for everybody else."""
    if not may(user, Permission.SETTLE_CHALLENGE):
        return 0
    return challenges_visible_to(user).filter(state__in=WAITS_FOR_EFFECT).count()


def challenge_table(user: User, filters: ChallengeFilters, today: date) -> Table:
    """The challenges found as a table to download, with the answer and the effect of each."""
    headers = [
        "Challenge",
        "Who was challenged",
        "Raised on",
        "Raised by",
        "What is challenged, and on what evidence",
        "What should be different for children",
        "About",
        "Came up before",
        "Came from",
        "State",
        "Answer due",
        "Answer overdue",
        "Answered on",
        "Answer",
        "Last answer not accepted because",
        "Closed on",
        "What changed for children, and how we know",
    ]
    found = challenges_found(user, filters, today).prefetch_related(Prefetch("events", ChallengeEvent.objects.all()))
    return headers, [_table_row(row, user) for row in rows(found, today)]


def _table_row(row: ChallengeRow, user: User) -> list[Cell]:
    challenge, events = row.challenge, list(row.challenge.events.all())
    answer, again = _last(events, ChallengeMove.ANSWER), _last(events, ChallengeMove.ASK_AGAIN)
    closed = None if challenge.is_open else _last(events, ChallengeMove.CLOSE)
    return [
        challenge.title,
        challenge.challenged.name,
        local_date(challenge.raised_at),
        str(challenge.raised_by),
        challenge.what,
        challenge.asks,
        challenge.topic.title if challenge.topic else "",
        f"{challenge.earlier.title} ({date_words(challenge.earlier.raised_at)})" if challenge.came_before else "",
        "\n".join(_came_from(challenge, user)),
        challenge.get_state_display(),
        challenge.answer_due_on,
        "Yes" if row.is_late else "No",
        local_date(answer.at) if answer else None,
        answer.text if answer else "",
        again.text if again else "",
        local_date(closed.at) if closed else None,
        closed.effect if closed else "",
    ]


def _came_from(challenge: Challenge, user: User) -> Iterator[str]:
    """The warning and the meeting it came from, as far as `user` may know of either."""
    if challenge.warning and _shows_warning(challenge, user):
        yield f"Early warning: {challenge.warning.title}"
    if challenge.meeting and _shows_meeting(challenge, user):
        yield meeting_name(challenge.meeting)


def _last(events: Iterable[ChallengeEvent], move: ChallengeMove) -> ChallengeEvent | None:
    return next((event for event in reversed(list(events)) if event.move == move), None)
