"""What happens in meetings, actions and escalations that not everybody may know of."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse

from assurance.models import Meeting, Minutes
from assurance.queries.minutes import latest_circulation
from assurance.rules.actions import ActionState
from assurance.rules.escalations import EscalationState
from assurance.rules.meetings import MinutesState
from assurance.services import member_inputs, minutes
from assurance.services.decisions import record_decision
from tests.access.meetings import DUE_ON
from tests.access.world import NOW, World
from tests.factories.actions import an_action
from tests.factories.agendas import a_live_paper, a_paper, a_plan_item, agree, an_item, circulate
from tests.factories.minutes import an_escalation

SOON = NOW + timedelta(minutes=5)


def at(name: str, whose: str, kind: str = "a meeting") -> Callable[[World], str]:
    """The address of a thing in the world."""
    return lambda world: reverse(name, kwargs=world.things[kind][whose])


def _meeting(world, whose):
    return Meeting.objects.select_related("group").get(**world.things["a meeting"][whose])


def saas_prepares(world: World) -> None:
    """Items and papers on an agenda that is not agreed."""
    team, meeting = world.people["business_team"], _meeting(world, "saas planned")
    item = an_item(meeting, team, "SECRET item", note="SECRET question", now=NOW)
    a_paper(item, team, name="SECRET.txt", content=b"SECRET paper", now=NOW)
    a_live_paper(item, team, "actions", now=NOW)


def saas_is_sent_papers(world: World) -> None:
    """An agenda agreed and circulated."""
    team, meeting = world.people["business_team"], _meeting(world, "saas planned")
    an_item(meeting, team, "SECRET circulated item", now=NOW)
    agree(meeting, team, text="SECRET word of the chair", now=NOW)
    circulate(meeting, team, now=SOON)


def input_is_written(world: World) -> None:
    """A member's draft, saved over and over."""
    author = world.people["saas_member"]
    for version in range(3):
        member_inputs.save_input(
            meeting=_meeting(world, "saas circulated"),
            version=version,
            values={"context": f"SECRET words, version {version}"},
            by=author,
            now=NOW,
        )


def input_is_sent(world: World) -> None:
    """What the deputy tells the members."""
    author, meeting = world.people["saas_deputy"], _meeting(world, "saas circulated")
    member_inputs.save_input(meeting=meeting, version=0, values={"risks": "SECRET risk"}, by=author, now=NOW)
    member_inputs.send_input(meeting=meeting, by=author, now=SOON)


def saas_is_minuted(world: World) -> None:
    """An entry and a decision in draft minutes."""
    team = world.people["business_team"]
    begun = Minutes.objects.get(meeting=_meeting(world, "saas held"))
    entry = begun.entries.first()
    minutes.save_entry(entry=entry, version=entry.version, discussion="SECRET discussion", by=team, now=NOW)
    record_decision(minutes=begun, text="SECRET decision", dissent="SECRET dissent", by=team, now=NOW)


def saas_is_sent_minutes(world: World) -> None:
    """Minutes approved and circulated."""
    begun, by = Minutes.objects.get(meeting=_meeting(world, "saas held")), world.people["business_team"]
    minutes.approve_minutes(minutes=begun, seen=MinutesState.DRAFT, text="SECRET word", by=by, now=NOW)
    minutes.circulate_minutes(minutes=begun, seen=MinutesState.APPROVED, by=by, now=SOON)


def saas_comments_on_minutes(world: World) -> None:
    """What a member writes to minutes that were circulated."""
    sent, by = latest_circulation(_meeting(world, "saas minuted")), world.people["saas_member"]
    minutes.comment_on_minutes(circulation=sent, text="SECRET comment", by=by, now=SOON)


def forum_plans(world: World) -> None:
    """A new item of a forum's forward plan."""
    a_plan_item(world.seats["forum"], world.people["business_team"], "SECRET plan", now=NOW)


def health_has_actions(world: World) -> None:
    """One in each state."""
    for state in ActionState:
        an_action(
            state,
            holder=world.seats["health"],
            team=world.people["business_team"],
            title="SECRET action",
            due_on=DUE_ON,
            now=NOW,
        )


def agencies_dispute(world: World) -> None:
    """One dispute that is open, one resolved."""
    agencies = [world.seats["police"], world.seats["health"]]
    for state in (EscalationState.OPEN, EscalationState.RESOLVED):
        an_escalation(state, team=world.people["business_team"], agencies=agencies, title="SECRET dispute", now=NOW)
