"""`manage.py load_demo`: the framework, the real figures, and the demonstration's accounts and returns."""

from io import StringIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assurance.queries.demo import demo_accounts
from assurance.services.demo import DEMO_PASSWORD, first_moment, load_demo
from assurance.services.framework import load_framework
from indicators.management.commands.load_indicators import text
from indicators.rules.framework import read_suite
from indicators.services.demo import ask_demo_figures
from indicators.services.suite import load_suite


class Command(BaseCommand):
    """Refuses in production. Safe to repeat: what visitors have changed stays as it is."""

    help = "Load the demonstration: one account a role, returns over eight quarters, the published figures."

    def add_arguments(self, parser):
        """Offer to list the accounts instead of loading."""
        parser.add_argument("--list-accounts", action="store_true", help="print the accounts and their password")

    def handle(self, *, list_accounts, verbosity, **options):
        """Load, and say whether anything was new; or list the accounts."""
        if settings.PRODUCTION:
            raise CommandError("The demonstration is not for production: its accounts have a password everybody knows.")
        if list_accounts:
            self.list_accounts()
            return
        fresh = self.load(timezone.now(), verbosity)
        if verbosity:
            self.stdout.write("Demonstration: loaded." if fresh else "Demonstration: up to date.")

    def load(self, now, verbosity):
        """
        Load all there is to load, in the order in which it is to have happened; whether the demonstration is new.

        Returns speak of indicators, so Appendix 1 comes before them; the figures are recorded today.
        """
        moment = first_moment(now=now)
        load_framework(now=moment)
        load_suite(suite=read_suite(text("suite.toml")), by=None, now=moment)
        try:
            fresh = load_demo(now=now, today=timezone.localdate(now))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for figures in ("load_indicators", "load_figures"):
            call_command(figures, stdout=self.stdout if verbosity else StringIO())
        ask_demo_figures(now=timezone.now(), today=timezone.localdate(now))
        return fresh

    def list_accounts(self):
        """Print who may sign in, as a table."""
        accounts = demo_accounts()
        if not accounts:
            self.stdout.write("There are no demonstration accounts yet: run load_demo first.")
            return
        width = max(len(account.email) for account in accounts)
        self.stdout.write(f"{'Sign in as':<{width}}  Who that is")
        for account in accounts:
            self.stdout.write(f"{account.email:<{width}}  {account.what}")
        self.stdout.write(f"\nThe password of every demonstration account is {DEMO_PASSWORD}")
