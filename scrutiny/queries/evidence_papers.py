"""Submitted returns and circulated papers as evidence: what was signed or sent round, as it then stood (R133)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from assurance.models import Circulation, ReturnSubmission, User
from assurance.queries.meetings import meetings_visible_to
from assurance.queries.papers import may_read_source
from assurance.queries.returns import submissions_visible_to
from assurance.rules.circulated import FrozenItem as AgendaItem
from assurance.rules.circulated import FrozenPaper, read_agenda
from assurance.rules.meetings import Circulated
from assurance.rules.submission import FrozenItem as Statement
from assurance.rules.submission import FrozenReturn, FrozenSection, read_submission
from assurance.rules.wording import counted, date_words, local_date
from scrutiny.queries.keys import row_of
from scrutiny.rules.assessments import EvidenceKind
from scrutiny.rules.evidence import Offer, Sought, first_found

# How far back one search reads: what lies further back is found by more words.
NEWEST = 60


def returns_found(user: User, sought: Sought) -> list[Offer]:
    """Without words the newest returns as a whole; with words the single statements in which they are."""
    submissions = submissions_visible_to(user).filter(stands_for__isnull=False).order_by("-submitted_at")
    for term in sought.terms:
        submissions = submissions.filter(content__icontains=term)
    return first_found(_of_returns(submissions[:NEWEST], sought), sought)


def _of_returns(submissions: QuerySet[ReturnSubmission], sought: Sought) -> Iterator[Offer]:
    for submission in submissions:
        frozen = read_submission(submission.content)
        if sought.terms:
            yield from (_statement(submission, frozen, *found) for found in frozen.items())
        else:
            yield _return(submission, frozen)


def return_of_key(user: User, key: str, today: date) -> Offer | None:
    """The return, or the statement of one, that a key names; None for what `user` may not read."""
    pk, _, identity = key.partition(":")
    submission = row_of(submissions_visible_to(user), pk)
    if submission is None:
        return None
    frozen = read_submission(submission.content)
    if not identity:
        return _return(submission, frozen)
    found = next((found for found in frozen.items() if found[1].identity == identity), None)
    return _statement(submission, frozen, *found) if found else None


def _return(submission: ReturnSubmission, frozen: FrozenReturn) -> Offer:
    statements = counted(len(list(frozen.items())), "statement")
    return _of_submission(submission, frozen, "", f"The whole return, {statements}")


def _statement(submission: ReturnSubmission, frozen: FrozenReturn, part: FrozenSection, item: Statement) -> Offer:
    known = f" How it is known: {item.evidence}" if item.evidence else ""
    return _of_submission(submission, frozen, f":{item.identity}", f"{part.title}: {item.statement}{known}")


def _of_submission(submission: ReturnSubmission, frozen: FrozenReturn, key: str, words: str) -> Offer:
    return Offer(
        key=f"{EvidenceKind.RETURN}:{submission.pk}{key}",
        kind=EvidenceKind.RETURN,
        words=words,
        source=f"{frozen.owner_name}, status return for {submission.status_return.period.short_words}",
        dated_on=local_date(submission.submitted_at),
        address=reverse("assurance:return_version", args=[submission.status_return_id, submission.number]),
    )


def papers_found(user: User, sought: Sought) -> list[Offer]:
    """The papers that were circulated to meetings `user` may read, the newest first, and that are theirs to read."""
    circulations = _circulations(user).order_by("-at")
    for term in sought.terms:
        circulations = circulations.filter(content__icontains=term)
    return first_found(_of_circulations(circulations[:NEWEST], user), sought)


def _circulations(user: User) -> QuerySet[Circulation]:
    sent = Circulation.objects.filter(what=Circulated.PAPERS, meeting__in=meetings_visible_to(user).order_by())
    return sent.select_related("meeting__group")


def _of_circulations(circulations: QuerySet[Circulation], user: User) -> Iterator[Offer]:
    seen = set()
    for circulation in circulations:
        for item, paper in read_agenda(circulation.content).papers():
            if paper.id not in seen and _is_readable(circulation, paper, user):
                seen.add(paper.id)
                yield _paper(circulation, item, paper)


def _is_readable(circulation: Circulation, paper: FrozenPaper, user: User) -> bool:
    return paper.is_file or may_read_source(user, circulation.meeting, paper.source)


def paper_of_key(user: User, key: str, today: date) -> Offer | None:
    """The circulated paper a key names; None for what `user` may not read."""
    pk, _, paper_id = key.partition(":")
    circulation = row_of(_circulations(user), pk)
    found = read_agenda(circulation.content).paper(paper_id) if circulation else None
    if circulation is None or found is None or not _is_readable(circulation, found[1], user):
        return None
    return _paper(circulation, *found)


def _paper(circulation: Circulation, item: AgendaItem, paper: FrozenPaper) -> Offer:
    meeting = circulation.meeting
    note = f": {item.note}" if item.note else ""
    return Offer(
        key=f"{EvidenceKind.PAPER}:{circulation.pk}:{paper.id}",
        kind=EvidenceKind.PAPER,
        words=f"{paper.title}, for the item “{item.title}”{note}",
        source=f"{meeting}, {date_words(meeting.starts_at)}",
        dated_on=local_date(circulation.at),
        address=reverse("assurance:circulated_paper", args=[meeting.key, circulation.number, paper.id]),
    )
