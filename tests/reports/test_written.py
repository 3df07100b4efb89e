"""Writing the texts of a report: who may, drafts that save themselves, wordings that reports take."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assurance.models import ActivityEntry, Notice
from assurance.rules.roles import Role
from reports.models import Narrative, NarrativeVersion
from reports.queries.narratives import narrative_of, reports_written_by, text_rows, wordings_of
from reports.queries.written import written_in
from reports.rules.kinds import Kind
from reports.rules.written import LONGEST
from reports.services.written import FINISHED, finish_narrative, save_narrative, titles_of
from tests.factories.assurance import PartnershipGroupFactory, person_with
from tests.factories.written import LATER, NOW, draft, finish, writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    """An annual scrutiny report and its people."""
    return writing()


def rows_of(at, person):
    titles = titles_of(at.report)
    return {row.name: row for row in text_rows(at.report, titles, frozenset(titles), person)}


# Who may


@pytest.mark.parametrize(
    ("name", "writers"),
    [
        ("statement", {"scrutineer"}),
        ("foreword", {"chair", "team"}),
        ("impact", {"team"}),
        ("on_risks", {"team"}),
    ],
)
def test_who_may_write_a_text(at, name, writers):
    for person in ("team", "chair", "scrutineer", "board"):
        if person in writers:
            assert draft(at.report, name, f"By {person}", getattr(at, person)).saved
        else:
            with pytest.raises(PermissionDenied, match="ask"):
                draft(at.report, name, "Not mine to write", getattr(at, person))


def test_a_report_the_board_makes_has_a_foreword_of_its_own_chair():
    at = writing(Kind.YEARLY_REPORT)
    assert draft(at.report, "foreword", "Words", at.board).saved
    with pytest.raises(PermissionDenied):
        draft(at.report, "foreword", "Words", at.chair)


def test_what_is_no_text_of_the_report_is_not_written(at):
    with pytest.raises(PermissionDenied):
        draft(at.report, "on_nothing", "Words", at.team)
    assert not Narrative.objects.exists()


def test_reports_are_found_by_those_who_write_in_them_alone(at):
    other = person_with(Role.GROUP_CHAIR, group=PartnershipGroupFactory(slug="other"))
    for person, finds in ((at.team, True), (at.chair, True), (at.scrutineer, True), (at.board, False), (other, False)):
        assert reports_written_by(person).filter(pk=at.report.pk).exists() is finds


# Saving a draft


def test_a_draft_is_saved_and_counted(at):
    assert draft(at.report, "foreword", "One", at.chair).version == 1
    assert draft(at.report, "foreword", "Two", at.team, LATER).version == 2
    narrative = narrative_of(at.report, "foreword")
    assert (narrative.text, narrative.changed_by, narrative.changed_at) == ("Two", at.team, LATER)


def test_nobody_writes_over_what_somebody_else_saved(at):
    draft(at.report, "foreword", "Mine", at.chair)
    saved = save_narrative(report=at.report, name="foreword", version=0, text="Theirs", by=at.team, now=LATER)
    assert (saved.saved, saved.version) == (False, 1)
    finished = finish_narrative(report=at.report, name="foreword", version=0, text="Theirs", by=at.team, now=LATER)
    assert not finished.saved
    assert narrative_of(at.report, "foreword").text == "Mine"
    assert not NarrativeVersion.objects.exists()


def test_who_writes_the_same_again_has_saved(at):
    draft(at.report, "foreword", "Mine", at.chair)
    again = save_narrative(report=at.report, name="foreword", version=0, text="Mine", by=at.team, now=LATER)
    assert (again.saved, again.version) == (True, 1)


def test_a_draft_leaves_no_trace_for_others(at):
    """Neither in the log nor in a notice; and no report takes it."""
    before = ActivityEntry.objects.count()
    draft(at.report, "statement", "SECRET", at.scrutineer)
    assert ActivityEntry.objects.count() == before
    assert not Notice.objects.exists()
    assert not written_in(at.report).texts
    assert rows_of(at, at.team)["statement"].state == "Not finished"
    assert rows_of(at, at.scrutineer)["statement"].state.startswith("Draft saved")


def test_what_is_too_long_is_refused_and_what_was_saved_stays(at):
    draft(at.report, "foreword", "Short", at.chair)
    with pytest.raises(ValidationError, match="Nothing is lost"):
        draft(at.report, "foreword", "x" * (LONGEST + 1), at.chair)
    assert draft(at.report, "foreword", "x" * LONGEST, at.chair).saved


# Finishing


def test_a_finished_wording_is_what_reports_take(at):
    finish(at.report, "foreword", "First", at.chair)
    draft(at.report, "foreword", "Not yet", at.chair, LATER)
    assert written_in(at.report).texts == {"foreword": "First"}
    finish(at.report, "foreword", "Second", at.team, LATER)
    assert written_in(at.report).texts == {"foreword": "Second"}


def test_it_is_logged_without_its_words_and_those_who_build_are_told(at):
    finish(at.report, "statement", "WORDS", at.scrutineer)
    entry = ActivityEntry.objects.get(action="narrative.finish")
    assert (entry.actor, "WORDS" in entry.detail) == (at.scrutineer, False)
    assert [(one.person, one.text) for one in Notice.objects.all()] == [(at.team, FINISHED)]


def test_nothing_and_nothing_new_are_not_finished(at):
    with pytest.raises(ValidationError, match="Write the text first"):
        finish(at.report, "foreword", "  ", at.chair)
    finish(at.report, "foreword", "First", at.chair)
    with pytest.raises(ValidationError, match="nothing new"):
        finish(at.report, "foreword", "First", at.chair)
    assert NarrativeVersion.objects.count() == 1


def test_a_blank_wording_takes_the_text_out_again(at):
    finish(at.report, "foreword", "First", at.chair)
    finish(at.report, "foreword", "", at.chair, LATER)
    assert not written_in(at.report).texts
    assert rows_of(at, at.team)["foreword"].state == "Taken out 26 November 2026"
    assert not rows_of(at, at.team)["foreword"].is_finished


def test_wordings_are_told_newest_first_with_what_changed(at):
    finish(at.report, "foreword", "One\nTwo", at.chair)
    finish(at.report, "foreword", "One\n2", at.team, LATER)
    newest, first = wordings_of(at.report, "foreword")
    assert (newest.version.number, newest.version.finished_by, newest.is_first) == (2, at.team, False)
    assert [(line.change, line.text) for line in newest.lines] == [("same", "One"), ("removed", "Two"), ("added", "2")]
    assert (first.is_first, first.version.finished_at) == (True, NOW)


@pytest.mark.parametrize(
    ("happens", "state"),
    [
        ((), "Not begun"),
        ((draft,), "Draft saved 26 November 2026 at 10:15am"),
        ((finish,), "Finished 26 November 2026"),
        ((finish, draft), "Finished 26 November 2026, draft saved 26 November 2026 at 10:15am"),
    ],
)
def test_how_a_text_stands_for_its_writers(at, happens, state):
    for number, write in enumerate(happens):
        write(at.report, "foreword", f"Words {number}", at.chair)
    assert rows_of(at, at.chair)["foreword"].state == state


def test_a_writer_sees_their_own_texts_and_who_builds_all_of_them(at):
    assert set(rows_of(at, at.scrutineer)) == {"statement"}
    assert set(rows_of(at, at.chair)) == {"foreword"}
    assert set(rows_of(at, at.team)) == set(titles_of(at.report))
    assert rows_of(at, at.team)["statement"].writer == "The Independent Scrutineer"
    assert rows_of(at, at.team)["foreword"].writer == "The chair of SAAS"


# What the database holds to


def test_a_finished_wording_can_neither_be_changed_nor_removed(at):
    finish(at.report, "foreword", "First", at.chair)
    with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():
        NarrativeVersion.objects.update(text="Other")
    with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():
        NarrativeVersion.objects.all().delete()


def test_a_text_is_there_once_a_report_and_a_wording_once_a_number(at):
    finish(at.report, "foreword", "First", at.chair)
    narrative = narrative_of(at.report, "foreword")
    by = {"changed_by": at.team, "changed_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Narrative.objects.create(report=at.report, name="foreword", **by)
    with pytest.raises(IntegrityError), transaction.atomic():
        NarrativeVersion.objects.create(narrative=narrative, number=1, finished_by=at.team, finished_at=NOW)
