"""One theme at length: grounds, stages, Board reports, activity, figures, evidence, what changed (R92 to R98)."""

from collections.abc import Iterable

from assurance.models import AssuranceItem, Theme
from assurance.queries.theme_pages import ReportSlot, ThemePage, theme_page
from assurance.queries.themes import theme_visible_to
from assurance.rules.evidence_tiers import VOICE_WORDS, Voice, freshness_words
from assurance.rules.theme_gates import Stage, Stands
from assurance.rules.themes import ENDED, ThemeMove, ThemeState
from assurance.rules.wording import date_words
from indicators.queries.theme_figures import ThemeFigure, theme_figures_visible_to
from reports.queries.packs import PackContext
from reports.queries.themes import ThemeAction, actions_of_theme
from reports.rules.blocks import Block, Blocks, Cell, Entry, Lead, Prose, Subheading, Table, Tag, Tone, columns, parts
from reports.rules.prose import bullets

NOT_TOLD = "This report is about no theme that every reader of it may read."
TONES = {Stands.DONE: Tone.GREEN, Stands.NOW: Tone.BLUE, Stands.TO_COME: Tone.GREY}
TAGS = {
    ThemeState.PLANNED: Tone.GREY,
    ThemeState.CLOSED: Tone.GREEN,
    ThemeState.DROPPED: Tone.GREY,
}
NOT_OPEN = "What it says is told once the Executive Board has had it."


def build(context: PackContext) -> Blocks:
    """The story of the theme the report is about, in the order in which it happens."""
    theme = theme_visible_to(context.reader, context.report.theme_id) if context.report.theme_id else None
    if theme is None:
        return Blocks((Lead(NOT_TOLD),))
    page = theme_page(theme, context.reader, context.today)
    actions = actions_of_theme(context.reader, theme, context.today)
    return Blocks(
        (
            Lead(_lead(page)),
            _ground(page),
            Table("Stages", columns("Stage", "How it stands", "Reached", "What it waits for"), _stages(page)),
            Subheading("What the Executive Board has had", "theme-reports"),
            *(_report(slot) for slot in page.reports),
            *_activity(page),
            *_figures(context, theme),
            _actions(actions),
            _evidence(context, page),
            *_changed(page, actions),
        )
    )


def _lead(page: ThemePage) -> str:
    theme, state = page.theme, ThemeState(page.theme.state)
    if state == ThemeState.PLANNED:
        return "The theme is planned and has not begun."
    begun = f"begun on {date_words(theme.begun_on)}" if theme.begun_on else ""
    if state in ENDED:
        ended = f"{'closed' if state == ThemeState.CLOSED else 'dropped'} on {date_words(theme.ended_on)}"
        return f"The theme was {begun} and {ended}." if begun else f"The theme was {ended}, before it began."
    return f"The theme is at “{theme.get_state_display()}”, {begun}. {page.next_words}"


def _ground(page: ThemePage) -> Entry:
    theme = page.theme
    return Entry(
        title=theme.title,
        tags=(Tag(theme.get_state_display(), TAGS.get(ThemeState(theme.state), Tone.BLUE)),),
        about=f"{theme.get_domain_display()}. {theme.group.name}. Led by {theme.lead}",
        text=theme.why,
        parts=parts(
            ("What was to be different for children", theme.outcome),
            ("Informed by", bullets(topic.title for topic in page.topics)),
            ("Risks it answers", bullets(risk.title for risk in page.risks or ())),
            ("Priority it serves", theme.priority.title if theme.priority else ""),
            ("Theme before it", theme.follows.title if theme.follows else ""),
        ),
    )


def _stages(page: ThemePage) -> tuple[tuple[Cell, ...], ...]:
    return tuple(_stage(stage) for stage in page.stages)


def _stage(stage: Stage) -> tuple[Cell, ...]:
    return (
        Cell(stage.title),
        Cell(stage.stands_words, tone=TONES[stage.stands]),
        Cell(date_words(stage.since) if stage.since else "Not yet"),
        Cell("; ".join(need.what for need in stage.missing) or "Nothing"),
    )


def _report(slot: ReportSlot) -> Entry:
    if slot.shown is None:
        return Entry(title=slot.name, tags=(Tag("Not recorded yet", Tone.AMBER),), about=f"Falls {slot.falls.lower()}")
    one = slot.shown
    return Entry(
        title=slot.name,
        tags=(Tag("Recorded", Tone.GREEN),),
        about=one.meeting,
        text="" if one.is_open else NOT_OPEN,
        parts=parts(
            ("What was found", one.report.findings),
            ("What was recommended", one.report.recommendations),
        )
        if one.is_open
        else (),
    )


def _activity(page: ThemePage) -> Iterable[Block]:
    decided = page.agreed.words if page.agreed else "The Executive Board has not agreed it"
    if not page.theme.activity and not page.agreed:
        return
    yield Entry(
        title="The activity",
        tags=(Tag("Agreed", Tone.GREEN) if page.agreed else Tag("Proposed", Tone.AMBER),),
        about=decided,
        text=page.theme.activity,
        anchor="theme-activity",
        parts=parts(("The Executive Board’s decision", page.agreed.text if page.agreed else "")),
    )


def _figures(context: PackContext, theme: Theme) -> Iterable[Block]:
    found = theme_figures_visible_to(context.reader, theme.pk, today=context.today)
    if found is None or not found.rows or not found.begun:
        return
    yield Subheading("Its indicators before and after", "theme-figures")
    ended = f"When it ended, {found.ended}" if theme.state in ENDED else f"{found.ended[0].upper()}{found.ended[1:]}"
    titles = columns("Indicator", f"When it began, {found.begun}", ended, "What changed")
    yield Table("The indicators of the theme", titles, tuple(_figure(row) for row in found.rows))
    if found.attributions:
        yield Prose("\n".join(found.attributions))


def _figure(row: ThemeFigure) -> tuple[Cell, ...]:
    moved = f"{row.change.words}. {row.change.sentence}" if row.change else "There is nothing to compare."
    return (
        Cell(row.wording, f"{row.measure} ({row.area}). {row.relation}" if row.measure else ""),
        _side(row.before, row.before_period, row.judged_before),
        _side(row.after, row.after_period, row.judged_after),
        Cell(moved, row.finding),
    )


def _side(value: str, period: str, judged: str) -> Cell:
    return Cell(value, ". ".join(filter(None, (period, f"Judged {judged}" if judged else ""))))


def _actions(actions: list[ThemeAction]) -> Table:
    titles = columns("Action", "Who sees to it", "How it stands", "What changed for children")
    lines = tuple(
        (
            Cell(one.action.title, one.action.what),
            Cell(one.action.holder.name, one.action.owner),
            Cell(one.action.get_state_display(), one.due_words),
            Cell(one.difference or "Not known yet", one.done),
        )
        for one in actions
    )
    return Table("Actions of the theme", titles, lines)


def _evidence(context: PackContext, page: ThemePage) -> Table:
    found = [item for group in page.voices or () for item in group.items]
    titles = columns("Evidence", "Where it comes from", "How much assurance it gives", "How old it is")
    return Table("What gives assurance of the theme", titles, tuple(_item(item, context) for item in found))


def _item(item: AssuranceItem, context: PackContext) -> tuple[Cell, ...]:
    voice = VOICE_WORDS[Voice(item.voice)] if item.voice else ""
    return (
        Cell(item.title, item.finding),
        Cell(f"{item.tool.title}, {item.get_tier_display().lower()}", voice),
        Cell(item.get_strength_display(), f"Confidence: {item.get_confidence_display().lower()}"),
        Cell(date_words(item.dated_on), freshness_words(item.current_until, context.today)),
    )


def _changed(page: ThemePage, actions: list[ThemeAction]) -> Iterable[Block]:
    theme, known = page.theme, sum(bool(one.difference) for one in actions)
    yield Subheading("What changed for children", "theme-changed")
    if theme.difference:
        yield Prose(theme.difference)
    elif theme.state == ThemeState.DROPPED:
        dropped = [event.text for event in page.events if event.move == ThemeMove.DROP]
        yield Prose("\n".join(["The theme was dropped before it could be known.", *dropped[-1:]]))
    else:
        told = f" {known} of its actions say what they changed." if known else ""
        yield Prose(f"It is said when the theme is closed, and the theme is not closed yet.{told}")
