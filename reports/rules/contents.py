"""What the contents page of a report lists."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading within a section, and the name a link finds it by."""

    anchor: str
    title: str
