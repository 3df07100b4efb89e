"""What the portal does again and again: by which task, and when."""

from celery.schedules import crontab

AT_SIX, AT_EIGHT = crontab(hour=6, minute=0), crontab(hour=8, minute=0)
SCHEDULE = {
    "pick up report runs left behind": {"task": "reports.tasks.sweep_report_runs", "schedule": 10.0},
    "make the findings that are due": {"task": "indicators.tasks.refresh_findings", "schedule": 10.0},
    "draft the packs whose papers fall due": {"task": "reports.tasks.prepare_packs", "schedule": AT_SIX},
    "remind of texts that reports want": {"task": "reports.tasks.remind_of_texts", "schedule": AT_EIGHT},
    "bring everybody's rights up to date": {"task": "assurance.tasks.refresh_grants", "schedule": 900.0},
    "pick up files of figures left behind": {"task": "indicators.tasks.sweep_import_runs", "schedule": 10.0},
    "mail notices not yet mailed": {"task": "assurance.tasks.sweep_notices", "schedule": 60.0},
    "remind of overdue actions": {"task": "assurance.tasks.remind_of_overdue_actions", "schedule": AT_EIGHT},
    "remind of overdue answers": {"task": "assurance.tasks.remind_of_overdue_answers", "schedule": AT_EIGHT},
    "remind of answers to audits": {"task": "audits.tasks.remind_of_answers", "schedule": AT_EIGHT},
}
