"""
What the database itself refuses of meetings and what hangs on them, each constraint by its name.

Those of `Attendee` and `MemberInput` are in test_attendance.py and test_member_inputs.py.
"""

import re
from datetime import date, timedelta
from itertools import count

import pytest
from django.db import IntegrityError, transaction

from assurance.models import (
    Action,
    ActionUpdate,
    AgendaItem,
    AgendaRequest,
    CalendarFeed,
    Circulation,
    Decision,
    Escalation,
    EscalationEvent,
    EscalationStage,
    ForwardPlanItem,
    Liaison,
    Meeting,
    MeetingEvent,
    MinuteEntry,
    Minutes,
    MinutesEvent,
    Paper,
)
from tests.factories.assurance import AgencyFactory, UserFactory
from tests.factories.meetings import STARTS_AT, a_group, a_meeting

pytestmark = pytest.mark.django_db
WORDS = {"title": "Words"}

REFUSED = [
    ("meeting_kind_is_known", Meeting, {"kind": "nonsense"}),
    ("meeting_held_is_known", Meeting, {"held": "nonsense"}),
    ("meeting_state_is_known", Meeting, {"state": "nonsense"}),
    ("meeting_parent_of_a_working_group", Meeting, {"kind": "ordinary", "parent_id": 1}),
    ("meeting_leads_to_another", Meeting, {"pk": 999, "kind": "working_group", "parent_id": 999}),
    ("meeting_leads_to_another", Meeting, {"pk": 999, "instead_of_id": 999}),
    ("meeting_has_a_length", Meeting, {"minutes_long": 0}),
    ("meeting_event_move_is_known", MeetingEvent, {"move": "nonsense"}),
    ("circulation_of_papers_or_minutes", Circulation, {"what": "nonsense"}),
    ("forward_plan_area_is_known", ForwardPlanItem, {"area": "nonsense"}),
    ("forward_plan_state_is_known", ForwardPlanItem, {"state": "nonsense"}),
    ("forward_plan_dropped_with_a_reason", ForwardPlanItem, {"state": "dropped"}),
    ("agenda_request_kind_is_known", AgendaRequest, {"kind": "nonsense"}),
    ("agenda_request_state_is_known", AgendaRequest, {"state": "nonsense"}),
    ("agenda_request_declined_with_a_reason", AgendaRequest, {"state": "declined"}),
    ("agenda_item_area_is_known", AgendaItem, {"area": "nonsense"}),
    ("agenda_item_purpose_is_known", AgendaItem, {"purpose": "nonsense"}),
    ("agenda_item_origin_is_known", AgendaItem, {"origin": "nonsense"}),
    ("agenda_item_of_the_forward_plan_names_it", AgendaItem, {"origin": "forward_plan"}),
    ("agenda_item_of_a_request_names_it", AgendaItem, {"origin": "request"}),
    ("paper_kind_is_known", Paper, {"kind": "nonsense"}),
    ("paper_is_a_file_or_live", Paper, {"kind": "file", "source": ""}),
    ("paper_is_a_file_or_live", Paper, {"kind": "file", "source": "", "file": "papers/a.txt"}),
    ("paper_is_a_file_or_live", Paper, {"kind": "live", "source": ""}),
    ("paper_is_a_file_or_live", Paper, {"kind": "live", "file": "papers/a.txt"}),
    ("minutes_state_is_known", Minutes, {"state": "nonsense"}),
    ("minutes_event_move_is_known", MinutesEvent, {"move": "nonsense"}),
    ("decision_says_what", Decision, {"text": ""}),
    ("decision_state_is_known", Decision, {"state": "nonsense", "outcome": "Words"}),
    ("decision_ended_with_an_outcome", Decision, {"state": "carried_out"}),
    ("action_origin_is_known", Action, {"origin": "nonsense"}),
    ("action_state_is_known", Action, {"state": "nonsense"}),
    ("action_of_an_agency_or_a_group", Action, {"agency": None}),
    ("action_of_an_agency_or_a_group", Action, {"group_id": 1}),
    ("action_of_a_meeting_names_it", Action, {"origin": "meeting"}),
    ("action_update_move_is_known", ActionUpdate, {"move": "nonsense"}),
    ("action_closed_with_its_effect", ActionUpdate, {"move": "close"}),
    ("action_update_new_date_when_it_moves", ActionUpdate, {"move": "move_date"}),
    ("action_update_new_date_when_it_moves", ActionUpdate, {"move": "update", "due_on": date(2027, 1, 29)}),
    ("escalation_state_is_known", Escalation, {"state": "nonsense", "closed_at": STARTS_AT}),
    ("escalation_resolved_with_an_outcome", Escalation, {"state": "resolved", "closed_at": STARTS_AT}),
    ("escalation_closed_has_its_time", Escalation, {"state": "withdrawn"}),
    ("escalation_closed_has_its_time", Escalation, {"closed_at": STARTS_AT}),
    ("escalation_event_move_is_known", EscalationEvent, {"move": "nonsense"}),
]
ONCE = [
    ("meeting_once_at_a_time", Meeting, ("group", "starts_at"), {}),
    ("circulation_numbered_once", Circulation, ("meeting", "what", "number"), {}),
    ("calendar_feed_one_a_person", CalendarFeed, ("person",), {}),
    ("minute_entry_once_an_item", MinuteEntry, ("minutes", "item"), {}),
    ("minute_entry_one_without_an_item", MinuteEntry, ("minutes",), {"item": None}),
    ("key", Meeting, ("key",), {}),
    ("instead_of", Meeting, ("instead_of",), {}),
    ("secret_sha256", CalendarFeed, ("secret_sha256",), {}),
    ("meeting_id", Minutes, ("meeting",), {}),
    ("position", EscalationStage, ("position",), {}),
]
BETWEEN_TWO = [
    ("agenda_request_between_two_groups", AgendaRequest, "from_group"),
    ("liaison_between_two_groups", Liaison, "other"),
]


class World:
    """Makes rows that the database takes; every call gives values of its own wherever one may be there only once."""

    def __init__(self):
        self.numbers = count(1)
        self.by = UserFactory()
        self.agency = AgencyFactory()
        self.group, self.other = a_group("saas"), a_group("board")
        self.meeting = self.another_meeting()

    def another_meeting(self):
        return a_meeting(group=self.group, by=self.by, starts_at=STARTS_AT + timedelta(days=next(self.numbers)))

    def values(self, model):
        """What a row of this model is made of."""
        return VALUES[model](self)

    def said(self):
        return {"by": self.by, "at": STARTS_AT}

    def made(self, model, **others):
        return model.objects.create(**self.values(model) | others)


# What a row of each model is made of, in a world.
VALUES = {
    Meeting: lambda world: {
        "group": world.group,
        "starts_at": STARTS_AT - timedelta(days=next(world.numbers)),
        "instead_of": world.another_meeting(),
    },
    MeetingEvent: lambda world: {"meeting": world.meeting, "move": "plan"} | world.said(),
    Circulation: lambda world: (
        {
            "meeting": world.meeting,
            "what": "papers",
            "number": next(world.numbers),
            "content": "{}",
            "sha256": "0" * 64,
            "due_on": STARTS_AT.date(),
        }
        | world.said()
    ),
    CalendarFeed: lambda world: {
        "person": UserFactory(),
        "secret_sha256": f"{next(world.numbers):064}",
        "made_at": STARTS_AT,
    },
    ForwardPlanItem: lambda world: WORDS | {"group": world.group, "added_by": world.by, "added_at": STARTS_AT},
    AgendaRequest: lambda world: (
        WORDS
        | {"kind": "item", "from_group": world.other, "to_group": world.group, "meeting": world.meeting}
        | {"why": "Words", "asked_by": world.by, "asked_at": STARTS_AT}
    ),
    AgendaItem: lambda world: WORDS | {"meeting": world.meeting, "position": next(world.numbers)},
    Paper: lambda world: (
        WORDS
        | {"item": world.made(AgendaItem), "kind": "live", "source": "warnings"}
        | {"added_by": world.by, "added_at": STARTS_AT}
    ),
    Liaison: lambda world: (
        {"group": world.group, "other": world.other, "on": STARTS_AT.date(), "about": "Words"} | world.said()
    ),
    Minutes: lambda world: {"meeting": world.another_meeting()},
    MinutesEvent: lambda world: {"minutes": world.made(Minutes), "move": "begin"} | world.said(),
    MinuteEntry: lambda world: {"minutes": world.made(Minutes), "item": world.made(AgendaItem)},
    Decision: lambda world: (
        {"meeting": world.meeting, "text": "Words"} | {"recorded_by": world.by, "recorded_at": STARTS_AT}
    ),
    Action: lambda world: (
        WORDS
        | {"origin": "other", "agency": world.agency, "due_on": STARTS_AT.date()}
        | {"set_by": world.by, "set_at": STARTS_AT}
    ),
    ActionUpdate: lambda world: {"action": world.made(Action), "move": "update"} | world.said(),
    EscalationStage: lambda world: WORDS | {"position": next(world.numbers)},
    Escalation: lambda world: WORDS | {"what": "Words", "opened_by": world.by, "opened_at": STARTS_AT},
    EscalationEvent: lambda world: {"escalation": world.made(Escalation), "move": "note"} | world.said(),
}


@pytest.fixture
def world():
    return World()


def refuses(words):
    return pytest.raises(IntegrityError, match=words)


@pytest.mark.parametrize(("name", "model", "wrong"), REFUSED)
def test_the_database_refuses_a_row(world, name, model, wrong):
    world.made(model)  # what is refused below is refused for what is wrong with it
    values = world.values(model) | wrong
    with refuses(name), transaction.atomic():
        model.objects.create(**values)


@pytest.mark.parametrize(("name", "model", "fields", "both"), ONCE)
def test_the_database_takes_it_once(world, name, model, fields, both):
    first = world.made(model, **both)
    world.made(model, **both)  # another of the same kind is taken
    same = world.values(model) | both | {field: getattr(first, field) for field in fields}
    table = model._meta.db_table
    # SQLite names the columns instead of the constraint.
    columns = re.escape(", ".join(f"{table}.{model._meta.get_field(field).column}" for field in fields))
    with refuses(f"{name}|{columns}"), transaction.atomic():
        model.objects.create(**same)


@pytest.mark.parametrize(("name", "model", "other"), BETWEEN_TWO)
def test_the_database_wants_two_groups(world, name, model, other):
    values = world.values(model) | {other: world.group}
    with refuses(name), transaction.atomic():
        model.objects.create(**values)


def test_every_constraint_is_tried():
    tried = {(model, name) for name, model, *_ in REFUSED + ONCE + BETWEEN_TWO}
    models = {model for model, _ in tried}
    assert {(model, each.name) for model in models for each in model._meta.constraints} <= tried
