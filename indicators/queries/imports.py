"""What reading a file of figures needs to know, and what the pages of imports show."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from django.db.models import Case, QuerySet, When

from assurance.models import User
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from indicators.models import AreaCode, ImportMapping, ImportRun, Measure, Source
from indicators.rules.importing.files import first_rows
from indicators.rules.importing.header import SEARCHED, find_header
from indicators.rules.importing.mapping import Mapping, read_mapping
from indicators.rules.importing.problems import FileRefused
from indicators.rules.importing.reading import Known
from indicators.rules.vocabulary import Unit


def known_to(mapping: Mapping) -> Known:
    """The areas by the codes the mapping uses, whenever they held, and the units of its measures."""
    areas = AreaCode.objects.filter(scheme__in=mapping.area.schemes).values_list("code", "area")
    codes = [measure.code for measure in mapping.measures]
    units = Measure.objects.filter(code__in=codes).values_list("code", "unit")
    return Known(dict(areas), {code: Unit(unit) for code, unit in units})


def slugs_by_dfe_number() -> dict[str, str]:
    """The authorities by the number the Department for Education gives them."""
    return dict(AreaCode.objects.filter(scheme=AreaCode.Scheme.DFE).values_list("code", "area__slug"))


def runs_visible_to(user: User) -> QuerySet[ImportRun]:
    """The files brought in, newest first, for those who may bring figures in; nothing for others."""
    runs = ImportRun.objects.select_related("source", "mapping", "batch", "uploaded_by")
    return runs if may(user, Permission.MANAGE_INDICATORS) else runs.none()


def mappings() -> QuerySet[ImportMapping]:
    """Every mapping kept, with its source."""
    return ImportMapping.objects.select_related("source")


def fitting(file: BinaryIO, kept: Iterable[ImportMapping]) -> list[ImportMapping]:
    """Those of the mappings whose columns a file has. Raises FileRefused when the file cannot be read at all."""
    rows = first_rows(file, SEARCHED)
    return [mapping for mapping in kept if _fits(rows, read_mapping(mapping.columns))]


def _fits(rows: Sequence[Sequence[str]], mapping: Mapping) -> bool:
    try:
        find_header(rows, mapping)
    except FileRefused:
        return False
    return True


def fitting_mappings(run: ImportRun) -> QuerySet[ImportMapping]:
    """The mappings whose columns the file has, those of its source first."""
    with run.file.open("rb") as file:
        found = [mapping.pk for mapping in fitting(file, mappings())]
    own = Case(When(source=run.source, then=0), default=1)
    return mappings().filter(pk__in=found).order_by(own, "title")


def header_names(run: ImportRun) -> list[str]:
    """The likeliest names of the file's columns: its first row with as many cells filled as any."""
    with run.file.open("rb") as file:
        rows = first_rows(file, SEARCHED)
    return max(rows, key=lambda row: sum(bool(cell.strip()) for cell in row), default=[])


def sources() -> QuerySet[Source]:
    """Every source of figures."""
    return Source.objects.all()


def measures() -> QuerySet[Measure]:
    """Every measure still in use, by its title."""
    return Measure.objects.filter(is_current=True).order_by("title")


def run_table(user: User) -> Table:
    """The files that `user` may see, as a table to download."""
    headers = ["File", "Source", "State", "Uploaded", "By", "New", "Changed", "Unchanged"]
    rows: list[list[Cell]] = []
    for run in runs_visible_to(user):
        shown = run.preview or {}
        counts = [shown.get(name) for name in ("added", "corrected", "unchanged")]
        rows.append(
            [run.file_name, str(run.source), run.get_state_display(), run.uploaded_at, str(run.uploaded_by), *counts]
        )
    return headers, rows
