"""Files of figures of the access tests: one uploaded, one read and waiting to be confirmed, one brought in."""

from django.core.files.uploadedfile import SimpleUploadedFile

from assurance.models import User
from indicators.models import ImportMapping, ImportRun
from indicators.services.import_jobs import work_on_import
from indicators.services.imports import confirm_import, request_reading, upload_file
from tests.access.world import NOW

HEADER = "time_period,geographic_level,region_code,new_la_code,referral_count,rereferral_count,rereferral_percent"
ROW = "{year},Local authority,E12000008,E06000035,1000,210,21"


def files_of_figures(team: User) -> dict[str, ImportRun]:
    """The files by where they stand."""
    uploaded, read, landed = (_uploaded(team, year) for year in (2023, 2024, 2025))
    for run in (read, landed):
        mapping = ImportMapping.objects.get(slug="dfe-children-in-need-c1")
        request_reading(run=run, mapping=mapping, by=team, now=NOW)
        _work(run)
    confirm_import(run=landed, by=team, now=NOW)
    _work(landed)
    return {"uploaded": uploaded, "read": read, "landed": landed}


def _uploaded(team: User, year: int) -> ImportRun:
    file = SimpleUploadedFile(f"referrals-{year}.csv", f"{HEADER}\n{ROW.format(year=year)}\n".encode())
    mapping = ImportMapping.objects.get(slug="dfe-children-in-need-c1")
    return upload_file(upload=file, source=mapping.source, by=team, now=NOW)


def _work(run: ImportRun) -> None:
    work_on_import(run_id=run.pk, owner="a worker", clock=lambda: NOW)
    run.refresh_from_db()
