"""Actions and recommendations of every origin: what is overdue, what waits for its effect, what changed (R39, R98)."""

from collections.abc import Iterable

from django.db.models import Count, Q

from assurance.models import Action, ActionUpdate
from assurance.queries.actions import OVERDUE, ActionFilters, ActionRow, actions_found, actions_visible_to, counts, rows
from assurance.rules.actions import ENDED, ORIGIN_WORDS, WAITS_FOR_HOLDER, ActionMove, ActionOrigin, ActionState
from assurance.rules.wording import counted, date_words
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Cell, Entry, Lead, Subheading, Table, Tag, Tone, columns, parts
from reports.rules.prose import number_in_words, verb


def build(context: PackContext) -> Blocks:
    """How many stand how, by what they came from; then the overdue, those that wait for an effect, and the effects."""
    overdue = rows(actions_found(context.reader, ActionFilters(state=OVERDUE), context.today), context.today)
    done = rows(actions_visible_to(context.reader).filter(state=ActionState.DONE), context.today)
    return Blocks(
        (
            Lead(_lead(context)),
            _by_origin(context),
            _listed("Overdue", overdue),
            _listed("Done, and waiting for their effect on children", done),
            *_effects(context),
        )
    )


def _lead(context: PackContext) -> str:
    held = counts(context.reader, context.today)
    if not held.open and not held.closed:
        return "No action has been set."
    said = (
        f"{counted(held.open, 'action')} {verb(held.open, 'is', 'are')} open, {number_in_words(held.overdue)} overdue"
    )
    return f"{said}. {number_in_words(held.closed).capitalize()} closed with what changed for children."


def _by_origin(context: PackContext) -> Table:
    overdue = Q(state__in=WAITS_FOR_HOLDER, due_on__lt=context.today)
    found = actions_visible_to(context.reader).order_by().values("origin")
    held = found.annotate(
        still_open=Count("pk", ~Q(state__in=ENDED)),
        late=Count("pk", overdue),
        done=Count("pk", Q(state=ActionState.DONE)),
        closed=Count("pk", Q(state=ActionState.CLOSED)),
    )
    counted_by = {row["origin"]: row for row in held}
    lines = tuple(
        (Cell(words), *(Cell(str(counted_by[origin][name])) for name in ("still_open", "late", "done", "closed")))
        for origin, words in ORIGIN_WORDS.items()
        if origin in counted_by
    )
    titles = ("Open", "Overdue", "Done, effect not known", "Closed with their effect")
    return Table("Actions by what they came from", columns("Came from", *titles, numeric=titles), lines)


def _listed(title: str, listed: Iterable[ActionRow]) -> Table:
    lines = tuple(_row(row) for row in listed)
    return Table(title, columns("Action", "Of", "Who sees to it", "Due"), lines)


def _row(row: ActionRow) -> tuple[Cell, ...]:
    action = row.action
    origin = ORIGIN_WORDS[ActionOrigin(action.origin)]
    return (Cell(action.title, origin), Cell(action.holder.name), Cell(action.owner), Cell(row.due_words))


def _effects(context: PackContext) -> tuple[Subheading | Entry, ...]:
    closed = actions_visible_to(context.reader).filter(state=ActionState.CLOSED).prefetch_related("updates")
    told = [(action, update) for action in closed if context.is_new((update := _closing(action)).at)]
    if not told:
        return ()
    return (Subheading("What changed for children"), *(_effect(*one) for one in told))


def _closing(action: Action) -> ActionUpdate:
    return [update for update in action.updates.all() if update.move == ActionMove.CLOSE][-1]


def _effect(action: Action, update: ActionUpdate) -> Entry:
    origin = ORIGIN_WORDS[ActionOrigin(action.origin)].lower()
    return Entry(
        title=action.title,
        tags=(Tag(action.get_state_display(), Tone.GREEN),),
        about=f"{action.holder.name}. From: {origin}. Closed {date_words(update.at)}",
        parts=parts(("What was done", update.text), ("What changed for children", update.difference)),
    )
