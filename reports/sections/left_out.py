"""What a public edition leaves out: which sections and why, and how many numbers of which figure."""

from collections.abc import Sequence

from assurance.rules.wording import counted
from reports.rules.blocks import Blocks, Cell, Lead, Table, columns
from reports.rules.prose import verb
from reports.rules.public import NotShown

Withheld = tuple[str, str]


def build(withheld: Sequence[Withheld], not_shown: Sequence[NotShown]) -> Blocks:
    """The titles of what is withheld, each with its reason, then the numbers that are not shown."""
    return Blocks(
        (
            Lead(_lead(withheld, not_shown)),
            Table(
                "Parts of the report that are not in this edition",
                columns("Part", "Why"),
                tuple((Cell(title), Cell(why)) for title, why in withheld),
            ),
            Table(
                "Numbers that are not shown",
                columns("Of", "Numbers not shown", "Why", numeric=("Numbers not shown",)),
                tuple((Cell(one.of), Cell(f"{one.numbers:,}"), Cell(one.why)) for one in not_shown),
            ),
        )
    )


def _lead(withheld: Sequence[Withheld], not_shown: Sequence[NotShown]) -> str:
    parts, numbers = len(withheld), sum(one.numbers for one in not_shown)
    said = [f"{counted(parts, 'part')} of the report"] * bool(parts) + [counted(numbers, "number")] * bool(numbers)
    if not said:
        return "Nothing of the report is left out."
    return f"{' and '.join(said)} {verb(parts + numbers, 'is', 'are')} left out."
