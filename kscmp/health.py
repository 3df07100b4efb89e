"""Whether the process runs (`/healthz`) and whether it can do its work (`/readyz`), for machines that watch it."""

from dataclasses import dataclass
from functools import cache

import structlog
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from health_check.base import HealthCheck
from health_check.checks import Database, Storage
from health_check.exceptions import ServiceUnavailable
from kombu.exceptions import KombuError

from assurance.permissions import open_to_all
from kscmp.celery import app

log = structlog.get_logger()


@dataclass
class Broker(HealthCheck):
    """The queue that carries jobs to the workers can be reached."""

    def run(self):
        """Raises ServiceUnavailable when it cannot."""
        try:
            with app.connection_for_write() as queue:
                queue.ensure_connection(max_retries=1, timeout=3)
        except (KombuError, OSError) as error:
            raise ServiceUnavailable("The broker does not answer.") from error


@dataclass
class Migrations(HealthCheck):
    """The database has the tables this version of the portal expects."""

    def run(self):
        """Raises ServiceUnavailable when a migration has not been applied."""
        migrations_applied()


@cache
def migrations_applied():
    """True once every migration of this code is applied: it then stays so while the process lives."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise ServiceUnavailable("Migrations are pending.")
    return True


CHECKS = {"database": Database, "migrations": Migrations, "broker": Broker, "storage": Storage}


def works(name, check):
    """Whether a check passes. What is wrong goes to the log, not to whoever asks."""
    try:
        check.run()
    except Exception:
        log.exception("health_check_failed", check=name)
        return False
    return True


@open_to_all
@require_safe
def healthz(request):
    """The process answers. Touches neither database nor broker, so that their outage does not restart the web."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@open_to_all
@require_safe
def readyz(request):
    """Each thing the portal needs, "ok" or "failed"; 503 when one failed. Says nothing else to whoever asks."""
    results = {name: works(name, check()) for name, check in CHECKS.items()}
    words = {name: "ok" if well else "failed" for name, well in results.items()}
    return JsonResponse(words, status=200 if all(results.values()) else 503)
