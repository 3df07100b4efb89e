"""Posts that change hands (R3, R9)."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import Post, PostHolding, User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words
from assurance.services import activity


@transaction.atomic
def hand_over_post(*, post: Post, person: User | None, starts_on: date, by: User, now: datetime) -> PostHolding | None:
    """
    Record that `person` holds a post from `starts_on`, and its holder until then until the day before.

    Without a person the post falls vacant. It records who answers for what; rights come from memberships alone.
    """
    demand(by, Permission.MANAGE_PEOPLE)
    last = post.holdings.select_related("person").first()
    current = last if last and not last.ends_on else None
    if last and starts_on <= (last.ends_on or last.starts_on):
        held = f"{'until' if last.ends_on else 'since'} {date_words(last.ends_on or last.starts_on)}"
        raise ValidationError(f"{last.person} held this post {held}: give a later day.")
    if current and person == current.person:
        raise ValidationError(f"{person} holds this post already.")
    if not current and not person:
        raise ValidationError("The post is vacant already: choose who takes it over.")
    if current:
        current.ends_on = starts_on - timedelta(days=1)
        current.save(update_fields=["ends_on"])
    holding = PostHolding.objects.create(post=post, person=person, starts_on=starts_on) if person else None
    detail = {"person": person.pk if person else None, "starts_on": starts_on.isoformat()}
    activity.record(actor=by, action="post.hand_over", subject=post, detail=detail, now=now)
    return holding
