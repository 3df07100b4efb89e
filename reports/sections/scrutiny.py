"""Scrutiny as published: ratings by step, where two lenses differ, what moved, what is recommended (R127, R132)."""

from collections.abc import Iterable, Iterator

from assurance.rules.wording import counted, date_words
from reports.queries.packs import PackContext
from reports.queries.scrutiny import Newest, lenses, newest_of, open_recommendations
from reports.rules.blocks import Block, Blocks, Cell, Entry, Lead, Prose, Table, Tag, Tone, columns
from reports.rules.prose import listed, number_in_words, verb
from scrutiny.queries.compare import Comparison, made_by
from scrutiny.queries.recommendations import RecommendationRow
from scrutiny.rules.assessments import RESPONSE_WORDS, AssessmentKind, Response
from scrutiny.rules.compare import Difference, Movement, Pair
from scrutiny.rules.frameworks import RATING_WORDS, Rating
from scrutiny.rules.frozen import AssessmentWords, FrozenAnswer

BEST_FIRST = (Rating.GREEN, Rating.AMBER, Rating.RED)
RATING_TONES = {
    Rating.GREEN: Tone.GREEN,
    Rating.AMBER: Tone.AMBER,
    Rating.RED: Tone.RED,
    Rating.NOT_RATED: Tone.GREY,
}
MOVEMENT_TONES = {Movement.WORSE: Tone.RED, Movement.IMPROVED: Tone.GREEN}
NOTHING = "No independent scrutiny and no joint self-assessment has been published."


def build(context: PackContext) -> Blocks:
    """The newest independent scrutiny, the newest joint self-assessment, how they differ, and what is still open."""
    reader, today = context.reader, context.today
    found = {kind: newest_of(reader, kind, today) for kind in (AssessmentKind.SCRUTINY, AssessmentKind.JOINT)}
    shown = [one for one in found.values() if one]
    advised = open_recommendations(reader, today)
    apart = lenses(reader, today) if len(shown) == len(found) else None
    return Blocks(
        (
            Lead(f"{_lead(found[AssessmentKind.SCRUTINY], shown)} {_open_words(advised)}".strip()),
            *(block for one in shown for block in _assessment(one, context)),
            *(_differences(apart) if apart else ()),
            _recommendations(advised),
            *((Prose(f"Source of the questions: {'; '.join(_cited(shown))}"),) if shown else ()),
        )
    )


def _lead(scrutiny: Newest | None, shown: list[Newest]) -> str:
    if not shown:
        return NOTHING
    if scrutiny is None:
        return f"No independent scrutiny has been published. The partners rate {_ratings(shown[0].words)}."
    said = f"Independent scrutiny rates {_ratings(scrutiny.words)}."
    if not scrutiny.movement:
        return said
    number = {group.key: len(group.pairs) for group in scrutiny.movement.groups}
    worse, better = number.get(Movement.WORSE, 0), number.get(Movement.IMPROVED, 0)
    if not worse + better:
        return f"{said} No rating is worse or better than in the one before."
    moved = f"{number_in_words(worse)} {verb(worse, 'is', 'are')} worse than in the one before"
    return f"{said} Of these {moved}, {number_in_words(better)} better."


def _ratings(words: AssessmentWords) -> str:
    """How many questions have which rating: "24 questions: 3 Green, 20 Amber and 1 Red"."""
    number = {rating: sum(one.rating == rating for one in words.answers) for rating in RATING_TONES}
    told = [f"{count} {RATING_WORDS[rating]}" for rating, count in number.items() if count]
    return f"{counted(len(words.answers), 'question')}: {listed(told)}"


def _open_words(found: list[RecommendationRow]) -> str:
    if not found:
        return ""
    said = f"{counted(len(found), 'recommendation')} {verb(len(found), 'is', 'are')} open"
    unanswered = sum(not row.recommendation.response for row in found)
    if not unanswered:
        return f"{said}."
    return f"{said}, of which {number_in_words(unanswered)} {verb(unanswered, 'waits', 'wait')} for a response."


def _assessment(one: Newest, context: PackContext) -> Iterator[Block]:
    assessment, head = one.assessment, one.words.head
    is_new = context.since and context.is_new(assessment.published_at)
    published = f"Published {date_words(assessment.published_at)}"
    yield Entry(
        title=head.title,
        anchor=f"assessment-{assessment.kind}",
        tags=(Tag("New", Tone.BLUE),) if is_new else (),
        about=f"{assessment.get_kind_display()}. {head.capacity}. {head.period_words}. {published}",
        text="\n".join(filter(None, (head.summary, f"What it covers: {head.scope}"))),
    )
    yield _by_step(one.words)
    yield from _moved(one.movement) if one.movement else (Prose("There is no earlier one to set it beside."),)


def _by_step(words: AssessmentWords) -> Table:
    ratings = [*BEST_FIRST]
    if any(one.rating == Rating.NOT_RATED for one in words.answers):
        ratings.append(Rating.NOT_RATED)
    titles = [RATING_WORDS[rating] for rating in ratings]
    lines = [(f"{step.number}. {step.title}", step.answers) for step in words.board]
    lines.append(("All steps", words.answers))
    return Table(
        caption=f"Ratings by step: {words.head.title}",
        columns=columns("Step", *titles, numeric=tuple(titles)),
        rows=tuple((Cell(title), *(_number(answers, rating) for rating in ratings)) for title, answers in lines),
    )


def _number(answers: Iterable[FrozenAnswer], rating: Rating) -> Cell:
    return Cell(str(sum(one.rating == rating for one in answers)))


def _moved(movement: Comparison) -> Iterator[Block]:
    then = movement.one.assessment
    yield Prose(f"Since “{then.title}”, to {date_words(then.ends_on)}: {movement.counts}.")
    lines = tuple(
        (_question(each.pair), _movement(each.pair), Cell(each.words, f"Before: {each.trail}" if each.trail else ""))
        for group in movement.groups
        if group.key != Movement.SAME
        for each in group.pairs
    )
    title = f"What moved: {movement.other.assessment.title}"
    yield Table(title, columns("Question", "Movement", "From and to"), lines)


def _question(pair: Pair) -> Cell:
    return Cell(f"{pair.asked.number}. {pair.asked.text}")


def _movement(pair: Pair) -> Cell:
    return Cell(pair.movement_words, tone=MOVEMENT_TONES.get(pair.movement, ""))


def _differences(apart: Comparison) -> Iterator[Block]:
    yield Prose(f"The self-assessment beside independent scrutiny: {apart.counts}.")
    sides = (made_by(apart.one.assessment), made_by(apart.other.assessment))
    lines = tuple(
        (_question(each.pair), _rating(each.pair.one), _rating(each.pair.other), Cell(each.words))
        for group in apart.groups
        if group.key == Difference.DIFFERS
        for each in group.pairs
    )
    titles = columns("Question", *sides, "In words")
    yield Table("Where the two differ, the widest difference first", titles, lines)


def _rating(answer: FrozenAnswer | None) -> Cell:
    if answer is None:
        return Cell("Not asked")
    return Cell(answer.rating_words, tone=RATING_TONES[Rating(answer.rating)])


def _recommendations(found: list[RecommendationRow]) -> Table:
    titles = columns("Recommendation", "From", "Held by", "Response", "Where it stands")
    return Table("Recommendations that are open", titles, tuple(map(_line, found)))


def _line(row: RecommendationRow) -> tuple[Cell, ...]:
    one = row.recommendation
    newest = next(iter(reversed(one.responses.all())), None)
    return (
        Cell(one.text, one.outcome),
        Cell(row.assessment.title if row.assessment else one.assessment.get_kind_display()),
        Cell(one.holder.name),
        Cell(RESPONSE_WORDS[Response(one.response)], newest.text if newest else ""),
        Cell(row.words, row.action.due_words if row.action else ""),
    )


def _cited(shown: Iterable[Newest]) -> list[str]:
    return list(dict.fromkeys(one.words.head.reference for one in shown))
