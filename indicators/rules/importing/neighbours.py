"""The Department for Education's table of statistical neighbours as it is published: one row an authority."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from indicators.rules.importing.files import rows_of
from indicators.rules.importing.header import Header
from indicators.rules.importing.mapping import Column
from indicators.rules.importing.problems import refuse

AREA = Column(names=("old_la_code",))
RANKS = tuple(Column(names=(f"SN_{rank}",)) for rank in range(1, 11))


@dataclass(frozen=True)
class Neighbours:
    """Rows of area, model, rank and neighbour, and how many authorities are left out as not wholly followed."""

    rows: list[dict[str, str]]
    left_out: int


def read_neighbours(file: BinaryIO, *, model: int, slugs: Mapping[str, str]) -> Neighbours:
    """
    The neighbours of every authority of which the portal follows itself and all ten, by `slugs` of their DfE numbers.

    Raises FileRefused when the file is not that table.
    """
    found: list[dict[str, str]] = []
    left_out = 0
    header: Header | None = None
    for block in rows_of(file):
        cells = block.cells
        if header is None:
            header = Header(1, tuple(name.strip() for name in cells[0]))
            places = [header.place(column) for column in (AREA, *RANKS)]
            cells = cells[1:]
        for row in cells:
            if len(row) != header.width:
                refuse("A row of the table has not as many columns as its header.")
            area, *neighbours = (slugs.get(row[place].strip(), "") for place in places)
            if not area or not all(neighbours):
                left_out += 1
                continue
            found += [
                {"area": area, "model": str(model), "rank": str(rank), "neighbour": neighbour}
                for rank, neighbour in enumerate(neighbours, start=1)
            ]
    return Neighbours(found, left_out)
