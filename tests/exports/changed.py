"""Whether a date, a number or a choice comes out: the field is given another value, and the file asked for again."""

from collections.abc import Iterator
from decimal import InvalidOperation

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, connection, models, transaction

from tests.exports.fetched import Exports
from tests.exports.planted import EARLY, NUMBER, YEAR, later, march, set_all

# How many others a row is made to name, until one makes a difference.
AT_MOST = 8
# What a page may raise of a row that no service would have made so.
IMPOSSIBLE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    DatabaseError,
    InvalidOperation,
    ObjectDoesNotExist,
    ValidationError,
)


def comes_out(exports: Exports, model: type[models.Model], field: models.Field, name: str) -> bool:
    """
    Whether the file called `name` tells what stands in the field.

    A day or number nothing else has must stand in it. Of a choice, a yes or no, and what names another row, two values
    must make two files.
    """
    if field.many_to_many:
        return _without(exports, field, name)
    if year := EARLY.get(f"{model._meta.label}.{field.name}"):
        return bool(march(year).search(exports.text(name)))
    if isinstance(field, models.DateField):
        return bool(march(YEAR).search(_with(exports, model, field, later(field), name)))
    if isinstance(field, models.IntegerField | models.DecimalField | models.FloatField) and not field.choices:
        try:
            if NUMBER.search(_with(exports, model, field, later(field), name)):
                return True
        except IMPOSSIBLE:
            pass
    return _two_differ(exports, model, field, name)


def _two_differ(exports, model, field, name) -> bool:
    found = []
    for value in _values(field):
        try:
            found.append(_with(exports, model, field, ("%s", [value]), name))
        except IMPOSSIBLE:
            continue
        if len(set(found)) > 1:
            return True
    return False


def _values(field) -> Iterator:
    if field.is_relation:
        key = field.target_field
        keys = field.related_model._default_manager.order_by("pk").values_list(key.attname, flat=True)[:AT_MOST]
        yield from (key.get_db_prep_value(one, connection) for one in keys)
        if field.null:
            yield None
    elif field.choices:
        yield from [value for value, _ in field.flatchoices]
    elif isinstance(field, models.BooleanField):
        yield from (True, False)
    else:
        yield from (3, 4)


def _with(exports, model, field, value, name) -> str:
    with transaction.atomic():
        set_all(model, field, *value)
        text = exports.again(name)
        transaction.set_rollback(True)
    return text


def _without(exports, field, name) -> bool:
    """Whether it makes a difference that every row names one other, or none."""
    through, owner, other = field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name()
    named = field.related_model._default_manager.order_by("pk").values_list("pk", flat=True).first()
    with transaction.atomic():
        through._default_manager.all().delete()
        without = exports.again(name)
        pks = field.model._default_manager.values_list("pk", flat=True)
        through._default_manager.bulk_create(through(**{owner: pk, other: named}) for pk in pks)
        one_each = exports.again(name)
        transaction.set_rollback(True)
    return without != one_each
