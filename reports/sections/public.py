"""The public edition of a report, frozen in its snapshot beside what its readers get (ADR 24)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assurance.rules.wording import date_time_words, date_words
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks
from reports.rules.kinds import commentary_on, subject_words
from reports.rules.public import (
    AS_WRITTEN,
    AUDITS,
    CLASSIFICATION,
    COMMENTARIES,
    FIGURES,
    FOR_MEMBERS,
    IN_PLACE_OF,
    LEFT_OUT,
    NOTHING_IN_IT,
    OWNERS,
    OWNERS_WHY,
    TITLES,
    NotShown,
    reason_withheld,
)
from reports.sections import left_out, public_audits, public_figures, written
from reports.sections.front_sheet import FrontSheet
from reports.sections.section import Named, Section, frozen

THE_PUBLIC = "The public"
FRONT_SHEET = Named("front_sheet", "Front sheet")
BUILDERS = {FIGURES: public_figures.build, AUDITS: public_audits.build}
Built = Sequence[tuple[Section, Any]]


class _Edition:
    """What has been gathered so far: the sections that are published, what is withheld, and what numbers are."""

    def __init__(self) -> None:
        self.sections: list[tuple[Named, Blocks]] = []
        self.withheld: list[tuple[str, str]] = []
        self.not_shown: list[NotShown] = []

    def add(self, section: Named, content: Blocks) -> None:
        """Publish a section, or say that there is nothing in it."""
        if content.absent:
            self.withheld.append((section.title, NOTHING_IN_IT))
        else:
            self.sections.append((section, content))


def public_content(context: PackContext, built: Built, heading: Mapping[str, Any]) -> dict[str, Any]:
    """
    The public edition as plain values, in the shape of a snapshot: of the sections of the report, those that may be.

    `heading` is what a snapshot says of the whole report.
    """
    edition = _Edition()
    for section, content in built:
        _place(edition, section, content, context)
    edition.withheld += _never(context, built)
    last = Named(LEFT_OUT, TITLES[LEFT_OUT])
    sections = [*edition.sections, (last, left_out.build(edition.withheld, edition.not_shown))]
    subject = f"{subject_words(context.kind, context.report.about, context.period.as_quarter.words)}, public edition"
    front = _front_sheet(context, subject, [(section.title, content.lead) for section, content in sections])
    return {
        **heading,
        "classification": CLASSIFICATION,
        "subject": subject,
        "sections": [frozen(FRONT_SHEET, front), *(frozen(*one) for one in sections)],
    }


def _place(edition: _Edition, section: Section, content: Any, context: PackContext) -> None:
    if section.name in IN_PLACE_OF:
        name = IN_PLACE_OF[section.name]
        blocks, not_shown = BUILDERS[name](context)
        edition.add(Named(name, TITLES[name]), blocks)
        edition.not_shown += not_shown
    elif section.name == "recommendations":
        edition.add(section, written.recommended(context.written.recommendations, owners=False))
    elif section.name in AS_WRITTEN:
        edition.add(section, content)
    else:
        edition.withheld.append((section.title, reason_withheld(section.name)))


def _never(context: PackContext, built: Built) -> Iterator[tuple[str, str]]:
    """What is in sections but never goes out with them."""
    if any(context.written.texts.get(commentary_on(section.name)) for section, _ in built):
        yield COMMENTARIES, FOR_MEMBERS
    if context.written.recommendations and any(section.name == "recommendations" for section, _ in built):
        yield OWNERS, OWNERS_WHY


def _front_sheet(context: PackContext, subject: str, leads: Sequence[tuple[str, str]]) -> FrontSheet:
    known = date_time_words(context.known_at)
    return FrontSheet(
        by=context.partnership,
        to=THE_PUBLIC,
        date=date_words(context.known_at),
        subject=subject,
        known=f"As known at {known}. What came in later is not in this report.",
        summary=tuple(f"{title}: {lead}" for title, lead in leads if lead),
        asked="",
        recommendations=(),
    )
