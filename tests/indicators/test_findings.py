"""Findings made when figures, targets or decisions change, and equal to what a full recompute makes."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.management import call_command

from assurance.models import EarlyWarning
from assurance.rules.roles import Role
from indicators import tasks
from indicators.management.commands.load_figures import FIGURES
from indicators.models import SeriesDue, SeriesFinding, Signal, Target
from indicators.rules.published import read_figures
from indicators.rules.vocabulary import Status
from indicators.services import findings as service
from indicators.services.due import mark_due
from indicators.services.findings import recompute_all, refresh_findings
from indicators.services.observations import record_published
from tests.factories.assurance import person_with
from tests.factories.findings import CALM, OUTLIER, finding_of, land_months, monthly_measure
from tests.factories.indicators import NOW, AreaFactory, MeasureFactory, figure, land

DAY = timedelta(days=1)
ROW = ("chart_kind", "points", "variation", "meaning", "headline")


def stored():
    """Every finding but for when it was made."""
    names = [field.attname for field in SeriesFinding._meta.concrete_fields if field.name not in ("id", "computed_at")]
    return list(SeriesFinding.objects.order_by("measure", "area").values(*names))


@pytest.fixture
def measure(db):
    return monthly_measure(title="Referrals")


def test_figures_that_land_are_found_once(measure):
    land_months(measure, *CALM)
    assert refresh_findings(now=NOW) == 1
    found = finding_of(measure)
    assert [getattr(found, name) for name in ROW] == [
        "xmr",
        12,
        "common_cause",
        "common",
        "Referrals rose to 13.0%: common cause variation",
    ]
    assert (round(found.mean, 2), round(found.lower_limit, 2), round(found.upper_limit, 2)) == (11.5, 6.42, 16.58)
    assert (found.spark, found.computed_at, found.rules_version) == ([float(one) for one in CALM], NOW, "2026-11")
    assert found.observation.value == 13
    assert not SeriesDue.objects.exists()
    assert refresh_findings(now=NOW + DAY) == 0


def test_a_new_figure_makes_the_finding_anew(measure):
    land_months(measure, *CALM)
    refresh_findings(now=NOW)
    land_months(measure, OUTLIER, start=12)
    assert refresh_findings(now=NOW + DAY) == 1
    found = finding_of(measure)
    assert (found.variation, found.meaning, found.computed_at) == ("concern_high", "concerning", NOW + DAY)
    assert SeriesFinding.objects.count() == 1


def test_a_series_whose_figures_are_all_withdrawn_has_none(measure):
    land_months(measure, 10)
    refresh_findings(now=NOW)
    land(figure(measure, start=date(2025, 9, 1), end=date(2025, 9, 30), status=Status.WITHDRAWN))
    refresh_findings(now=NOW)
    found = finding_of(measure)
    assert (found.observation, found.points, found.headline) == (None, 0, "Referrals: no figure yet")


def test_what_is_due_is_worked_off_in_chunks(measure, monkeypatch):
    monkeypatch.setattr(service, "CHUNK", 2)
    for area in AreaFactory.create_batch(5):
        land_months(measure, 10, area=area)
    assert refresh_findings(now=NOW, limit=3) == 3
    assert (SeriesFinding.objects.count(), SeriesDue.objects.count()) == (3, 2)
    assert refresh_findings(now=NOW) == 2
    assert (SeriesFinding.objects.count(), SeriesDue.objects.count()) == (5, 0)


def test_nothing_is_lost_or_written_by_half_when_work_breaks_off(measure, monkeypatch):
    """The worker dies after the findings are written and before the chunk is committed."""

    def killed(**kwargs):
        raise KeyboardInterrupt

    land_months(measure, *CALM)
    with monkeypatch.context() as patch:
        patch.setattr(service, "record_signals", killed)
        with pytest.raises(KeyboardInterrupt):
            refresh_findings(now=NOW)
    assert (SeriesFinding.objects.count(), SeriesDue.objects.count()) == (0, 1)
    assert refresh_findings(now=NOW) == 1


def test_many_series_take_as_many_queries_as_one(measure, django_assert_num_queries):
    land_months(measure, *CALM)
    with django_assert_num_queries(24):
        refresh_findings(now=NOW)
    for area in AreaFactory.create_batch(20):
        land_months(measure, *CALM, area=area)
    with django_assert_num_queries(24):
        assert refresh_findings(now=NOW) == 20


def test_a_target_counts_from_its_day_without_anybody_saying_so(measure):
    land_months(measure, *CALM)
    refresh_findings(now=NOW)
    tomorrow = NOW.date() + DAY
    person = person_with(Role.BUSINESS_TEAM)
    target = Target.objects.create(
        measure=measure, value=30, starts_on=tomorrow, ends_on=tomorrow, reason="Agreed", set_by=person, set_at=NOW
    )
    assert refresh_findings(now=NOW) == 0
    assert refresh_findings(now=NOW + DAY) == 1
    assert (finding_of(measure).target, finding_of(measure).assurance) == (30, "consistent_pass")
    assert refresh_findings(now=NOW + DAY) == 0
    Target.objects.filter(pk=target.pk).update(value=11)
    assert refresh_findings(now=NOW + DAY) == 1
    assert finding_of(measure).assurance == "inconsistent"
    assert refresh_findings(now=NOW + 2 * DAY) == 1
    assert (finding_of(measure).target, finding_of(measure).assurance) == (None, "")


def test_the_task_makes_what_is_due(measure):
    land_months(measure, 10)
    tasks.refresh_findings()
    assert SeriesFinding.objects.count() == 1


def test_findings_are_sent_for_once_the_figures_are_committed(db, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(tasks.refresh_findings, "delay", lambda: sent.append("sent"))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.send_findings()
        assert sent == []
    assert sent == ["sent"]


def test_without_a_broker_findings_wait_for_the_sweep(monkeypatch):
    def fails(*args, **kwargs):
        raise tasks.OperationalError

    monkeypatch.setattr(tasks.refresh_findings, "delay_on_commit", fails)
    tasks.send_findings()


def test_only_what_changed_is_made_anew_and_the_rest_stays(measure):
    other = MeasureFactory()
    land_months(measure, 10)
    land_months(other, 10)
    refresh_findings(now=NOW)
    mark_due([(other.pk, other.home_area_id)], now=NOW)
    assert refresh_findings(now=NOW + DAY) == 1
    assert (finding_of(measure).computed_at, finding_of(other).computed_at) == (NOW, NOW + DAY)


@pytest.mark.usefixtures("suite")
def test_the_real_series_equal_a_full_recompute_however_they_came_in(monkeypatch):
    """All real figures land a part at a time, their findings being made between: as if they had come at once."""
    figures = read_figures(FIGURES.read_text(encoding="utf-8"))
    monkeypatch.setattr(service, "CHUNK", 97)
    days = [date(1900, 1, 1), date(2019, 12, 31), date(2024, 6, 30), date(2030, 1, 1)]
    for number, (before, last) in enumerate(pairwise(days)):
        part = [row for row in figures if before < row.period_end <= last]
        record_published(figures=part, file_name="part.csv", sha256=f"{number:064}", by=None, now=NOW + number * DAY)
        refresh_findings(now=NOW + number * DAY)
    came_in = stored()
    kept = Signal.objects.count(), EarlyWarning.objects.count()
    monkeypatch.undo()
    SeriesFinding.objects.all().delete()
    assert recompute_all(now=NOW + 9 * DAY) == len(came_in) == 701
    assert stored() == came_in
    call_command("recompute_findings", verbosity=0)
    assert stored() == came_in
    assert (Signal.objects.count(), EarlyWarning.objects.count()) == kept
