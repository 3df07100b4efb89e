"""A table as the queries give it, to be downloaded."""

from assurance.rules.tables import Cell

# Its headers, and its rows.
Table = tuple[list[str], list[list[Cell]]]
