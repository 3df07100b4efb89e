"""`manage.py load_demo`: framework, tools, Six Steps, the real figures, the demonstration's accounts and returns."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assurance.queries.demo import demo_accounts
from assurance.rules.canonical import sha256_of
from assurance.services.demo import DEMO_PASSWORD, beginning, first_moment, load_demo
from assurance.services.framework import load_framework
from audits.services.demo import audit_steps, plan_next_audit
from audits.services.shipped_tools import load_tools
from indicators.management.commands.load_figures import FIGURES
from indicators.management.commands.load_indicators import load_all, text
from indicators.rules.published import read_figures
from indicators.rules.releases import read_months_to_release, releases_of
from indicators.services.demo import ask_demo_figures, figure_releases
from indicators.services.findings import refresh_findings
from scrutiny.services.demo import scrutiny_steps
from scrutiny.services.frameworks import load_frameworks


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

        Returns speak of indicators, so Appendix 1 comes before them. The published figures come in as they came out, so
        that looking back shows what was known then; what they say is found and warned of today.
        """
        moment, today = first_moment(now=now), timezone.localdate(now)
        load_framework(now=moment)
        load_tools(now=moment)
        load_frameworks(now=moment)
        load_all(moment)
        waiting = releases(now)
        steps = [*waiting, *audit_steps(now=now), *scrutiny_steps(now=now)]
        try:
            fresh = load_demo(now=now, today=today, meanwhile=steps)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for _, land in [] if fresh else waiting:
            land(now=now)
        if waiting:
            refresh_findings(now=timezone.now())
        ask_demo_figures(now=timezone.now(), today=today)
        plan_next_audit(now=timezone.now())
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


def releases(now):
    """The published figures that have not landed yet, by the day they came out, and none later than now."""
    content = FIGURES.read_bytes()
    months = read_months_to_release(text("sources.toml"))
    found = releases_of(read_figures(content.decode()), months, begins=beginning().date())
    steps = figure_releases(releases=found, file_name=FIGURES.name, sha256=sha256_of(content))
    return [(min(at, now), land) for at, land in steps]
