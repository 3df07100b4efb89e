"""What flows back to a group: a task, learning or feedback is sent, and the group says what it did (SAF 6, R104)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import GroupMessage, PartnershipGroup, Topic, User
from assurance.permissions import demand, may, people_who_may, refusal
from assurance.queries.commissions import boards
from assurance.queries.inbox import may_send
from assurance.rules.group_work import MessageKind
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.services.notices import notify

# What those who chair the group are told; whoever sent it is told of the answer.
SENT = {
    MessageKind.TASK: "Your group has a new task",
    MessageKind.LEARNING: "Your group has been sent learning",
    MessageKind.FEEDBACK: "Your group has been sent feedback",
}
ANSWERED = "A group has answered what you sent it"


@transaction.atomic
def send_message(
    *,
    group: PartnershipGroup,
    kind: MessageKind,
    title: str,
    text: str,
    by: User,
    now: datetime,
    topic: Topic | None = None,
) -> GroupMessage:
    """Send a group a task, learning or feedback. Its chairs are told. Raises ValidationError without words."""
    if not may_send(by, group):
        raise PermissionDenied(refusal(Permission.RUN_MEETING))
    if not title.strip() or not text.strip():
        raise ValidationError("Say in a few words what it is, and then all the group needs to know.")
    message = GroupMessage(group=group, kind=kind, title=title, text=text, topic=topic, sent_by=by, sent_at=now)
    message.save(force_insert=True)
    detail = {"group": group.slug, "kind": str(kind)}
    activity.record(actor=by, action="group_message.send", subject=message, detail=detail, now=now)
    url = reverse("assurance:group_message", args=[message.pk])
    for person in people_who_may(Permission.CHAIR_MEETING, group).exclude(pk=by.pk):
        notify(person=person, text=SENT[kind], url=url, permission=Permission.READ_MEETING, on=group, now=now)
    return message


@transaction.atomic
def answer_message(*, message: GroupMessage, answer: str, by: User, now: datetime) -> None:
    """Say, once, what the group did with it. Raises ValidationError when that has been said already."""
    demand(by, Permission.CHAIR_MEETING, message.group)
    if not answer.strip():
        raise ValidationError("Say what the group did with it.")
    unanswered = GroupMessage.objects.filter(pk=message.pk, answered_at=None)
    if not unanswered.update(answer=answer, answered_by=by, answered_at=now):
        raise ValidationError("Somebody else was first: it has been answered. What you wrote is still here.")
    activity.record(actor=by, action="group_message.answer", subject=message, now=now)
    if message.sent_by != by:
        _tell_sender(message, now)


def _tell_sender(message: GroupMessage, now: datetime) -> None:
    """Tell whoever sent it, guarded by the right by which they did, if they hold one of the two still."""
    url, sender = reverse("assurance:group_message", args=[message.pk]), message.sent_by
    rights = [(Permission.RUN_MEETING, message.group), *((Permission.DECIDE, board) for board in boards())]
    for permission, group in rights:
        if may(sender, permission, group):
            notify(person=sender, text=ANSWERED, url=url, permission=permission, on=group, now=now)
            return
