"""Jobs of the audits: one service call."""

from celery import shared_task
from django.utils import timezone

from audits.services.reminders import remind_due


@shared_task
def remind_of_answers() -> None:
    """Remind agencies whose answers are due soon or overdue; whoever was reminded today already is left alone."""
    remind_due(now=timezone.now())
