"""What every test may use."""

import gc

import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from xdist.scheduler import LoadFileScheduling

from assurance.models.frozen import add_triggers, drop_triggers
from tests.browser.portal import loaded
from tests.services.databases import drop_postgresql
from tests.shared import copy_database, migrate_into, migrate_postgresql_into, once

# A machine that is busy with something else is not a fault of ours.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")

DEAREST = (
    "tests/browser/test_pages.py",
    "tests/browser/",
    "tests/indicators/disclosure/",  # needs no database: it runs while the browser's worker migrates the first one
    "tests/test_two_worlds.py",
    "tests/test_access.py",
    "tests/tooling/test_runportal.py",
    "tests/reports/test_killed_worker.py",
    "tests/services/",
    "tests/indicators/test_real_figures.py",
    "tests/journeys/",
)
DEALT_OUT = ("tests/test_two_worlds.py", "tests/test_access.py")
# How many more things must have been made than dropped before the garbage collector looks for what is left over:
# at Python's 700 it takes an eighth of the run, and finds next to nothing.
GARBAGE = (100_000, 50, 100)
POSTGRESQL_TEMPLATE = "postgresql-template"
INSERT_ONLY = [
    "assurance_actionupdate",
    "assurance_activityentry",
    "assurance_challengeevent",
    "assurance_circulation",
    "assurance_commissionevent",
    "assurance_controlassurance",
    "assurance_courseimpact",
    "assurance_documentreview",
    "assurance_escalationevent",
    "assurance_fundingjudgement",
    "assurance_lessonchange",
    "assurance_meetingevent",
    "assurance_minutescomment",
    "assurance_minutesevent",
    "assurance_planevent",
    "assurance_policyassurance",
    "assurance_priorityreview",
    "assurance_rapidreviewevent",
    "assurance_returnsubmission",
    "assurance_riskevent",
    "assurance_riskscore",
    "assurance_signup",
    "assurance_themeevent",
    "assurance_themereport",
    "assurance_warningevent",
    "audits_answersubmission",
    "audits_auditevent",
    "audits_auditreport",
    "audits_audittraining",
    "audits_casedraw",
    "audits_frozensheet",
    "audits_participantevent",
    "audits_routetaken",
    "audits_signedgrade",
    "indicators_batch",
    "indicators_commentary",
    "indicators_judgement",
    "indicators_observation",
    "indicators_requestevent",
    "indicators_signal",
    "indicators_suitechange",
    "reports_narrativeversion",
    "reports_reportapproval",
    "reports_reportpresentation",
    "reports_reportshown",
    "reports_reportsnapshot",
    "scrutiny_accuracycomment",
    "scrutiny_assessment",
    "scrutiny_contextanswer",
    "scrutiny_draftevent",
    "scrutiny_jointagreement",
    "scrutiny_publishedrating",
    "scrutiny_recommendationresponse",
]


def pytest_collection_modifyitems(items):
    """The dearest first, so that no worker is left alone with them at the end."""
    items.sort(
        key=lambda item: next((n for n, dear in enumerate(DEAREST) if item.nodeid.startswith(dear)), len(DEAREST))
    )


class Sharing(LoadFileScheduling):
    """
    Who works on what: a worker takes whole files, because what they set up is set up once a file.

    Everything in the browser goes to one worker: there is one portal to start, and one day's work in it to do. What
    takes minutes is dealt out test by test, for every worker copies the same world in a moment.
    """

    def _split_scope(self, nodeid):
        if nodeid.startswith("tests/browser/"):
            return "tests/browser"
        return nodeid if nodeid.startswith(DEALT_OUT) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """How the tests are shared out among workers."""
    return Sharing(config, log)


def pytest_collection_finish():
    """What has been imported by now stays: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id):
    """The folder in which the workers of this run leave for each other what is dear to build."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def migrated(shared, django_test_environment, django_db_blocker):
    """A SQLite file with every migration applied, to be copied."""
    with django_db_blocker.unblock():
        return once(shared, "migrated.sqlite3", migrate_into)


@pytest.fixture(scope="session")
def migrated_postgresql(shared, django_test_environment, django_db_blocker):
    """The name of a PostgreSQL database with every migration applied, to be copied."""
    with django_db_blocker.unblock():
        return once(shared, POSTGRESQL_TEMPLATE, migrate_postgresql_into).read_text()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    """Drop that database once all workers are done."""
    if not hasattr(session.config, "workerinput"):
        template = session.config._tmp_path_factory.getbasetemp() / POSTGRESQL_TEMPLATE
        if template.exists():
            drop_postgresql(template.read_text())


@pytest.fixture(scope="session")
def portal_template(shared, migrated):
    """A portal's data folder with the demonstration data, to be copied."""
    return loaded(shared, migrated)


@pytest.fixture(scope="session")
def django_db_setup(migrated, django_db_blocker):
    """The tests' database: in memory, as the migrations leave it, and gone with the process."""
    with django_db_blocker.unblock():
        name = connection.creation._get_test_db_name()
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
        connection.ensure_connection()
        copy_database(migrated, connection.connection)


@pytest.fixture
def framework(db):
    """The real framework: agencies, groups, posts, glossary, as `load_framework` brings them."""
    call_command("load_framework", verbosity=0)


@pytest.fixture
def sign_in(client):
    """Sign a person in without the form, and return the test client."""

    def _sign_in(person):
        client.force_login(person)
        return client

    return _sign_in


@pytest.fixture(autouse=True)
def insert_only_tables_can_be_emptied(request):
    """A transactional test ends with its tables emptied row by row on SQLite: let that pass the triggers."""
    marker = request.node.get_closest_marker("django_db")
    transactional = bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if transactional:
        request.getfixturevalue("transactional_db")
    yield
    if transactional and connection.vendor == "sqlite":
        _empty_insert_only_tables()


def _empty_insert_only_tables():
    with connection.schema_editor() as editor:
        for table in INSERT_ONLY:
            drop_triggers(editor, table)
    call_command("flush", interactive=False, verbosity=0)
    with connection.schema_editor() as editor:
        for table in INSERT_ONLY:
            add_triggers(editor, table)
