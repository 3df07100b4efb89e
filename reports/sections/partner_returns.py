"""The partners' returns side by side under each heading, then those of relevant agencies and groups (R46, R51)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assurance.rules.returns import CHANGE_LABELS, HEADINGS, HEADINGS_OF, Change, Reporter, Section
from assurance.rules.submission import FrozenItem, FrozenReturn, FrozenSection
from assurance.rules.wording import file_size_words
from reports.queries.packs import OwnerReturn, PackContext
from reports.rules.contents import Heading
from reports.rules.layout import is_long, is_side_by_side

CHANGE_WORDS = {
    Change.NEW: "New",
    Change.BETTER: "Better",
    Change.SAME: "The same",
    Change.WORSE: "Worse",
    Change.CLOSED: "Closed",
}


@dataclass(frozen=True)
class Statement:
    """A statement as it was signed; what was not given is blank. `change` is its code, in `change_words`."""

    text: str
    change: str
    change_words: str
    topic: str
    action: str
    owner: str
    due: str
    evidence: str
    files: tuple[str, ...]
    is_long: bool


@dataclass(frozen=True)
class Column:
    """What one agency or group says under a heading: statements, or why there are none."""

    label: str
    owner_name: str
    missing: str
    nothing_to_report: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class HeadingBlock:
    """A heading of the return with each partner's column; long columns are set one below the other."""

    anchor: str
    title: str
    is_side_by_side: bool
    is_empty: bool
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class ChangeRow:
    """How many of a partner's statements are new, better, the same, worse and closed; or why there are none."""

    label: str
    owner_name: str
    missing: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class OtherPart:
    """One heading of another agency's or group's return."""

    title: str
    column: Column


@dataclass(frozen=True)
class OtherReturn:
    """The return of a relevant agency or group: the headings under which it said something."""

    anchor: str
    label: str
    owner_name: str
    parts: tuple[OtherPart, ...]


@dataclass(frozen=True)
class PartnerReturns:
    """The section."""

    change_labels: tuple[str, ...]
    changes: tuple[ChangeRow, ...]
    blocks: tuple[HeadingBlock, ...]
    others: tuple[OtherReturn, ...]
    headings: tuple[Heading, ...] = field(default=())


def build(context: PackContext) -> PartnerReturns:
    """The partners by the alphabet of their categories (R2), heading by heading in the order of the form."""
    blocks = tuple(_block(section, context.partners) for section in HEADINGS_OF[Reporter.AGENCY])
    others = tuple(
        _other(number, one) for number, one in enumerate((one for one in context.others if one.frozen), start=1)
    )
    headings = [Heading("changes", "Changes since last quarter"), *(Heading(one.anchor, one.title) for one in blocks)]
    headings.append(Heading("others", "Relevant agencies and groups"))
    return PartnerReturns(
        change_labels=tuple(CHANGE_WORDS.values()),
        changes=tuple(_changes(one) for one in context.partners),
        blocks=blocks,
        others=others,
        headings=tuple(headings),
    )


def statement(item: FrozenItem) -> Statement:
    """A signed statement in the words the pack prints."""
    return Statement(
        text=item.statement,
        change=item.change,
        change_words=CHANGE_WORDS[Change(item.change)] if item.change in CHANGE_LABELS else "",
        topic=item.topic_title,
        action=item.action,
        owner=item.owner,
        due=item.due_words,
        evidence=item.evidence,
        files=tuple(f"{file.name} ({file_size_words(file.size)})" for file in item.files),
        is_long=is_long(characters(item)),
    )


def _changes(one: OwnerReturn) -> ChangeRow:
    changes = [item.change for _, item in one.frozen.items()] if one.frozen else []
    counts = tuple(changes.count(change) for change in CHANGE_WORDS) if one.frozen else ()
    return ChangeRow(one.label, one.owner_name, _missing_words(one), counts)


def _block(section: Section, partners: Iterable[OwnerReturn]) -> HeadingBlock:
    columns = tuple(_column(one, section) for one in partners)
    parts = [one.frozen.section(section) for one in partners if one.frozen]
    return HeadingBlock(
        anchor=f"heading-{section}",
        title=HEADINGS[section].title,
        is_side_by_side=is_side_by_side(sum(map(characters, part.items)) for part in parts),
        is_empty=not any(column.statements or column.nothing_to_report for column in columns),
        columns=columns,
    )


def _column(one: OwnerReturn, section: Section) -> Column:
    part = one.frozen.section(section) if one.frozen else FrozenSection(section, "")
    return Column(
        label=one.label,
        owner_name=one.owner_name,
        missing=_missing_words(one),
        nothing_to_report=part.nothing_to_report,
        statements=tuple(statement(item) for item in part.items),
    )


def _missing_words(one: OwnerReturn) -> str:
    return one.missing_because if one.is_missing else ""


def characters(item: FrozenItem) -> int:
    """How long a statement is, as far as its lay-out is concerned."""
    return len(item.statement) + len(item.action) + len(item.owner) + len(item.evidence)


def _other(number: int, one: OwnerReturn) -> OtherReturn:
    columns = [(part.title, _column(one, Section(part.section))) for part in _said(one.frozen)]
    parts = tuple(OtherPart(title, column) for title, column in columns)
    return OtherReturn(f"other-{number}", one.label, one.owner_name, parts)


def _said(frozen: FrozenReturn | None) -> list[FrozenSection]:
    return [part for part in frozen.sections if part.items or part.nothing_to_report] if frozen else []
