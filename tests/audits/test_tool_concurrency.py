"""Two people on one version at the same moment, in real threads: no words are lost, and what is frozen stays."""

import shutil
from functools import partial
from threading import Event
from time import sleep

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from audits.models import Audit, ToolVersion
from audits.queries.tool_parts import own_stamp_of, stamp_of
from audits.queries.tools import tool_content
from audits.rules.audits import AuditMove, AuditState
from audits.rules.tools import QuestionKind, VersionState
from audits.services import tool_parts as parts
from audits.services.moves import move_audit
from tests.factories.audits import NOW, a_tool, an_audit, questions_of, runner
from tests.services.databases import (
    POSTGRESQL,
    at_once,
    default_is,
    fresh_postgresql,
    listens,
    postgresql_settings,
    sqlite_settings,
)

NO_POSTGRESQL = pytest.mark.skipif(not listens(POSTGRESQL), reason="PostgreSQL does not answer on 127.0.0.1.")
EDITORS = 6
LAUNCH_COMES_TO_THE_TOOL = 1.0


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.services, NO_POSTGRESQL])], autouse=True
)
def database(request, tmp_path, django_db_blocker):
    """A database of its own, on which transactions are real."""
    with django_db_blocker.unblock():
        if request.param == "sqlite":
            with default_is(sqlite_settings(shutil.copy(request.getfixturevalue("migrated"), tmp_path))):
                yield
        else:
            template = request.getfixturevalue("migrated_postgresql")
            with fresh_postgresql(template) as url, default_is(postgresql_settings(url)):
                yield


def refusals(results):
    """Those that were refused; whatever went wrong in another way fails the test."""
    failed = [one for one in results if isinstance(one, Exception)]
    assert all(isinstance(one, ValidationError) for one in failed), failed
    return failed


def test_of_those_who_change_one_question_one_wins_and_the_others_are_told():
    question, by = questions_of(a_tool())[0], runner()
    seen = own_stamp_of(question)
    texts = [f"Words of editor {number}" for number in range(EDITORS)]
    changes = [partial(parts.change_part, part=question, seen=seen, text=text, by=by, now=NOW) for text in texts]
    refused = refusals(at_once(*changes))
    question.refresh_from_db()
    assert question.text in texts
    assert len(refused) == EDITORS - 1
    for problem in refused:
        assert ("The question", question.text) in problem.error_list[0].params["now"]


def test_sections_added_at_once_all_stand_one_after_the_other():
    version, by = a_tool(), runner()
    add = partial(parts.add_section, version=version, guidance="", by=by, now=NOW)
    assert not refusals(at_once(*[partial(add, title=f"Section of editor {number}") for number in range(EDITORS)]))
    assert [one.position for one in version.sections.all()] == list(range(1, EDITORS + 3))


def test_parts_moved_at_once_are_neither_lost_nor_doubled():
    version, by = a_tool(standards=5), runner()
    rows = list(version.sections.first().standards.all())
    moves = [partial(parts.move_part, part=row, way=way, by=by, now=NOW) for row in rows[1:4] for way in parts.Way]
    assert not refusals(at_once(*moves))
    found = version.sections.first().standards.all()
    assert sorted(one.pk for one in found) == sorted(row.pk for row in rows)
    assert [one.position for one in found] == [1, 2, 3, 4, 5]


def test_what_is_frozen_while_it_is_changed_stays_as_it_was_frozen():
    version, by = a_tool(), runner()

    def freeze():
        ToolVersion.objects.filter(pk=version.pk).update(state=VersionState.FROZEN, frozen_at=NOW)
        return tool_content(version)

    adding = [
        partial(parts.add_section, version=version, title=f"Late {number}", guidance="", by=by, now=NOW)
        for number in range(EDITORS)
    ]
    frozen, *results = at_once(freeze, *adding)
    refusals(results)
    assert tool_content(version) == frozen


def test_a_launch_waits_for_whoever_is_changing_its_tool_and_looks_at_what_it_became():
    audit, by = an_audit(), runner()
    whole = questions_of(audit.tool, QuestionKind.GRADE)[-1]
    removed = Event()

    def remove():
        with transaction.atomic():
            parts.remove_part(part=whole, seen=stamp_of(whole), by=by, now=NOW)
            removed.set()
            sleep(LAUNCH_COMES_TO_THE_TOOL)

    def launch():
        removed.wait()
        move_audit(audit=audit, move=AuditMove.LAUNCH, seen=AuditState.PLANNED, by=by, now=NOW)

    [refused] = refusals(at_once(remove, launch))
    assert "One question has to ask for the grade of the whole. There is none." in refused.messages
    assert Audit.objects.get().state == AuditState.PLANNED
    assert not ToolVersion.objects.get(pk=audit.tool_id).is_frozen
