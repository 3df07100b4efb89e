"""What a section of blocks tells, for its tests: built from a pack's context, read as its snapshot holds it."""

import json
from dataclasses import asdict, replace
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from assurance.models import ReportingPeriod
from reports.queries.packs import pack_context
from tests.factories.assurance import ReportingPeriodFactory, partnership
from tests.factories.reports import NOW

LAST_PACK = NOW - timedelta(days=60)


def a_context(*, since=None, known_at=NOW):
    """What a pack made now is built from, of a quarter in which nothing was returned."""
    partnership()
    period = ReportingPeriod.objects.first() or ReportingPeriodFactory()
    return replace(pack_context(period, known_at=known_at), since=since)


class Told:
    """The blocks of a section."""

    def __init__(self, section, **context):
        content = asdict(section.build(a_context(**context)))
        self.blocks = json.loads(json.dumps(content))["body"]
        self.text = json.dumps(self.blocks, ensure_ascii=False)

    def of(self, kind):
        """The blocks of this kind."""
        return [block for block in self.blocks if block["kind"] == kind]

    @property
    def lead(self):
        """The sentence it begins with."""
        assert [block["kind"] for block in self.blocks].index("lead") == 0
        return self.blocks[0]["text"]

    @property
    def tables(self):
        """The rows of each table by its caption: the words of each cell, with what is added in brackets."""
        return {
            table["caption"]: [[_words(cell) for cell in row] for row in table["rows"]] for table in self.of("table")
        }

    @property
    def entries(self):
        """Each entry by its title."""
        return {entry["title"]: entry for entry in self.of("entry")}

    def part(self, title, label):
        """What an entry says under a label."""
        return {part["label"]: part["text"] for part in self.entries[title]["parts"]}.get(label, "")


def _words(cell):
    return f"{cell['text']} [{cell['note']}]" if cell["note"] else cell["text"]


def queries_of(section):
    """How many queries it takes to build a section."""
    context = a_context()
    with CaptureQueriesContext(connection) as queries:
        section.build(context)
    return len(queries)
