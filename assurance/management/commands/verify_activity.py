"""`manage.py verify_activity`: is the activity log whole?"""

from django.core.management.base import BaseCommand, CommandError

from assurance.rules.wording import counted
from assurance.services.activity import chain_problems


class Command(BaseCommand):
    """Ends with exit code 1 and a sentence for each altered, removed or reordered entry."""

    help = "Check that no entry of the activity log has been altered, removed or reordered."

    def handle(self, *args, **options):
        """Walk the chain from its first entry to its head."""
        problems = chain_problems()
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"The activity log is not whole: {counted(len(problems), 'problem')}.")
        if options["verbosity"]:
            self.stdout.write("The activity log is whole.")
