"""
What becomes of a recommendation: its holder's response, what is done about it, and when it is resolved.

Source: Pearce, J (2019) Six Steps, section 2, paragraph 34: "how any recommendations will be taken forward"; SAAS ToR
1.4(b) (R132). Done is not resolved: its effect has to be known (R98).
"""

from enum import StrEnum
from types import MappingProxyType

from assurance.rules.actions import ActionState
from scrutiny.rules.assessments import Response


class Standing(StrEnum):
    """Where a recommendation stands."""

    UNANSWERED = "unanswered"
    DECLINED = "declined"
    ANSWERED = "answered"
    UNDER_WAY = "under_way"
    DONE = "done"
    CLOSED = "closed"
    DROPPED = "dropped"
    SETTLED = "settled"


STANDING_WORDS = MappingProxyType(
    {
        Standing.UNANSWERED: "Waits for a response",
        Standing.DECLINED: "Declined, not yet accepted",
        Standing.ANSWERED: "Not started",
        Standing.UNDER_WAY: "Under way",
        Standing.DONE: "Done, effect not yet seen",
        Standing.CLOSED: "Resolved: its effect is known",
        Standing.DROPPED: "Resolved: dropped",
        Standing.SETTLED: "Resolved: stays declined",
    }
)
NEXT_WORDS = MappingProxyType(
    {
        Standing.UNANSWERED: "Whoever holds it says whether it is accepted, in part or not, and why.",
        Standing.DECLINED: "It is open until the Independent Scrutineer accepts that it is declined.",
        Standing.ANSWERED: "Whoever holds it begins, and tells of progress in the tracker of actions.",
        Standing.UNDER_WAY: "Whoever holds it says what was done when it is done.",
        Standing.DONE: "It is resolved once it is known what changed for children.",
        Standing.CLOSED: "Nothing, unless its action is taken up again.",
        Standing.DROPPED: "Nothing, unless its action is taken up again.",
        Standing.SETTLED: "Nothing.",
    }
)
RESOLVED = frozenset({Standing.CLOSED, Standing.DROPPED, Standing.SETTLED})
# The states of its action that end it.
ENDINGS = MappingProxyType({ActionState.CLOSED: Standing.CLOSED, ActionState.DROPPED: Standing.DROPPED})
UNDER_WAY = MappingProxyType({ActionState.UNDER_WAY: Standing.UNDER_WAY, ActionState.DONE: Standing.DONE})
# What its holder can say, and which of these needs a reason.
RESPONSES = (Response.ACCEPTED, Response.PARTLY, Response.DECLINED)
NEEDS_REASON = MappingProxyType(
    {
        Response.PARTLY: "Say which part is not accepted, and why.",
        Response.DECLINED: "Say why it is declined.",
        Response.SETTLED: "Say why scrutiny accepts that it is declined.",
    }
)


def standing_of(response: Response, action: ActionState | None) -> Standing:
    """
    Where a recommendation stands, by the response that stands and the state of its action.

    An action that ended resolves it whatever was answered; one that is under way says more than a missing response.
    """
    if response == Response.SETTLED:
        return Standing.SETTLED
    if action and action in ENDINGS:
        return ENDINGS[action]
    if response == Response.DECLINED:
        return Standing.DECLINED
    if action and action in UNDER_WAY:
        return UNDER_WAY[action]
    return Standing.ANSWERED if response else Standing.UNANSWERED


def problems_of_response(response: Response, text: str, standing: Standing) -> list[str]:
    """Every reason, a sentence each, why a response is refused; empty when it is not."""
    if standing in RESOLVED:
        return ["The recommendation is resolved, so nothing more is answered. What you wrote is still here."]
    if response == Response.SETTLED and standing != Standing.DECLINED:
        return ["It is not declined, so there is nothing to accept."]
    if response not in (*RESPONSES, Response.SETTLED):
        return ["Say whether it is accepted."]
    return [NEEDS_REASON[response]] if response in NEEDS_REASON and not text.strip() else []
