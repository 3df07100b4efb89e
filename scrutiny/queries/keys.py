"""Rows by a key as somebody sent it."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def row_of(rows: QuerySet[Row], key: str) -> Row | None:
    """The row with this primary key, or None when there is none, or when the text can be no key."""
    try:
        return rows.filter(pk=key).first()
    except (ValueError, ValidationError):
        return None
