"""Tables of words from the rules, as Django wants choices and their constraints."""

from django.db import models
from django.db.models import Q


def choices(words):
    """A table of words as Django wants choices."""
    return [(str(value), label) for value, label in words.items()]


def one_of(field, values, name):
    """The constraint that `field` holds one of `values`."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": [str(value) for value in values]}), name=name)
