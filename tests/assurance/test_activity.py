"""The activity log: insert-only, hash-chained, readable in words by those who may (trust.md 5, R18)."""

import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from assurance.models import ActivityEntry, ActivityHead
from assurance.models.frozen import add_triggers, drop_triggers
from assurance.queries.activity import ActivityFilters, entries_found, lines_of
from assurance.rules.activity import ACTION_WORDS, DRAFT_ACTIONS, action_words
from assurance.rules.roles import Role
from assurance.services.activity import chain_problems, record
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TABLE = "assurance_activityentry"


@pytest.fixture
def log():
    """Three entries about one agency."""
    agency, actor = AgencyFactory(), UserFactory(name="", post_title="Programme Manager")
    actions = ("agency.add", "agency.rename", "agency.end")
    return [
        record(actor=actor, action=action, subject=agency, detail={"step": step}, now=NOW + timedelta(days=step))
        for step, action in enumerate(actions)
    ]


class Editor:
    """What a schema editor is to the triggers, but within the test's own transaction."""

    connection = connection

    @staticmethod
    def execute(sql, values=()):
        """Run one statement."""
        with connection.cursor() as cursor:
            cursor.execute(sql, values)


def tamper(sql, *values):
    """Change the table as somebody with the database's password would."""
    drop_triggers(Editor, TABLE)
    Editor.execute(sql, values)
    add_triggers(Editor, TABLE)


def test_entries_follow_each_other(log):
    assert [entry.sequence for entry in log] == [1, 2, 3]
    assert log[0].previous_hash == "0" * 64
    assert [entry.previous_hash for entry in log[1:]] == [entry.entry_hash for entry in log[:2]]
    head = ActivityHead.objects.get()
    assert (head.sequence, head.entry_hash) == (3, log[2].entry_hash)
    assert chain_problems() == []


def test_an_empty_log_is_whole():
    assert chain_problems() == []


def test_an_entry_is_written_with_the_change_or_not_at_all():
    agency = AgencyFactory()

    @transaction.atomic
    def change_and_fail():
        record(actor=None, action="agency.change", subject=agency, now=NOW)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert not ActivityEntry.objects.exists()
    assert chain_problems() == []


@pytest.mark.parametrize("change", [{"action": "x"}, {"detail": "{}"}, {"at": NOW}])
def test_the_database_refuses_to_change_an_entry(log, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        ActivityEntry.objects.filter(sequence=2).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        ActivityEntry.objects.filter(sequence=2).delete()
    assert chain_problems() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("action", "agency.merge"), ("detail", '{"step":9}'), ("subject_id", "999"), ("at", NOW), ("actor_id", None)],
)
def test_an_altered_entry_is_found(log, column, value):
    tamper(f"UPDATE {TABLE} SET {column} = %s WHERE sequence = 2", value)  # noqa: S608
    assert "Entry 2 has been altered." in chain_problems()


def test_a_removed_entry_is_found(log):
    tamper(f"DELETE FROM {TABLE} WHERE sequence = 2")  # noqa: S608
    assert chain_problems() == ["Entry 2 is missing: the next one is 3."]


def test_entries_cut_off_at_the_end_are_found(log):
    tamper(f"DELETE FROM {TABLE} WHERE sequence = 3")  # noqa: S608
    assert chain_problems() == ["The log should end with entry 3, and ends with 2."]


def test_a_log_emptied_with_its_head_gone_is_found(log):
    ActivityHead.objects.all().delete()
    assert chain_problems() == ["The head of the log is missing."]


def test_reordered_entries_are_found(log):
    for old, new in ((1, 99), (2, 1), (99, 2)):
        tamper(f"UPDATE {TABLE} SET sequence = %s WHERE sequence = %s", new, old)  # noqa: S608
    problems = chain_problems()
    assert "Entry 1 has been altered." in problems
    assert "Entry 2 has been altered." in problems


def test_an_entry_put_in_between_is_found(log):
    tamper(f"DELETE FROM {TABLE} WHERE sequence = 2")  # noqa: S608
    forged = ActivityEntry(
        **{f.attname: getattr(log[1], f.attname) for f in ActivityEntry._meta.fields if f.name != "id"}
    )
    forged.previous_hash = "f" * 64
    forged.save(force_insert=True)
    assert "Entry 2 does not follow the entry before it." in chain_problems()


def test_the_command_is_silent_about_nothing_and_ends_with_1_when_the_log_is_broken(log):
    out, err = StringIO(), StringIO()
    call_command("verify_activity", stdout=out)
    assert out.getvalue() == "The activity log is whole.\n"
    tamper(f"DELETE FROM {TABLE} WHERE sequence = 2")  # noqa: S608
    with pytest.raises(CommandError, match="not whole: 1 problem") as refused:
        call_command("verify_activity", stdout=out, stderr=err)
    assert refused.value.returncode == 1
    assert err.getvalue() == "Entry 2 is missing: the next one is 3.\n"


def test_actions_speak_in_words():
    assert action_words("agency.rename") == "Renamed an agency"
    assert action_words("report.build_pack") == "Report: build pack"
    assert action_words("heartbeat") == "Heartbeat"
    assert all(words[0].isupper() and "_" not in words for words in ACTION_WORDS.values())


def test_a_line_names_person_action_and_subject_and_no_content(log):
    line = next(lines_of([log[1]]))
    assert line.actor == "Programme Manager"
    assert line.action == "Renamed an agency"
    assert line.subject == f"Agency {log[1].subject_id}"
    assert (
        next(lines_of([ActivityEntry(subject_type="gone.model", subject_id="1", action="a", detail="{}")])).actor
        == "The portal"
    )


def test_the_log_is_narrowed_by_day_person_and_action(log):
    reader = person_with(Role.BUSINESS_TEAM)
    day = date(2026, 11, 22)

    def found(**filters):
        return [entry.sequence for entry in entries_found(reader, ActivityFilters(**filters))]

    assert found() == [3, 2, 1]
    assert found(first_day=day, last_day=day) == [2]
    assert found(action="agency.end") == [3]
    assert found(person=str(log[0].actor_id)) == [3, 2, 1]
    assert found(person="portal") == []


def test_a_day_is_a_day_in_kent_not_in_greenwich():
    reader, agency = person_with(Role.BUSINESS_TEAM), AgencyFactory()
    record(actor=None, action="agency.add", subject=agency, now=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    day = date(2026, 7, 2)
    assert entries_found(reader, ActivityFilters(first_day=day, last_day=day)).count() == 1


@pytest.mark.parametrize("action", sorted(DRAFT_ACTIONS))
def test_writing_in_a_draft_is_logged_and_shown_to_nobody(log, sign_in, action):
    reader, writer = person_with(Role.BUSINESS_TEAM), UserFactory(post_title="Drafting officer")
    client, address = sign_in(reader), reverse("assurance:activity_list")
    before = client.get(address).content
    record(actor=writer, action=action, subject=AgencyFactory(), now=NOW)
    after = client.get(address).content
    assert without_token(after) == without_token(before)
    export = client.get(reverse("assurance:activity_download", args=["csv"])).content.decode()
    assert action not in export
    assert "Drafting officer" not in export
    assert ActivityEntry.objects.filter(action=action).exists()
    assert chain_problems() == []


def without_token(page):
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


@pytest.mark.parametrize("role", Role)
def test_who_may_not_read_the_log_finds_nothing_in_it(log, role):
    reader = person_with(role)
    readers = {Role.BUSINESS_TEAM, Role.INDEPENDENT_SCRUTINEER, Role.INSPECTOR}
    assert entries_found(reader, ActivityFilters()).exists() == (role in readers)


def test_the_page_lists_the_log_and_its_filters(log, sign_in):
    client = sign_in(person_with(Role.INSPECTOR))
    page = client.get(reverse("assurance:activity_list")).content.decode()
    assert "Renamed an agency" in page
    assert "Programme Manager" in page
    narrowed = client.get(reverse("assurance:activity_list"), {"action": "agency.end"}).content.decode()
    assert '<td class="govuk-table__cell">Ended an agency</td>' in narrowed
    assert '<td class="govuk-table__cell">Renamed an agency</td>' not in narrowed


def test_a_wrong_filter_is_said_and_nothing_is_shown_for_it(log, sign_in):
    client = sign_in(person_with(Role.BUSINESS_TEAM))
    query = {"first_day_day": "31", "first_day_month": "2", "first_day_year": "2026"}
    page = client.get(reverse("assurance:activity_list"), query).content.decode()
    assert "must be a real date" in page
    assert "No entries found" in page


def test_an_empty_log_says_what_will_appear(sign_in):
    page = sign_in(person_with(Role.BUSINESS_TEAM)).get(reverse("assurance:activity_list")).content.decode()
    assert "No entries found" in page


def test_the_list_costs_the_same_queries_however_long_it_is(log, sign_in):
    client, agency = sign_in(person_with(Role.BUSINESS_TEAM)), AgencyFactory()
    few = queries_of(client, reverse("assurance:activity_list"))
    for _ in range(60):
        record(actor=UserFactory(), action="agency.change", subject=agency, now=NOW)
    assert queries_of(client, reverse("assurance:activity_list")) == few
    assert b"Page 2" in client.get(reverse("assurance:activity_list")).content


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_log_is_downloaded_and_that_is_logged(log, sign_in, suffix):
    client = sign_in(person_with(Role.BUSINESS_TEAM))
    answer = client.get(reverse("assurance:activity_download", args=[suffix]), {"action": "agency.end"})
    assert answer["Content-Disposition"] == f'attachment; filename="activity-log.{suffix}"'
    assert ActivityEntry.objects.first().action == "directory.download"
    if suffix == "csv":
        rows = answer.content.decode("utf-8-sig").splitlines()
        assert len(rows) == 2
        assert log[2].entry_hash in rows[1]


def test_checking_the_log_on_screen(log, sign_in):
    client = sign_in(person_with(Role.INDEPENDENT_SCRUTINEER))
    assert "The activity log is whole" in client.post(reverse("assurance:activity_check")).content.decode()
    tamper(f"DELETE FROM {TABLE} WHERE sequence = 2")  # noqa: S608
    page = client.post(reverse("assurance:activity_check")).content.decode()
    assert "The activity log is not whole" in page
    assert "Entry 2 is missing" in page


@pytest.mark.parametrize("name", ["activity_list", "activity_check"])
def test_a_partner_lead_is_kept_out(sign_in, name):
    client = sign_in(person_with(Role.PARTNER_LEAD))
    answer = (
        client.post(reverse(f"assurance:{name}"))
        if name == "activity_check"
        else client.get(reverse(f"assurance:{name}"))
    )
    assert answer.status_code == 403


def test_entries_bear_the_clock_they_are_given():
    entry = record(actor=None, action="agency.add", subject=AgencyFactory(), now=NOW)
    assert ActivityEntry.objects.get(pk=entry.pk).at == NOW != timezone.now()
