"""The things of the suite that a route is asked for, and what a POST sends to change them."""

import uuid
from datetime import date
from typing import Any

from indicators.models import Indicator, Measure
from indicators.queries.suite_texts import definition_texts, measure_texts
from indicators.rules.changes import fingerprint
from indicators.services.definitions import newest_definition
from tests.access.world import OF_POLICE, Things, World
from tests.factories.indicators import BenchmarkFactory, ChartDecisionFactory, MeasureFactory, TargetFactory

ITEM, MEASURE, AREA = "repeat-referrals", "REREF_12M", "kent"
NONE_SUCH = "none such"
ABSENT_KEY = uuid.UUID(int=0)
FROM_TODAY = {"starts_on_day": "10", "starts_on_month": "11", "starts_on_year": "2026"}
LAST_DAY = {"last_day_day": "9", "last_day_month": "11", "last_day_year": "2026"}
REASON = {"reason": "A reason in words"}
JUDGEMENT = {
    "extent": "partly", "narrative": "Words", "evidence": "Words",
    "judged_on_day": "10", "judged_on_month": "11", "judged_on_year": "2026",
}  # fmt: skip
FIGURES = {"title": "Another title", "relation": "direct", "unit": "percent", "decimals": "1", "home_area": AREA}
SUITE_FORMS: dict[str, dict[str, Any]] = {
    "indicators:suite_indicator_add": {"wording": "Another wording"} | FROM_TODAY | REASON,
    "indicators:suite_definition": {"wording": "Another wording"} | FROM_TODAY | REASON,
    "indicators:suite_objectives": {"objectives": ["1"]} | REASON,
    "indicators:suite_split": {"wordings": "One part\nThe other"} | FROM_TODAY | REASON,
    "indicators:suite_retire": {
        "first_day_out_day": "10", "first_day_out_month": "11", "first_day_out_year": "2026", **REASON,
    },
    "indicators:suite_measure_add": FIGURES | {"code": "ANOTHER"} | REASON,
    "indicators:suite_measure_change": FIGURES | REASON,
    "indicators:suite_measure_move": {"indicator": "background", "relation": "context"} | REASON,
    "indicators:suite_measure_retire": REASON,
    "indicators:suite_measure_restore": REASON,
    "indicators:suite_target_set": {"value": "17"} | FROM_TODAY | REASON,
    "indicators:suite_target_end": LAST_DAY | REASON,
    "indicators:suite_benchmark_set": {"value": "17", "label": "Another", "document": "A circular"}
    | FROM_TODAY
    | REASON,
    "indicators:suite_benchmark_end": LAST_DAY | REASON,
    "indicators:suite_chart_decide": {
        "kind": "rebase", "first_day_day": "1", "first_day_month": "4", "first_day_year": "2021", **REASON,
    },
    "indicators:suite_chart_take_back": REASON,
    "indicators:suite_area_add": {"name": "New", "kind": "district", "scheme": "ons", "code": "E07000999"} | REASON,
    "indicators:suite_area_rename": {"name": "New"} | FROM_TODAY | REASON,
    "indicators:suite_area_recode": {"scheme": "ons", "code": "E10000999"} | FROM_TODAY | REASON,
    "indicators:suite_area_neighbours": {"model": "2026", "names": "Essex"} | REASON,
    "indicators:judgement_give": JUDGEMENT,
    "indicators:judgement_agree": JUDGEMENT,
}  # fmt: skip


def seen_by(route: str) -> dict[str, str]:
    """The fingerprint a form carries of what it was opened with; nothing for a form that carries none."""
    if route == "indicators:suite_definition":
        return {"seen": fingerprint(definition_texts(newest_definition(Indicator.objects.get(slug=ITEM))))}
    if route == "indicators:suite_measure_change":
        return {"seen": fingerprint(measure_texts(Measure.objects.get(code=MEASURE)))}
    return {}


def suite_things(world: World) -> dict[str, Things]:
    """The things of the suite by kind: a measure with a target, a benchmark and a decision, and one no longer used."""
    measure = Measure.objects.get(code=MEASURE)
    by_team = {"set_by": world.people["business_team"], "measure": measure}
    target, benchmark = TargetFactory(**by_team), BenchmarkFactory(**by_team)
    decision = ChartDecisionFactory(measure=measure, decided_by=by_team["set_by"], on=date(2020, 4, 1))
    unused = MeasureFactory(
        indicator=measure.indicator, home_area=measure.home_area, position=99, is_current=False, code="UNUSED"
    )
    return {
        "a domain": {"any": {"number": 2}, NONE_SUCH: {"number": 9}},
        "an indicator's file": _both({"slug": ITEM, "suffix": "csv"}, slug="none-such"),
        "a measure of the suite": _both({"code": MEASURE}, code="none-such"),
        "a measure no longer in use": _both({"code": unused.code}, code="none-such"),
        "a target": _both({"pk": target.pk}, pk=ABSENT_KEY),
        "a benchmark": _both({"pk": benchmark.pk}, pk=ABSENT_KEY),
        "a chart decision": _both({"pk": decision.pk}, pk=ABSENT_KEY),
        "an area": _both({"slug": AREA}, slug="none-such"),
        "an agency's judgement": {
            "own": dict.fromkeys(OF_POLICE, {"slug": ITEM, "agency": "kent-police"}),
            "another's": {"slug": ITEM, "agency": "nhs-kent-and-medway"},
            NONE_SUCH: {"slug": "none-such", "agency": "kent-police"},
        },
    }


def _both(address: dict[str, Any], **absent: Any) -> Things:
    return {"any": address, NONE_SUCH: address | absent}
