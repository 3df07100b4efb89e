"""What the figures want of a person, for the home page."""

from datetime import date
from itertools import groupby

from django.db.models import Count, Min
from django.urls import reverse

from assurance.models import ReportingPeriod, User
from assurance.permissions import may, may_somewhere
from assurance.queries.todo import Todo
from assurance.rules.roles import Permission
from assurance.rules.tracker import due_in_words
from assurance.rules.wording import counted
from indicators.queries.requests import requests_answered_by, requests_asked_by
from indicators.rules.vocabulary import RequestState


def figures_to_send(user: User, today: date) -> list[Todo]:
    """The figures `user` is asked for and has not sent: one row a quarter and agency, the most pressing first."""
    if not may_somewhere(user, Permission.SEND_FIGURES):
        return []
    drafts = requests_answered_by(user).filter(state=RequestState.DRAFT).order_by("period", "agency__name", "due_on")
    groups = [list(group) for _, group in groupby(drafts, key=lambda row: (row.period_id, row.agency_id))]
    groups.sort(key=lambda group: group[0].due_on)
    return [
        Todo(
            f"{counted(len(group), 'figure')} to send for {group[0].period.short_words}, {group[0].agency.name}",
            reverse("indicators:request_list"),
            "Each with what it means.",
            *_when(group[0].due_on, today),
        )
        for group in groups
    ]


def figures_to_chase(user: User, today: date) -> list[Todo]:
    """The figures others have not sent, for those who ask for them: one row a quarter that is open."""
    if not may(user, Permission.MANAGE_INDICATORS):
        return []
    outstanding = requests_asked_by(user).filter(
        state=RequestState.DRAFT, sent_at__isnull=True, period__closed_at__isnull=True
    )
    counts = outstanding.order_by().values("period").annotate(count=Count("pk"), due_on=Min("due_on"))
    periods = ReportingPeriod.objects.in_bulk([row["period"] for row in counts])
    return [
        Todo(
            f"{counted(row['count'], 'figure')} outstanding for {periods[row['period']].short_words}",
            f"{reverse('indicators:request_tracker')}?period={periods[row['period']].code}",
            "See whose, and remind them.",
            *_when(row["due_on"], today),
        )
        for row in sorted(counts, key=lambda row: row["due_on"])
    ]


def _when(due_on: date, today: date) -> tuple[str, bool]:
    return due_in_words(due_on, today), today > due_on
