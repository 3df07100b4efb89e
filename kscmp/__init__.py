"""The roof of the portal. Celery's shared tasks bind to the application loaded here."""

from kscmp.celery import app as celery_app

__all__ = ["celery_app"]
