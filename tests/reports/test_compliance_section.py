"""Compliance in a pack: what is outstanding first, then every rule today and over four quarters (SAAS ToR 3, 5.3)."""

from datetime import UTC, datetime, timedelta

import pytest

from assurance.models import Document, DocumentVersion
from assurance.rules.compliance import RULES
from assurance.rules.meetings import MeetingState
from reports.sections import compliance
from tests.factories.assurance import AgencyFactory, partnership
from tests.factories.attendance import a_listed_meeting
from tests.factories.group_work import a_commission, a_forum
from tests.factories.learning import a_review
from tests.factories.meetings import STARTS_AT, a_group, a_meeting
from tests.factories.reports import NOW
from tests.factories.returns import StatusReturnFactory
from tests.factories.warnings import a_warning
from tests.reports.told import Told, queries_of

pytestmark = pytest.mark.django_db
EVERY, OUTSTANDING = "Every rule, today and by quarter", "Outstanding today"


def test_every_rule_is_there_with_its_source_and_four_quarters():
    told = Told(compliance)
    rows = told.tables[EVERY]
    assert [row[0] for row in rows] == [f"{rule.words} [{rule.source}]" for rule in RULES.values()]
    heads = next(table["columns"] for table in told.of("table") if table["caption"] == EVERY)
    assert [head["title"] for head in heads] == [
        "Rule",
        "Today",
        "Quarter 3 2026/27",
        "Quarter 2 2026/27",
        "Quarter 1 2026/27",
        "Quarter 4 2025/26",
    ]


def test_without_anything_outstanding_it_says_so():
    a_group("saas")
    told = Told(compliance)
    assert told.lead.startswith("Nothing is outstanding.")
    assert OUTSTANDING not in told.tables


def test_what_is_outstanding_comes_first():
    a_warning("escalated", title="Waits for the Board")
    a_meeting(MeetingState.HELD, group="board", starts_at=datetime(2026, 9, 10, 10, tzinfo=UTC))
    told = Told(compliance)
    assert told.lead == (
        f"1 of {len(RULES)} rules have something outstanding today. "
        "Three were not kept every time in the last four quarters."
    )
    assert [block["kind"] for block in told.blocks] == ["lead", "table", "table"]
    assert told.tables[OUTSTANDING] == [
        [
            "Waits for the Board",
            "The Executive Board answers the early warnings it is sent [SAF 6]",
            "10 November 2026",
            "Waits since 10 November 2026",
        ]
    ]
    rows = {row[0].split(" [")[0]: row[1:] for row in told.tables[EVERY]}
    assert rows["The Executive Board meets every quarter"] == [
        "Kept [Kept last time]",
        "Not yet due [1 not yet due]",
        "Kept [1 of 1 kept]",
        "Not kept [0 of 1 kept]",
        "Not kept [0 of 1 kept]",
    ]
    assert rows["The Executive Board answers the early warnings it is sent"][0] == "Not kept [1 outstanding]"


def test_however_much_there_is_the_queries_are_as_many():
    partnership()
    made = []

    def several(number):
        for _ in range(number):
            day = STARTS_AT - timedelta(days=7 * len(made))
            made.append(a_listed_meeting(MeetingState.HELD, starts_at=day))
            StatusReturnFactory(agency=AgencyFactory(category="police"))
            a_forum(slug=f"forum-{len(made)}", name=f"Forum {len(made)}")
            a_review()
            a_warning("escalated", now=NOW - timedelta(days=3))
            a_commission(title=f"Commission {len(made)}")
            document = Document.objects.create(slug=f"d-{len(made)}", title="Terms", kind="terms_of_reference")
            DocumentVersion.objects.create(document=document, number=1, label="2023", state="in_force")

    several(3)
    few = queries_of(compliance)
    several(27)
    assert queries_of(compliance) == few
