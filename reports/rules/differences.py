"""What differs between two snapshots of one report, section by section, in the lines a reader would read (R142)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from reports.rules.plain_blocks import plain_blocks

NEW, GONE, CHANGED = "new", "gone", "changed"


@dataclass(frozen=True)
class Difference:
    """A section that is new, gone or changed, with the lines that are only in the later and only in the earlier one."""

    section: str
    what: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def differences(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The differences as plain values, in the order of the later snapshot, sections that are gone at the end."""
    before = {section["name"]: section for section in earlier["sections"]}
    after = {section["name"]: section for section in later["sections"]}
    found = [_difference(before.get(name), section) for name, section in after.items()]
    gone = [Difference(section["title"], GONE) for name, section in before.items() if name not in after]
    return [asdict(one) for one in (*found, *gone) if one]


def _difference(earlier: Mapping[str, Any] | None, later: Mapping[str, Any]) -> Difference | None:
    if earlier is None:
        return Difference(later["title"], NEW)
    before, after = list(lines_of(earlier)), list(lines_of(later))
    added, removed = _only_in(after, before), _only_in(before, after)
    return Difference(later["title"], CHANGED, added, removed) if added or removed else None


def _only_in(these: Sequence[str], those: Sequence[str]) -> tuple[str, ...]:
    others = set(those)
    return tuple(dict.fromkeys(line for line in these if line not in others))


def lines_of(section: Mapping[str, Any]) -> Iterator[str]:
    """Every line a section says, a row of a table being one."""
    for block in plain_blocks(section):
        yield from filter(None, _lines(block))


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    if block["kind"] == "table":
        yield from (" | ".join(" ".join((cell["text"], cell["note"])).strip() for cell in row) for row in block["rows"])
        return
    yield block.get("title", "")
    yield from (tag["text"] for tag in block.get("tags", ()))
    yield block.get("about", "")
    yield from block.get("text", "").splitlines()
    for part in block.get("parts", ()):
        yield f"{part['label']}: {part['text']}"
