"""The item of assurance of a signed return: that it is there, whose and for when; nothing of what it says (SAF 7)."""

from datetime import datetime
from types import MappingProxyType

from django.urls import reverse

from assurance.models import ReturnItem, ReturnSubmission, StatusReturn, Topic
from assurance.rules.evidence_tiers import Confidence, Element, Purpose, Strength
from assurance.rules.submission import read_submission
from assurance.rules.wording import local_date
from assurance.services.items import ItemOfRecord, Supports, bring_items_up_to_date, withdraw_items_of

PARTNERS_TOOL, OTHERS_TOOL = "management-information", "qualitative-information"
ELEMENTS = MappingProxyType({PARTNERS_TOOL: Element.JUDGEMENT, OTHERS_TOOL: Element.QUALITATIVE})


def origin_of_return(status_return: StatusReturn) -> str:
    """The name under which the item of a return is kept."""
    return f"return:{status_return.pk}"


def keep_item_of_return(status_return: StatusReturn, submission: ReturnSubmission, now: datetime) -> None:
    """
    Bring the item of a return that was just signed up to date: it supports what its statements are coded to.

    A Safeguarding Partner’s return is its own judgement of what it delivers; that of a Relevant Agency or a forum is
    qualitative information (SAF Figure 1). What an agency says of itself is partial assurance.
    """
    owner, period = status_return.owner, status_return.period
    is_partner = bool(status_return.agency and status_return.agency.is_safeguarding_partner)
    tool = PARTNERS_TOOL if is_partner else OTHERS_TOOL
    topics = _topics(status_return)
    record = ItemOfRecord(
        origin=origin_of_return(status_return),
        tool_slug=tool,
        title=f"Status return of {owner.name}, {period.short_words}",
        finding=f"{owner.name} has reported on its safeguarding responsibilities for {period.short_words}. What it "
        "says is in the return, for those who may read it.",
        dated_on=local_date(now),
        strength=Strength.PARTIAL,
        confidence=Confidence.MEDIUM,
        supports=Supports(topics=topics),
        no_longer=Supports(topics=_topics_before(submission) - topics),
        element=ELEMENTS[tool],
        purposes=frozenset({Purpose.OPERATION}),
        agency=status_return.agency,
        group=status_return.group,
        source="Status return",
        address=reverse("assurance:return_detail", args=[status_return.pk]),
    )
    bring_items_up_to_date(records=[record], by=submission.submitted_by, now=now)


def take_out_item_of_return(status_return: StatusReturn, now: datetime) -> None:
    """Take the item of a return out while no version of the return stands."""
    withdraw_items_of(origins=[origin_of_return(status_return)], now=now)


def _topics(status_return: StatusReturn) -> frozenset[int]:
    coded = ReturnItem.objects.filter(section__status_return=status_return).exclude(topic=None)
    return frozenset(coded.values_list("topic", flat=True))


def _topics_before(submission: ReturnSubmission) -> frozenset[int]:
    earlier = ReturnSubmission.objects.filter(status_return=submission.status_return, number__lt=submission.number)
    contents = [read_submission(content) for content in earlier.values_list("content", flat=True)]
    slugs = {item.topic for frozen in contents for _, item in frozen.items() if item.topic}
    return frozenset(Topic.objects.filter(slug__in=slugs).values_list("pk", flat=True)) if slugs else frozenset()
