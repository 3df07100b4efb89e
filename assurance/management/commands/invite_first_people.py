"""Invite the first people of a new portal: everybody after them is invited on screen."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from assurance.models import PartnershipGroup
from assurance.rules.roles import ROLES, Role, Seat
from assurance.services.people import invite_person, send_invitation

FIRST_ROLES = [str(role) for role, rule in ROLES.items() if rule.seat == Seat.PARTNERSHIP and not rule.must_end]


class Command(BaseCommand):
    """`manage.py invite_first_people ADDRESS [--role business_team]`: an account and a mail with its link."""

    help = __doc__

    def add_arguments(self, parser):
        """The address and the role."""
        parser.add_argument("email")
        parser.add_argument("--role", choices=FIRST_ROLES, default=str(Role.BUSINESS_TEAM))
        parser.add_argument("--post-title", default="")

    @transaction.atomic
    def handle(self, *, email, role, post_title, **options):
        """Make the account and send the invitation; an error is a sentence."""
        now, today = timezone.now(), timezone.localdate()
        partnership = PartnershipGroup.objects.filter(level=PartnershipGroup.Level.PARTNERSHIP).first()
        if partnership is None:
            raise CommandError("The Partnership is not loaded yet: run manage.py load_framework first.")
        try:
            person = invite_person(
                email=email,
                name="",
                post_title=post_title or ROLES[Role(role)].label,
                role=Role(role),
                seat=partnership,
                starts_on=today,
                by=None,
                now=now,
                today=today,
            )
            send_invitation(person=person, by=None, now=now)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        self.stdout.write(f"{email} is invited as {ROLES[Role(role)].label}.")
