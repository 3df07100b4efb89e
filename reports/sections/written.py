"""What people wrote for the report: its parts, findings, and recommendations apart from them (R136, R138, R139)."""

from collections.abc import Callable, Sequence

from assurance.rules.wording import counted, date_words
from reports.models import ReportRecommendation
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Cell, Entry, Lead, Table, columns, parts
from reports.rules.kinds import PART_TITLES, Part
from reports.rules.prose import verb
from reports.rules.told import told


def part(name: Part) -> Callable[[PackContext], Blocks]:
    """What builds the section of a part: its newest finished wording, or that nobody has written it."""

    def build(context: PackContext) -> Blocks:
        text = context.written.texts.get(name, "")
        return Blocks(told(text) or (Lead(f"Nobody has written “{PART_TITLES[name]}” for this report."),))

    return build


def findings(context: PackContext) -> Blocks:
    """Each finding with what it rests on; what is to be done stands apart (R138)."""
    found = context.written.findings
    if not found:
        return Blocks((Lead("No finding is recorded beside what the sections tell."),))
    entries = (
        Entry(f"Finding {number}", text=one.text, parts=parts(("What it rests on", one.evidence)))
        for number, one in enumerate(found, start=1)
    )
    return Blocks((Lead(f"{counted(len(found), 'finding')} {verb(len(found), 'is', 'are')} recorded."), *entries))


def recommendations(context: PackContext) -> Blocks:
    """Each recommendation for action: what, for whom, by when, and what should change for children (R138)."""
    return recommended(context.written.recommendations)


def recommended(asked: Sequence[ReportRecommendation], *, owners: bool = True) -> Blocks:
    """The same, of these; without `owners` the people who act are not named, only whose they are."""
    if not asked:
        return Blocks((Lead("No recommendation for action is made beside what the sections ask for."),))
    said = f"{counted(len(asked), 'recommendation')} for action {verb(len(asked), 'is', 'are')} made."
    return Blocks(
        (
            Lead(said),
            Table(
                caption="Recommendations for action",
                columns=columns("What is recommended", "Who is to act", "By", "What should change for children"),
                rows=tuple(_recommendation(one, owners) for one in asked),
            ),
        )
    )


def _recommendation(one: ReportRecommendation, owners: bool) -> tuple[Cell, ...]:
    who = Cell(str(one.holder), one.owner if owners else "")
    return Cell(one.text), who, Cell(date_words(one.due_on)), Cell(one.outcome)
