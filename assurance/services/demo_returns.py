"""
The returns of the demonstration, written, signed, returned and accepted by the real services at the times they tell of.

So versions, hashes, lateness, notices and the activity log are what they would be had people done it.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db.models import F, Q

from assurance.models import Notice, ReportingPeriod, ReturnItem, ReturnSection, StatusReturn, Topic, User
from assurance.rules.demo import Calendar, PeriodPlan, Story, Thread, marked
from assurance.rules.periods import Quarter, proposed_due, proposed_opening
from assurance.rules.returns import Section
from assurance.rules.wording import LONDON
from assurance.rules.working_days import working_days_after, working_days_before
from assurance.services import drafts, returns
from assurance.services.periods import close_period, open_period
from assurance.services.tracker import extend_return, remind_outstanding

BUSINESS_TEAM = "business.team"
# The Business Team works in the morning, contributors after midday, leads sign late: no two moments of a day cross.
OPENS_AT, CLOSES_AT, REMINDS_AT, REVIEWS_AT = time(9), time(9, 15), time(9, 30), time(10, 30)
WRITES_AT, SIGNS_AT, REVISES_AT = time(13), time(15, 30), time(16)
MINUTE = timedelta(minutes=1)

Step = tuple[datetime, Callable[..., object]]
People = Mapping[str, User]


def tell(*, calendar: Calendar, stories: Sequence[Story], people: People, meanwhile: Sequence[Step] = ()) -> None:
    """
    Live through the calendar: every period opened and, but for the last, closed after the Board has met.

    Returns of past periods end accepted, those of the last one submitted. Notices of the past are left mailed and read.
    What comes to pass `meanwhile` is done between, at its moments.
    """
    waiting = deque(sorted(meanwhile, key=itemgetter(0)))
    topics = dict(Topic.objects.values_list("slug", "pk"))
    authors = [Author(story, people, topics) for story in stories]
    *past, current = calendar.periods
    for plan in past:
        _take(_until(_opening(plan), waiting))
        period = _open(plan, people)
        closing = _moment(working_days_after(plan.meeting_at.date(), 1), CLOSES_AT)
        steps = (step for author in authors for step in author.steps(period, accepted=True))
        _take(chain(steps, _until(closing, waiting)))
        close_period(period=period, reason="The Executive Board has met.", by=people[BUSINESS_TEAM], now=closing)
    _take(_until(_opening(current), waiting))
    _put_notices_away(people)
    period = _open(current, people)
    _take(chain((step for author in authors for step in author.steps(period, accepted=False)), waiting))
    _call_notices_mailed(people)


class Author:
    """The people of one agency or group, and the statements they have made so far."""

    def __init__(self, story: Story, people: People, topics: Mapping[str, int]) -> None:
        self.story = story
        self.writer, self.signer = people[story.writer], people[story.signer]
        self.reviewer = people[BUSINESS_TEAM]
        self.topics = topics
        self.identities: dict[Thread, str] = {}

    def steps(self, period: ReportingPeriod, *, accepted: bool) -> Iterator[Step]:
        """What happens to this author's return in a period, and when; nothing where the story tells of none."""
        quarter, due_on, story = period.as_quarter, period.due_on, self.story
        if quarter not in story.quarters:
            return
        owned = Q(agency__slug=story.owner) | Q(group__slug=story.owner)
        mine = StatusReturn.objects.get(owned, period=period)
        written_on = working_days_after(period.opens_on, story.writes_after)
        signed_on = _before(due_on, story.signs_before[quarter])
        yield _moment(written_on, WRITES_AT), partial(self.write, mine, quarter)
        if extension := story.extensions.get(quarter):
            later = working_days_after(due_on, extension.working_days)
            act = partial(extend_return, status_return=mine, due_on=later, reason=extension.reason, by=self.reviewer)
            yield _moment(working_days_before(due_on, 2), REVIEWS_AT), act
        elif signed_on > due_on:
            reminded_at = _moment(working_days_after(due_on, 1), REMINDS_AT)
            yield reminded_at, partial(remind_outstanding, period=period, by=self.reviewer)
        yield _moment(signed_on, SIGNS_AT), partial(self.sign, mine)
        if reason := story.returned.get(quarter):
            act = partial(returns.return_for_changes, status_return=mine, reason=reason, by=self.reviewer)
            yield _moment(working_days_after(signed_on, 1), REVIEWS_AT), act
            signed_on = working_days_after(signed_on, 3)
            yield _moment(signed_on, REVISES_AT), partial(self.revise, mine, quarter)
        if accepted:
            act = partial(returns.accept_return, status_return=mine, by=self.reviewer)
            yield _moment(working_days_after(signed_on, 2), REVIEWS_AT), act

    def write(self, status_return: StatusReturn, quarter: Quarter, *, now: datetime) -> None:
        """Write the draft: bring forward what was said before, add what is new, complete every section."""
        parts = {Section(part.section): part for part in status_return.sections.all()}
        written: set[Section] = set()
        for thread in self.story.threads:
            if told := thread.told.get(quarter):
                item = self._take_up(thread, parts[thread.section], now)
                values = self._fields(thread, told.values, opens_the_return=not written)
                drafts.save_item(item=item, version=item.version, values=values, by=self.writer, now=now + MINUTE)
                written.add(thread.section)
                now += 4 * MINUTE
        for section, part in parts.items():
            nil = "" if section in written else self.story.nil(quarter, section)
            drafts.save_section(
                section=part, version=part.version, nothing_to_report=nil, is_complete=True, by=self.writer, now=now
            )
            now += MINUTE

    def sign(self, status_return: StatusReturn, *, now: datetime) -> None:
        """Sign and submit the draft."""
        returns.submit_return(status_return=status_return, by=self.signer, now=now)

    def revise(self, status_return: StatusReturn, quarter: Quarter, *, now: datetime) -> None:
        """Write anew what the Business Team asked about, and sign a second version."""
        for thread in self.story.threads:
            if quarter in thread.told and (revised := thread.told[quarter].revised):
                item = ReturnItem.objects.select_related("section").get(
                    section__status_return=status_return, identity=self.identities[thread]
                )
                drafts.save_item(item=item, version=item.version, values=dict(revised), by=self.writer, now=now)
                now += MINUTE
        self.sign(status_return, now=now)

    def _take_up(self, thread: Thread, part: ReturnSection, now: datetime) -> ReturnItem:
        identity = self.identities.get(thread)
        if identity:
            return drafts.bring_forward(section=part, identity=identity, by=self.writer, now=now)
        item = drafts.add_item(section=part, by=self.writer, now=now)
        self.identities[thread] = str(item.identity)
        return item

    def _fields(self, thread: Thread, values: Mapping[str, Any], *, opens_the_return: bool) -> dict[str, Any]:
        statement = marked(values["statement"], opens_the_return=opens_the_return)
        return {**values, "statement": statement, "topic_id": self.topics[thread.topic] if thread.topic else None}


def _open(plan: PeriodPlan, people: People) -> ReportingPeriod:
    meeting_on = plan.meeting_at.date()
    return open_period(
        quarter=plan.quarter,
        meeting_at=plan.meeting_at,
        opens_on=proposed_opening(meeting_on),
        due_on=proposed_due(meeting_on),
        by=people[BUSINESS_TEAM],
        now=_opening(plan),
    )


def _opening(plan: PeriodPlan) -> datetime:
    return _moment(proposed_opening(plan.meeting_at.date()), OPENS_AT)


def _until(moment: datetime, waiting: deque[Step]) -> Iterator[Step]:
    """Take from what is waiting all that comes to pass before a moment."""
    while waiting and waiting[0][0] < moment:
        yield waiting.popleft()


def _take(steps: Iterable[Step]) -> None:
    for at, act in sorted(steps, key=itemgetter(0)):
        act(now=at)


def _before(day: date, count: int) -> date:
    return working_days_after(day, -count) if count < 0 else working_days_before(day, count)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON)


def _put_notices_away(people: People) -> None:
    _call_notices_mailed(people)
    Notice.objects.filter(person__in=people.values()).update(read_at=F("created_at"))


def _call_notices_mailed(people: People) -> None:
    """Nobody waits for these mails: left unsent, they would all go out when the worker first runs."""
    Notice.objects.filter(person__in=people.values(), mailed_at__isnull=True).update(mailed_at=F("created_at"))
