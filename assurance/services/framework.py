"""Loading the framework: groups, agencies, posts, themes, tools, documents, glossary (R4, R7 to R9, R19, R84, R147)."""

import json
import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from assurance.models import (
    ActivityEntry,
    Agency,
    AgencyDuty,
    AgencyName,
    AssuranceTool,
    Document,
    DocumentVersion,
    GlossaryTerm,
    GroupName,
    PartnershipGroup,
    Post,
    Topic,
)
from assurance.rules.canonical import sha256_of
from assurance.rules.documents import VersionState
from assurance.services import activity

Row = dict[str, Any]

DATA = Path(__file__).resolve().parent.parent / "data"
LOADED = "framework.load"


@transaction.atomic
def load_framework(*, now: datetime, data: Path = DATA) -> dict[str, list[str]]:
    """
    Create what the files of the framework hold and no earlier load created; the keys of the new rows by kind.

    A row is created once, ever: what the Business Team has changed, ended or removed since is theirs and stays so, also
    when a later release words the file differently. The log holds the files' hash and what each load created, so a run
    without changes reads seven small files and one row.
    """
    files = {kind: (data / f"{name}.toml").read_bytes() for kind, name, _, _ in KINDS}
    stamp = sha256_of(b"\0".join(files.values()))
    loads = [json.loads(detail) for detail in _earlier_loads()]
    if loads and loads[-1]["sha256"] == stamp:
        return {}
    created = {
        kind: _load(tomllib.loads(files[kind].decode())[kind], seen, add)
        for kind, _, known, add in KINDS
        for seen in [known() | {key.lower() for load in loads for key in load["created"].get(kind, ())}]
    }
    root = PartnershipGroup.objects.get(level=PartnershipGroup.Level.PARTNERSHIP)
    activity.record(actor=None, action=LOADED, subject=root, detail={"sha256": stamp, "created": created}, now=now)
    return created


def _earlier_loads() -> list[str]:
    entries = ActivityEntry.objects.filter(subject_type=PartnershipGroup._meta.label_lower, action=LOADED)
    return list(entries.order_by("sequence").values_list("detail", flat=True))


def _load(rows: list[Row], seen: set[str], add: Callable[[Row, int], None]) -> list[str]:
    new = [(position, row) for position, row in enumerate(rows, start=1) if _key(row).lower() not in seen]
    for position, row in new:
        add(row, position)
    return [_key(row) for _, row in new]


def _key(row: Row) -> str:
    key: str = row["slug"] if "slug" in row else row["term"]
    return key


def _known_groups() -> set[str]:
    return set(PartnershipGroup.objects.values_list("slug", flat=True))


def _known_agencies() -> set[str]:
    return set(Agency.objects.values_list("slug", flat=True))


def _known_posts() -> set[str]:
    return set(Post.objects.values_list("slug", flat=True))


def _known_topics() -> set[str]:
    return set(Topic.objects.values_list("slug", flat=True))


def _known_tools() -> set[str]:
    return set(AssuranceTool.objects.values_list("slug", flat=True))


def _known_documents() -> set[str]:
    return set(Document.objects.values_list("slug", flat=True))


def _known_terms() -> set[str]:
    return {term.lower() for term in GlossaryTerm.objects.values_list("term", flat=True)}


def _add_group(row: Row, position: int) -> None:
    former = row.pop("former_name", [])
    row["roles"] = "\n".join(row.get("roles", []))
    group = PartnershipGroup.objects.create(**row)
    renamed_on: date = max([name["ends_on"] + timedelta(days=1) for name in former], default=group.starts_on)
    for name in former:
        GroupName.objects.create(group=group, **{**name, "note": name["note"].strip()})
    GroupName.objects.create(group=group, name=group.name, starts_on=renamed_on, source=group.source)


def _add_agency(row: Row, position: int) -> None:
    names = row.pop("names", [{"name": row["name"], "starts_on": row["starts_on"], "source": row["source"]}])
    row["represented_by"] = PartnershipGroup.objects.get(slug=row["represented_by"])
    if "merged_into" in row:
        row["merged_into"] = Agency.objects.get(slug=row["merged_into"])
    agency = Agency.objects.create(**row)
    AgencyName.objects.bulk_create(AgencyName(agency=agency, **name) for name in names)
    if not agency.is_safeguarding_partner:
        AgencyDuty.objects.bulk_create(AgencyDuty(agency=agency, duty=duty) for duty in AgencyDuty.Duty)


def _add_post(row: Row, position: int) -> None:
    agency = Agency.objects.get(slug=row.pop("agency")) if "agency" in row else None
    group = PartnershipGroup.objects.get(slug=row.pop("group")) if "group" in row else None
    Post.objects.create(**row, agency=agency, group=group)


def _add_topic(row: Row, position: int) -> None:
    Topic.objects.create(slug=row["slug"], title=row["title"], kind=Topic.Kind.THEME, position=position)


def _add_tool(row: Row, position: int) -> None:
    AssuranceTool.objects.create(**row, position=position)


def _add_document(row: Row, position: int) -> None:
    version = {"label": row.pop("label"), "text": row.pop("text", "").strip(), "link": row.pop("link", "")}
    row["group"] = PartnershipGroup.objects.get(slug=row["group"])
    document = Document.objects.create(**row)
    DocumentVersion.objects.create(document=document, number=1, state=VersionState.IN_FORCE, **version)


def _add_term(row: Row, position: int) -> None:
    GlossaryTerm.objects.create(
        term=row["term"],
        stands_for=row["stands_for"],
        meaning=row.get("meaning", ""),
        source=row["source"],
        is_confirmed=row.get("confirmed", True),
    )


KINDS: tuple[tuple[str, str, Callable[[], set[str]], Callable[[Row, int], None]], ...] = (
    ("group", "groups", _known_groups, _add_group),
    ("agency", "agencies", _known_agencies, _add_agency),
    ("post", "posts", _known_posts, _add_post),
    ("topic", "topics", _known_topics, _add_topic),
    ("tool", "tools", _known_tools, _add_tool),
    ("document", "documents", _known_documents, _add_document),
    ("term", "glossary", _known_terms, _add_term),
)
