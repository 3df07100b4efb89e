"""What a section of a report is, and how it lies in a snapshot."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from reports.queries.packs import PackContext


@dataclass(frozen=True)
class Named:
    """What a section is called: by its name, which its templates have too, and by its title."""

    name: str
    title: str

    @property
    def anchor(self) -> str:
        """The name a link finds the section by."""
        return self.name.replace("_", "-")


@dataclass(frozen=True)
class Section(Named):
    """A section that reports can have: the name of its module, its title, and the function that builds it."""

    build: Callable[[PackContext], Any]


def frozen(section: Named, content: Any, commentary: str = "") -> dict[str, Any]:
    """The section with its content as plain values."""
    return {
        "name": section.name,
        "title": section.title,
        "anchor": section.anchor,
        "commentary": commentary,
        "content": asdict(content),
    }
