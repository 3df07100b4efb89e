"""Jobs of the ground floor: an id in, one service call."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from assurance.permissions import refresh_everyone
from assurance.queries.notices import notices_to_mail
from assurance.services import challenges, lessons
from assurance.services.actions import remind_overdue
from assurance.services.notices import mail_notice


@shared_task
def send_notice(notice_id: str) -> None:
    """Mail one notice, unless it was mailed or its reader's right has ended."""
    mail_notice(notice_id=UUID(notice_id), now=timezone.now())


@shared_task
def refresh_grants() -> None:
    """Let memberships that began or ended with the day take effect for people who are not signed in."""
    refresh_everyone(today=timezone.localdate())


@shared_task
def remind_of_overdue_actions() -> None:
    """Remind those who hold overdue actions; whoever was reminded today already is left alone."""
    remind_overdue(by=None, now=timezone.now())


@shared_task
def remind_of_overdue_answers() -> None:
    """The same of answers to challenges, and of what lessons were to change."""
    challenges.remind_overdue(by=None, now=timezone.now())
    lessons.remind_overdue(by=None, now=timezone.now())


@shared_task
def sweep_notices() -> None:
    """Mail every notice still unsent, whatever became of its message."""
    for notice_id in notices_to_mail():
        send_notice.delay(str(notice_id))
