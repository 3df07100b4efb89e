"""The main job on real PostgreSQL and Redis: the same journey as on the embedded portal."""

import os
import subprocess
import sys

import psycopg
import pytest
import redis

from tests.browser.portal import ROOT, started
from tests.journeys.main_job import check_pack, do_the_main_job
from tests.services.databases import POSTGRESQL, REDIS, fresh_postgresql, listens

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(not listens(POSTGRESQL), reason="PostgreSQL does not answer on 127.0.0.1"),
    pytest.mark.skipif(not listens(REDIS), reason="Redis does not answer on 127.0.0.1"),
]
MARKER = "Served"
OWN_REDIS = f"{REDIS}/12"


@pytest.fixture
def services(migrated_postgresql):
    """A PostgreSQL database and a Redis database of the test's own, gone afterwards."""
    with fresh_postgresql(migrated_postgresql) as database, redis.Redis.from_url(OWN_REDIS) as broker:
        broker.flushdb()
        yield {"DATABASE_URL": database, "REDIS_URL": OWN_REDIS}
        broker.flushdb()


def manage(command, data, services):
    """Run a management command of the portal and return it."""
    own = {"PORTAL_MODE": "demo", "PORTAL_DATA": str(data), "DJANGO_SETTINGS_MODULE": "kscmp.settings"}
    return subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env=os.environ | own | services,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_partners_return_becomes_a_page_of_the_pack(tmp_path, services):
    """And the log holds, until somebody who owns the tables tampers with it: then the command says where."""
    data = tmp_path / "data"
    with started(data, services) as address:
        check_pack(do_the_main_job(address, MARKER), MARKER)
    assert not (data / "portal.sqlite3").exists()
    assert manage("verify_activity", data, services).returncode == 0
    with psycopg.connect(services["DATABASE_URL"]) as database:
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation), database.transaction():
            database.execute("update assurance_activityentry set action = 'x' where sequence = 3")
        database.execute("alter table assurance_activityentry disable trigger all")
        database.execute("update assurance_activityentry set action = 'x' where sequence = 3")
    checked = manage("verify_activity", data, services)
    assert checked.returncode == 1
    assert "Entry 3 has been altered" in checked.stdout + checked.stderr
