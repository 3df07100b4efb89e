"""Tables of the directory taken away as files: logged like every download (R18)."""

from datetime import datetime

from django.db import transaction

from assurance.models import PartnershipGroup, User
from assurance.queries.tables import Table
from assurance.rules.canonical import sha256_of
from assurance.services import activity
from assurance.services.spreadsheets import TableFile, table_file


@transaction.atomic
def download_table(
    *,
    name: str,
    title: str,
    suffix: str,
    table: Table,
    by: User,
    now: datetime,
) -> TableFile:
    """The table as `name`.`suffix`. The log keeps the file's hash and how many rows it has."""
    headers, rows = table
    file = table_file(name=name, suffix=suffix, title=title, headers=headers, rows=rows)
    root = PartnershipGroup.objects.get(level=PartnershipGroup.Level.PARTNERSHIP)
    detail = {"table": name, "rows": len(rows), "sha256": sha256_of(file.content), "format": suffix}
    activity.record(actor=by, action="directory.download", subject=root, detail=detail, now=now)
    return file
