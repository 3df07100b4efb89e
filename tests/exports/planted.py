"""
Recognisable values in every field a person fills, in the world of the access tests (tests/access/built.py).

They are put into the rows as they are, past every service and trigger: what is asked is not how they come in but
whether they come out. What only comes out once it is signed, published or circulated is, after that (`goes_on`).
"""

import re
from collections.abc import Iterable

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from assurance.models import Control, Document, Meeting
from assurance.rules.documents import VersionState
from audits.models import AnswerSheet
from tests.access.world import NOW, TODAY, World

APPS = ("assurance", "audits", "indicators", "kscmp", "reports", "scrutiny")
TOKEN = re.compile(r"Zq(\d{3})x")
SHORTEST = len("Zq000x")
WITH_ROW = len("Zq000x1234567y")
DAYS = 28
YEAR = 2031
# Dates that only come out once they are frozen: planted before, each with a year of its own.
EARLY = {
    "assurance.ReturnItem.due_on": 2032,
    "scrutiny.DraftEvidence.dated_on": 2033,
    "scrutiny.DraftAction.due_on": 2034,
    "scrutiny.AssessmentDraft.starts_on": 2035,
    "scrutiny.AssessmentDraft.ends_on": 2036,
    "audits.RecommendationTask.due_on": 2037,
    "audits.RouteTaken.on": 2038,
}
NUMBER = re.compile(r"(?<![\w.,])7,?3\d\d(?!\w)")


def our_models() -> list[type[models.Model]]:
    """The models of our apps."""
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """The fields of a model, those that name many rows included."""
    return [*model._meta.concrete_fields, *model._meta.many_to_many]


def is_text(field: models.Field) -> bool:
    """Whether somebody may write words in it."""
    return isinstance(field, models.CharField | models.TextField) and not field.choices


@transaction.atomic
def a_row_of_everything(world: World) -> None:
    """A row of every model that has none: of the first of whatever it belongs to, or of what a file is made of."""
    for model in our_models():
        if not model._default_manager.exists():
            values = {field.attname: _first(field) for field in model._meta.concrete_fields if not field.primary_key}
            given = {name: value for name, value in values.items() if value is not None}
            model._default_manager.create(**(given | _belonging(world).get(model._meta.label, {})))
    control = Control.objects.first()
    Control.objects.create(risk_id=control.risk_id, text="Ended", owner="Post", ended_on=TODAY, ended_because="Words")
    moderated = world.things["an audit"]["ours moderating"]["pk"]
    unknown = AnswerSheet.objects.filter(participant__audit=moderated, participant__agency=world.seats["health"])
    unknown.update(is_known=False)


def _belonging(world) -> dict[str, dict]:
    """What a row is made of where the first of everything would be in no file."""
    moderated = world.things["a case in moderation"]["ours moderating"]
    sheet = AnswerSheet.objects.get(participant__audit=moderated["pk"], participant__agency=world.seats["police"])
    document = Document.objects.get(**world.things["a document"]["any"])
    annual = world.things["a report to write in"]["of saas"]["pk"]
    return {
        "assurance.MemberInput": {
            "meeting_id": Meeting.objects.get(**world.things["a meeting"]["saas circulated"]).pk,
            "sent_at": NOW,
        },
        "assurance.Liaison": {"group_id": world.seats["saas"].pk, "other_id": world.seats["board"].pk},
        "assurance.FundingJudgement": {"financial_year": 2026},
        "assurance.SignUp": {"version_id": document.versions.get(state=VersionState.IN_FORCE).pk},
        "assurance.ReturnExtension": {"status_return_id": world.return_of("police", "draft").pk},
        "reports.ReportShown": {"run_id": world.things["a pack"]["ready"]["pk"]},
        "reports.ReportApproval": {"run_id": world.things["a pack"]["ready"]["pk"]},
        "scrutiny.ContextAnswer": {"question": world.things["a context question"]["any"]["identity"]},
        "audits.RouteTaken": {"sheet_id": sheet.pk},
        "audits.Discussion": {"audit_id": moderated["pk"], "case_id": moderated["unit"]},
        "reports.Narrative": {"report_id": annual, "name": "foreword", "version": 1},
    }


def _first(field):
    if field.is_relation:
        return None if field.null else field.related_model._default_manager.order_by("pk").values_list("pk").first()[0]
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    kinds = {models.DateTimeField: NOW, models.DateField: TODAY, models.UUIDField: "0" * 31 + "1"}
    for kind, value in kinds.items():
        if isinstance(field, kind):
            return value
    if field.choices:
        return field.flatchoices[0][0]
    return "Words" if isinstance(field, models.CharField | models.TextField) else 1


def unguarded() -> None:
    """Let rows be changed as no service would: without triggers and checks. For the test's own database alone."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints=ON")
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")


def numbered() -> dict[tuple[str, str], str]:
    """A token for every field of words, by model and name."""
    named = ((model._meta.label, field.name) for model in our_models() for field in fields_of(model) if is_text(field))
    return {name: f"Zq{number:03}x" for number, name in enumerate(named)}


def plant(fields: Iterable[tuple[type[models.Model], models.Field]]) -> None:
    """Put a value that is a field's own into all of its rows that have one; into every row where none has."""
    tokens = numbered()
    for model, field in fields:
        name = f"{model._meta.label}.{field.name}"
        if is_text(field):
            _update(model, field, _words(field), [tokens[model._meta.label, field.name]])
        elif name in EARLY:
            _update(model, field, *later(field, EARLY[name]))


def march(year: int) -> re.Pattern[str]:
    """A day in March of a year as files write it."""
    return re.compile(rf"{year}-03-\d\d|\b\d\d? Mar(?:ch)? {year}")


def later(field: models.Field, year: int = YEAR) -> tuple[str, list]:
    """SQL of a day in March of a year, or of a number from 7300 on, another in each of the first rows."""
    if isinstance(field, models.DateField):
        clock = " || ' 10:00:00'" if isinstance(field, models.DateTimeField) else ""
        return f"date('{year}-03-01', '+' || (rowid % {DAYS}) || ' days'){clock}", []
    return "7300 + rowid % 90", []


def _words(field: models.Field) -> str:
    """SQL of the token with the number of the row, as far as there is room for it."""
    around = "'https://example.org/' || " if isinstance(field, models.URLField) else ""
    words = "%s || rowid || 'y'" if (field.max_length or 1000) >= WITH_ROW + len(around) else "%s"
    return f"{around}{words}"


def _update(model, field, value: str, parameters: list) -> None:
    """Set the field in the rows that have a value, or in all where none has."""
    table, column = _named(model, field)
    filled = f"{column} IS NOT NULL AND {column} <> ''"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table} WHERE {filled})")  # noqa: S608 - names of our own
        where = f" WHERE {filled}" if cursor.fetchone()[0] else ""
        cursor.execute(f"UPDATE {table} SET {column} = {value}{where}", parameters)  # noqa: S608


def set_all(model: type[models.Model], field: models.Field, value: str, parameters: list) -> None:
    """Set the field in every row to what the SQL says; where rows may not be alike, in the last alone."""
    table, column = _named(model, field)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {column} = {value}", parameters)  # noqa: S608
    except IntegrityError:
        last = f" WHERE rowid = (SELECT max(rowid) FROM {table})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {column} = {value}{last}", parameters)  # noqa: S608


def _named(model, field) -> tuple[str, str]:
    quoted = connection.ops.quote_name
    return quoted(model._meta.db_table), quoted(field.column)
