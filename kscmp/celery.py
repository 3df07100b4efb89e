"""The portal's Celery application: workers and beat read every choice from Django's settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kscmp.settings")

app = Celery("kscmp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
