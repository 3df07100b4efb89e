"""Answering the questions on the context of scrutiny: an answer is added, none is ever changed (R129)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from assurance.models import PartnershipGroup, User
from assurance.permissions import refusal
from assurance.rules.roles import Permission
from assurance.services import activity
from scrutiny.models import ContextAnswer, ContextQuestion
from scrutiny.queries.context import answers_context

CHANGED = (
    "Somebody else answered in the meantime. Their answer stands below; what you wrote is still here. Send yours if it "
    "still holds."
)


@transaction.atomic
def answer_context(*, question: ContextQuestion, text: str, seen: str, by: User, now: datetime) -> ContextAnswer:
    """
    A new answer, which stands from now on. `seen` is the key of the answer that stood when the page was opened, or "".

    Raises ValidationError, after a conflict with the code "conflict" and what stands now in `params`.
    """
    if not answers_context(by):
        raise PermissionDenied(refusal(Permission.MANAGE_SCRUTINY))
    if not text.strip():
        raise ValidationError("Write the answer.")
    # Whoever answers waits for whoever answers at the same time.
    ContextQuestion.objects.select_for_update().get(pk=question.pk)
    standing = ContextAnswer.objects.filter(question=question.identity).order_by("-at", "-pk").first()
    key = str(standing.pk) if standing else ""
    if standing and key != seen:
        raise ValidationError(
            CHANGED, code="conflict", params={"seen": key, "now": [("The answer that stands", standing.text)]}
        )
    answer = ContextAnswer(question=question.identity, asked=question.text, text=text, by=by, at=now)
    answer.save(force_insert=True)
    root = PartnershipGroup.objects.get(level=PartnershipGroup.Level.PARTNERSHIP)
    detail = {"question": str(question.identity), "answer": answer.pk}
    activity.record(actor=by, action="scrutiny.answer_context", subject=root, detail=detail, now=now)
    return answer
