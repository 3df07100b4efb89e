"""Jobs of the audits: one service call."""

from celery import shared_task
from django.utils import timezone

from audits.services.reminders import remind_overdue


@shared_task
def remind_of_overdue_answers() -> None:
    """Remind agencies whose answers are overdue; whoever was reminded today already is left alone."""
    remind_overdue(now=timezone.now())
