"""Reads table.txt: for every field of every model the file it comes out in, or why there is none."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("table.txt")
EVERYWHERE = "EVERY MODEL"
AS, GAP = "comes out as ", "not yet in any export"
HEAD = re.compile(r"(\w+\.\w+)|EVERY MODEL")
# Why a field need not come out. Any other word before the colon is an export.
REASONS = (
    "key",
    "set by the portal",
    "worked out",
    "laid down",
    "file",
    "secret",
    "frozen copy",
    "setting",
    GAP,
)


@dataclass(frozen=True)
class Place:
    """Where a field comes out, or why it does not; `tried` is False where no test can plant anything in it."""

    where: str
    tried: bool

    @property
    def is_export(self) -> bool:
        """Whether it comes out in a file."""
        return self.where not in REASONS and not self.is_copy

    @property
    def is_copy(self) -> bool:
        """Whether another row says the same, and that comes out."""
        return self.where.startswith(AS)


@cache
def table() -> dict[str, dict[str, Place]]:
    """The places of the fields by model, and under EVERYWHERE of those that are the same in every model."""
    found: dict[str, dict[str, Place]] = {}
    fields: dict[str, Place] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if HEAD.fullmatch(line):
            if line in found:
                raise ValueError(f"{line} is there twice.")
            fields = found[line] = {}
        elif line.startswith("    "):
            _read(line, fields)
    return found


def place_of(model: str, field: str) -> Place | None:
    """Where a field comes out: what its model says, else what is said of every model."""
    return table().get(model, {}).get(field) or table()[EVERYWHERE].get(field)


def _read(line: str, fields: dict[str, Place]) -> None:
    where, colon, names = line.strip().rpartition(": ")
    if not colon:
        raise ValueError(f"This line cannot be read: {line}")
    untried = where.endswith(" (untried)")
    for name in names.split(", "):
        if name in fields:
            raise ValueError(f"{name} has two places: {line}")
        fields[name] = Place(where.removesuffix(" (untried)"), not untried)
