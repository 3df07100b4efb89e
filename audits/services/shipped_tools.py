"""Loading the tools shipped with the portal: each once, ever, as a starting point to be agreed (R111)."""

import json
import tomllib
from datetime import datetime
from pathlib import Path

from django.db import transaction

from assurance.models import ActivityEntry
from assurance.services import activity
from audits.models import AuditTool
from audits.rules.shipped_tools import ShippedTool, read_shipped
from audits.services.tools import new_version

DATA = Path(__file__).resolve().parent.parent / "data" / "tools"
LOADED = "tool.load"


@transaction.atomic
def load_tools(*, now: datetime, data: Path = DATA) -> list[str]:
    """
    Make the tools the files hold that no earlier load made; their slugs, in the order of the files' names.

    A tool is made once, ever: what has been changed of it, or taken away, since is the Business Team's and stays so.
    """
    known = set(AuditTool.objects.values_list("slug", flat=True)) | _loaded_before()
    tools = [read_shipped(tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(data.glob("*.toml"))]
    fresh = [tool for tool in tools if tool.slug not in known]
    for tool in fresh:
        _load(tool, now)
    return [tool.slug for tool in fresh]


def _loaded_before() -> set[str]:
    entries = ActivityEntry.objects.filter(subject_type=AuditTool._meta.label_lower, action=LOADED)
    return {json.loads(detail)["slug"] for detail in entries.values_list("detail", flat=True)}


def _load(shipped: ShippedTool, now: datetime) -> None:
    tool = AuditTool.objects.create(
        slug=shipped.slug, title=shipped.title, kind=shipped.kind, note=shipped.note, is_starting_point=True
    )
    activity.record(actor=None, action=LOADED, subject=tool, detail={"slug": shipped.slug}, now=now)
    new_version(tool, shipped.content, source=None, by=None, now=now)
