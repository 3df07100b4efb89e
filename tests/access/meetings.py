"""
The meetings, minutes, actions and escalations a route is asked for.

A meeting is named by its group and how far it is: "saas planned" has a draft agenda, "saas circulated" one that members
read, "saas held" draft minutes, "saas minuted" minutes that members read; "board" and "forum" likewise.
"""

import uuid
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from assurance.rules.actions import ActionState
from assurance.rules.agendas import RequestKind
from assurance.rules.attendance import Standing
from assurance.rules.escalations import EscalationState
from assurance.rules.meetings import MeetingState, MinutesState
from assurance.services import minutes
from assurance.services.agenda_requests import ask
from assurance.services.attendance import add_guest, keep_in_step
from assurance.services.calendar_feeds import make_feed
from assurance.services.decisions import record_decision
from tests.access.world import NOW, OF_POLICE, PDF, Address, Things, World
from tests.factories.actions import an_action
from tests.factories.agendas import a_live_paper, a_paper, a_plan_item, agree, an_item, circulate
from tests.factories.meetings import a_meeting
from tests.factories.minutes import a_stage, an_escalation

NONE_SUCH = "none such"
ABSENT, ABSENT_KEY = 999_999, uuid.UUID(int=0)
FILE = {"suffix": "csv"}
DUE_ON = date(2026, 12, 4)
# When each meeting begins, and how far it is brought.
MEETINGS = {
    "saas planned": datetime(2026, 12, 3, 10, 0, tzinfo=UTC),
    "saas circulated": datetime(2026, 11, 26, 10, 0, tzinfo=UTC),
    "saas held": datetime(2026, 11, 5, 10, 0, tzinfo=UTC),
    "saas minuted": datetime(2026, 9, 3, 9, 0, tzinfo=UTC),
    "board circulated": datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
    "board held": datetime(2026, 11, 4, 10, 0, tzinfo=UTC),
    "forum planned": datetime(2026, 12, 2, 10, 0, tzinfo=UTC),
    "forum minuted": datetime(2026, 9, 2, 9, 0, tzinfo=UTC),
}
WORDS, WHY = {"text": "Words"}, {"why": "A reason in words"}
LATER = {
    "day_day": "14",
    "day_month": "1",
    "day_year": "2027",
    "begins": "10am",
    "minutes_long": "120",
    "held": "virtual",
}
DUE = {"due_on_day": "18", "due_on_month": "12", "due_on_year": "2026"}
DISPUTE = {"title": "A dispute", "what": "What each side says"}
PREPARED = ("saas planned", "saas circulated", "board circulated", "forum planned")
CIRCULATED = ("saas circulated", "board circulated")
HELD = ("saas held", "saas minuted", "board held", "forum minuted")
MINUTED = ("saas minuted", "forum minuted")


def meeting_things(world: World) -> dict[str, Things]:
    """The things by kind; what is written in them is made by the Business Team."""
    team = world.people["business_team"]
    meetings = {whose: _meeting(world, whose) for whose in MEETINGS}
    things = _prepared(meetings, team)
    things |= _minuted(meetings, team)
    things["a meeting"] = with_none({whose: {"key": row.key} for whose, row in meetings.items()}, key=ABSENT_KEY)
    things["a meeting's file"] = filed(things["a meeting"])
    things |= _plans(world, meetings, team)
    things |= _actions(world, team)
    things |= _escalations(world, team)
    things["a calendar feed"] = {"any": {"secret": make_feed(by=team, now=NOW)}, NONE_SUCH: {"secret": "x" * 40}}
    return things


def _meeting(world, whose):
    group, state = world.seats[whose.split()[0]], MeetingState.HELD if whose in HELD else MeetingState.PLANNED
    meeting = a_meeting(state, group=group, starts_at=MEETINGS[whose], by=world.people["business_team"])
    keep_in_step(meeting=meeting, by=None, now=NOW)
    return meeting


def _prepared(meetings, team) -> dict[str, Things]:
    """Agendas with a file and a live paper, circulated where members are to read them."""
    items, papers, tables, versions, guests = {}, {}, {}, {}, {}
    for whose in PREPARED:
        meeting = meetings[whose]
        key = {"key": meeting.key}
        item = an_item(meeting, team, f"Draft item, {whose}", now=NOW)
        last = an_item(meeting, team, f"Last item, {whose}", now=NOW)
        paper, live = a_paper(item, team, name=f"{whose}.txt", now=NOW), a_live_paper(last, team, now=NOW)
        if whose in CIRCULATED:
            agree(meeting, team, now=NOW)
            number = circulate(meeting, team, now=NOW).number
            versions[whose] = key | {"number": number}
            tables[whose] = versions[whose] | {"pk": live.pk}
        items[whose], papers[whose] = key | {"pk": last.pk}, key | {"pk": paper.pk}
        guest = add_guest(
            meeting=meeting, post="A guest", agency=None, standing=Standing.IN_ATTENDANCE, by=team, now=NOW
        )
        guests[whose] = key | {"pk": guest.pk}
    circulated = {whose: versions[whose] | {"pk": papers[whose]["pk"]} for whose in CIRCULATED}
    return {
        "an agenda item": with_none(items, pk=ABSENT_KEY),
        "a draft paper": with_none(papers, pk=ABSENT_KEY),
        "a circulation": with_none(versions, number=9),
        "a circulated paper": with_none(circulated, pk=ABSENT_KEY),
        "a circulated table": filed(with_none(tables, pk=ABSENT_KEY)),
        "a guest": with_none(guests, pk=ABSENT_KEY),
    }


def _minuted(meetings, team) -> dict[str, Things]:
    """Minutes with a decision: drafts, and those that members read."""
    entries, versions, decisions = {}, {}, {}
    for whose in HELD:
        meeting = meetings[whose]
        begun = minutes.begin_minutes(meeting=meeting, by=team, now=NOW)
        decided = record_decision(minutes=begun, text=f"Decided, {whose}", by=team, now=NOW)
        entries[whose] = {"key": meeting.key, "pk": begun.entries.first().pk}
        decisions[whose] = {"pk": decided.pk}
        if whose in MINUTED:
            how = {"text": "By e-mail", "by": team}
            minutes.approve_minutes(minutes=begun, seen=MinutesState.DRAFT, now=NOW, **how)
            minutes.circulate_minutes(minutes=begun, seen=MinutesState.APPROVED, by=team, now=NOW)
            versions[whose] = {"key": meeting.key, "number": 1}
    return {
        "an entry of minutes": with_none(entries, pk=ABSENT_KEY),
        "a version of minutes": with_none(versions, number=9),
        "a decision": decisions | {NONE_SUCH: {"pk": ABSENT_KEY}},
    }


def _plans(world, meetings, team) -> dict[str, Things]:
    """Forward plans of SAAS and of a forum, and what SAAS asks of the Executive Board."""
    plans, items = {}, {}
    for whose in ("saas", "forum"):
        group = world.seats[whose]
        plans[whose] = {"slug": group.slug}
        items[whose] = {"slug": group.slug, "pk": a_plan_item(group, team, f"Planned, {whose}", now=NOW).pk}
    asked = ask(
        kind=RequestKind.ITEM,
        from_group=world.seats["saas"],
        to_group=world.seats["forum"],
        meeting=meetings["forum planned"],
        title="An item asked for",
        why="A reason in words",
        by=team,
        now=NOW,
    )
    requests = {"forum": {"slug": world.seats["forum"].slug, "pk": asked.pk}}
    return {
        "a group's plan": with_none(plans, slug="none-such"),
        "a group's file": filed(with_none(plans, slug="none-such")),
        "a planned item": with_none(items, pk=ABSENT_KEY),
        "a request": with_none(requests, pk=ABSENT_KEY),
    }


def _actions(world, team) -> dict[str, Things]:
    """Of the police and of health: one that is open and one that is done; and one that was closed."""
    things: Things = {}
    for owner in ("police", "health"):
        for state in (ActionState.OPEN, ActionState.DONE, ActionState.CLOSED):
            row = {"pk": an_action(state, holder=world.seats[owner], team=team, now=NOW, due_on=DUE_ON).pk}
            if owner == "police":
                things[f"own {state}"] = dict.fromkeys(OF_POLICE, row)
            else:
                things[f"another's {state}"] = row
    forum = {"pk": an_action(holder=world.seats["forum"], team=team, now=NOW, due_on=DUE_ON).pk}
    things["own open"]["group_chair"] = forum
    return {"an action": things | {NONE_SUCH: {"pk": ABSENT_KEY}}}


def _escalations(world, team) -> dict[str, Things]:
    agencies = [world.seats["police"], world.seats["health"]]
    stage, _ = a_stage(1), a_stage(2)
    rows = {
        str(state): {"pk": an_escalation(state, team=team, agencies=agencies, now=NOW).pk}
        for state in (EscalationState.OPEN, EscalationState.RESOLVED)
    }
    return {
        "an escalation": rows | {NONE_SUCH: {"pk": ABSENT_KEY}},
        "a stage": {"any": {"pk": stage.pk}, NONE_SUCH: {"pk": ABSENT}},
    }


def with_none(things: dict[str, Address], **absent: Any) -> Things:
    """The same, with one that does not exist."""
    return things | {NONE_SUCH: next(iter(things.values())) | absent}


def filed(things: Things) -> Things:
    return {whose: address | FILE for whose, address in things.items()}


MEETING_FORMS: dict[str, dict[str, Any]] = {
    "assurance:meeting_plan": LATER | {"group": "saas", "kind": "ordinary"},
    "assurance:meeting_move": LATER | WHY | {"seen": "planned"},
    "assurance:meeting_rearrange": LATER | WHY | {"seen": "circulated"},
    "assurance:meeting_cancel": WHY | {"seen": "circulated"},
    "assurance:meeting_hold": {"seen": "circulated"},
    "assurance:agenda_build": {"areas": ["voice"]},
    "assurance:agenda_item_add": {"title": "Another item", "purpose": "to_note"},
    "assurance:agenda_item_edit": {"title": "Another title", "purpose": "to_note"},
    "assurance:agenda_item_comment": WORDS,
    "assurance:agenda_agree": WORDS | {"seen": "planned"},
    "assurance:agenda_open": {"seen": "circulated", "reason": "A reason in words"},
    "assurance:agenda_circulate": {"seen": "agreed"},
    "assurance:paper_live": {"source": "actions"},
    "assurance:plan_add": {"title": "Another plan"},
    "assurance:plan_edit": {"title": "Another plan"},
    "assurance:plan_drop": {"reason": "A reason in words"},
    "assurance:agenda_request_decline": {"reason": "A reason in words"},
    "assurance:attendance_reply": {"answer": "apologies"},
    "assurance:attendance_reply_for": {"answer": "apologies"},
    "assurance:attendance_guest_add": {"post": "Another guest", "standing": "in_attendance"},
    "assurance:input_write": {"version": "1", "context": "Words"},
    "assurance:minutes_entry": {"version": "1", "discussion": "Words"},
    "assurance:minutes_approve": WORDS | {"seen": "draft"},
    "assurance:minutes_correct": WORDS | {"seen": "circulated"},
    "assurance:minutes_circulate": {"seen": "approved"},
    "assurance:minutes_comment": WORDS,
    "assurance:decision_record": WORDS,
    "assurance:decision_edit": WORDS,
    "assurance:decision_settle": {"seen": "stands", "state": "carried_out", "outcome": "Words"},
    "assurance:action_update": WORDS | {"seen": "open"},
    "assurance:action_finish": WORDS | {"seen": "open"},
    "assurance:action_move_date": WORDS | {"seen": "open"} | DUE,
    "assurance:action_close": {"seen": "done", "difference": "Words"},
    "assurance:action_drop": WORDS | {"seen": "open"},
    "assurance:action_reopen": WORDS | {"seen": "closed"},
    "assurance:escalation_advance": WORDS | {"seen": "open"},
    "assurance:escalation_name_arbiter": {"seen": "open", "arbiter": "A post"},
    "assurance:escalation_note": WORDS | {"seen": "open"},
    "assurance:escalation_resolve": WORDS | {"seen": "open"},
    "assurance:escalation_withdraw": WORDS | {"seen": "open"},
    "assurance:escalation_reopen": WORDS | {"seen": "resolved"},
    "assurance:stage_add": {"position": "3", "title": "Another stage", "is_current": "yes"},
    "assurance:stage_edit": {"position": "1", "title": "Another title", "is_current": "yes"},
}


def meeting_form(route: str, world: World) -> dict[str, Any]:
    """What is sent to a route of the meetings: its own fields, and the keys of agencies and groups it names."""
    police, health, forum = (world.seats[owner] for owner in ("police", "health", "forum"))
    asked_for = str(world.things["a meeting"]["forum planned"]["key"])
    named = {
        "assurance:action_set": {"origin": "other", "title": "An action", "holder": f"agency:{police.slug}"} | DUE,
        "assurance:action_set_for_warning": {"title": "An action", "holder": f"agency:{police.slug}"} | DUE,
        "assurance:minutes_action": {"title": "An action", "holder": f"agency:{police.slug}"} | DUE,
        "assurance:escalation_action": {"title": "An action", "holder": f"agency:{police.slug}"} | DUE,
        "assurance:escalation_open": DISPUTE | {"agencies": [police.slug, health.slug]},
        "assurance:minutes_dispute": DISPUTE | {"agencies": [police.slug, health.slug]},
        "assurance:agenda_request_ask": {"kind": "item", "to_group": forum.slug, "meeting": asked_for}
        | {"title": "An item", "why": "Why"},
        "assurance:liaison_add": {"other": "executive-board", "about": "Words"}
        | {"on_day": "9", "on_month": "11", "on_year": "2026"},
        "assurance:paper_upload": {"upload": SimpleUploadedFile("another.pdf", PDF)},
    }
    return named.get(route, {}) | MEETING_FORMS.get(route, {})
