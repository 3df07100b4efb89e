"""The glossary kept by the Business Team (ToR 4.3, R19)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import GlossaryTerm, User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.services import activity


@transaction.atomic
def add_term(
    *, term: str, stands_for: str, meaning: str, source: str, is_confirmed: bool, by: User, now: datetime
) -> GlossaryTerm:
    """A new term. Raises ValidationError when the glossary has it, in capitals or not."""
    demand(by, Permission.MANAGE_PARTNERSHIP)
    added = GlossaryTerm(term=term, stands_for=stands_for, meaning=meaning, source=source, is_confirmed=is_confirmed)
    _save(added)
    activity.record(actor=by, action="glossary.add", subject=added, now=now)
    return added


@transaction.atomic
def change_term(
    *,
    glossary_term: GlossaryTerm,
    term: str,
    stands_for: str,
    meaning: str,
    source: str,
    is_confirmed: bool,
    by: User,
    now: datetime,
) -> None:
    """Change a term, or confirm what it stands for."""
    demand(by, Permission.MANAGE_PARTNERSHIP)
    glossary_term.term, glossary_term.stands_for = term, stands_for
    glossary_term.meaning, glossary_term.source = meaning, source
    glossary_term.is_confirmed = is_confirmed
    _save(glossary_term)
    activity.record(actor=by, action="glossary.change", subject=glossary_term, now=now)


@transaction.atomic
def remove_term(*, glossary_term: GlossaryTerm, by: User, now: datetime) -> None:
    """Take a term out of the glossary."""
    demand(by, Permission.MANAGE_PARTNERSHIP)
    activity.record(actor=by, action="glossary.remove", subject=glossary_term, now=now)
    glossary_term.delete()


def _save(term: GlossaryTerm) -> None:
    if GlossaryTerm.objects.filter(term__iexact=term.term).exclude(pk=term.pk).exists():
        raise ValidationError(f"The glossary has “{term.term}” already: change that entry instead.")
    term.save()
