"""Reading a mapping's data part by part: everything has its place and type, and what is left over is refused."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar, overload

Choice = TypeVar("Choice", bound=StrEnum)
Data = dict[str, object]


class Part:
    """A table of the mapping, at a `place` that its sentences name. Every method raises ValueError with a sentence."""

    def __init__(self, data: object, place: str) -> None:
        if not isinstance(data, dict):
            raise ValueError(f"The {place} must be a table of names and values.")
        self.place = place
        self._left: Data = dict(data)

    def take(self, name: str) -> object:
        """The value under this name, or None; it is then used up."""
        return self._left.pop(name, None)

    def text(self, name: str, default: str | None = None) -> str:
        """The text under this name."""
        value = self.take(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise ValueError(f"The {self.place} needs a text for its {name}.")
        return value

    def texts(self, name: str) -> list[str]:
        """The list of texts under this name, or an empty one."""
        value = self.take(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise ValueError(f"The {self.place} needs a list of texts for its {name}.")
        return list(value)

    def number(self, name: str, default: int) -> int:
        """The whole number, not negative, under this name."""
        value = self.take(name)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ValueError(f"The {self.place} needs a whole number for its {name}.")
        return value

    def decimal(self, name: str, default: str) -> str:
        """The text of the decimal number above nought under this name."""
        value = self.text(name, default)
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal(0)
        if not number.is_finite() or number <= 0:
            raise ValueError(f"The {self.place} needs a number above 0 for its {name}.")
        return value

    def flag(self, name: str) -> bool:
        """Whether what the name says holds."""
        value = self.take(name)
        if not isinstance(value, bool | None):
            raise ValueError(f"The {self.place} needs true or false for its {name}.")
        return bool(value)

    @overload
    def choice(self, name: str, kind: type[Choice], default: Choice) -> Choice: ...
    @overload
    def choice(self, name: str, kind: type[Choice], default: None) -> Choice | None: ...
    def choice(self, name: str, kind: type[Choice], default: Choice | None) -> Choice | None:
        """The member of `kind` under this name."""
        value = self.take(name)
        return default if value is None else self._member(name, kind, value)

    def choices(self, name: str, kind: type[Choice]) -> list[Choice]:
        """The members of `kind` listed under this name."""
        return [self._member(name, kind, value) for value in self.texts(name)]

    def _member(self, name: str, kind: type[Choice], value: object) -> Choice:
        if value not in list(kind):
            raise ValueError(f"The {name} of the {self.place} must be one of {', '.join(kind)}.")
        return kind(str(value))

    def table(self, name: str) -> Data:
        """The names and values under this name, or an empty table."""
        value = self.take(name)
        return {} if value is None else Part(value, f"{name} of the {self.place}")._left

    def part(self, name: str) -> "Part":
        """The part under this name, which must be there."""
        return Part(self.take(name), name)

    def parts(self, name: str) -> "Sequence[Part]":
        """The list of parts under this name, or an empty one."""
        value = self.take(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise ValueError(f"The {self.place} needs a list for its {name}.")
        return [Part(each, f"{name}, entry {number}") for number, each in enumerate(value, start=1)]

    def refuse_more(self) -> None:
        """Refuse whatever nobody asked for: a misspelt name would otherwise say nothing."""
        if self._left:
            raise ValueError(f"The {self.place} has {', '.join(sorted(map(str, self._left)))}, which means nothing.")
