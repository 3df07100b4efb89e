"""Reading the glossary."""

from dataclasses import dataclass
from itertools import groupby

from assurance.models import GlossaryTerm, User
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell


@dataclass(frozen=True)
class Letter:
    """The terms that begin with a letter."""

    letter: str
    terms: list[GlossaryTerm]


def glossary(user: User) -> list[Letter]:
    """The terms by first letter, for those who may read the directory."""
    terms = GlossaryTerm.objects.all() if may(user, Permission.READ_DIRECTORY) else GlossaryTerm.objects.none()
    return [Letter(letter, list(found)) for letter, found in groupby(terms, lambda term: term.term[0].upper())]


def term_visible_to(user: User, pk: int) -> GlossaryTerm | None:
    """One term, or None."""
    return GlossaryTerm.objects.filter(pk=pk).first() if may(user, Permission.READ_DIRECTORY) else None


def glossary_table(user: User) -> Table:
    """The glossary as a table to download."""
    headers = ["Term", "Stands for", "Meaning", "Source", "Confirmed"]
    rows: list[list[Cell]] = [
        [term.term, term.stands_for, term.meaning, term.source, "Yes" if term.is_confirmed else "To be confirmed"]
        for letter in glossary(user)
        for term in letter.terms
    ]
    return headers, rows
