"""
Through which channels a draft could become known, one by one: none of them carries a word, a key or a number of it.

Each is shown to carry what its readers may know, or it would prove nothing (R130; trust.md 2, 3).
"""

import io
import re
import uuid
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
import structlog
from django.core import mail
from django.db import models
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from assurance.models import ActivityEntry, Notice
from assurance.permissions import sync_everyone
from assurance.queries.notices import notices_to_mail
from assurance.rules.roles import Role
from assurance.services.calendar_feeds import make_feed, read_feed
from assurance.services.notices import mail_notice
from reports.models import ReportRun, ReportSnapshot
from scrutiny.models import (
    AssessmentDraft,
    DraftAction,
    DraftAnswer,
    DraftEvidence,
    LogEntry,
)
from scrutiny.queries.evidence import evidence_found
from scrutiny.queries.publishing import words_of_draft
from scrutiny.services.drafts import drop_draft
from scrutiny.services.publishing import share_parts
from tests.access.packs import pack_asked_for
from tests.factories.assurance import AgencyFactory, ReportingPeriodFactory, person_with
from tests.factories.items import ToolFactory
from tests.factories.meetings import a_meeting
from tests.factories.scrutiny import NOW, TODAY, a_draft, a_scrutineer, answered, published

pytestmark = pytest.mark.django_db
SECRET, KNOWN = "Cormorant", "Kingfisher"
OUTSIDERS = {
    "team": Role.BUSINESS_TEAM,
    "chair": Role.SAAS_CHAIR,
    "board": Role.BOARD_MEMBER,
    "inspector": Role.INSPECTOR,
    "other": Role.INDEPENDENT_SCRUTINEER,
}
HEAD = ("title", "capacity", "scope", "purpose", "summary")
ANSWER = ("rationale", "outcome", "children", "families", "practitioners")
PIECES = {DraftEvidence: ("words", "source", "address"), DraftAction: ("title", "outcome", "owner")}


def written(draft, holder, word):
    """A draft that lacks nothing, with this word in everything that can be written in it."""
    answered(draft, holder=holder)
    AssessmentDraft.objects.filter(pk=draft.pk).update(**{name: f"{word} {name}" for name in HEAD})
    DraftAnswer.objects.filter(draft=draft).update(**{name: f"{word} {name}" for name in ANSWER})
    for model, names in PIECES.items():
        model.objects.filter(answer__draft=draft).update(**{name: f"{word} {name}" for name in names})
    draft.refresh_from_db()
    return draft


@pytest.fixture
def world(request):
    """One assessment that everybody reads; beside it what nobody but its author may know of, in every state."""
    found = SimpleNamespace(author=a_scrutineer(), police=AgencyFactory(category="police"))
    found.lead = person_with(Role.PARTNER_LEAD, agency=found.police)
    for name, role in OUTSIDERS.items():
        setattr(found, name, person_with(role))
    ToolFactory(slug="independent-scrutiny")
    found.meeting = a_meeting()
    open_one = written(a_draft(found.author, readers="partnership"), found.police, KNOWN)
    found.assessment = published(open_one)
    entry = {"kind": "meeting", "on": TODAY, "author": found.author, "meeting": found.meeting}
    LogEntry.objects.create(title=f"{KNOWN} visit", learned=KNOWN, shared_at=NOW, **entry)
    found.run = pack_asked_for(ReportingPeriodFactory(), found.team, "e" * 32)
    sync_everyone(today=TODAY)
    found.before = counted(found) if "counted" in request.node.name else []
    found.draft = written(a_draft(found.author), found.police, SECRET)
    dropped = written(a_draft(found.author), found.police, SECRET)
    drop_draft(draft=dropped, by=found.author, now=NOW)
    LogEntry.objects.create(title=f"{SECRET} visit", learned=SECRET, **entry)
    checked = written(a_draft(found.author), found.police, SECRET)
    AssessmentDraft.objects.filter(pk=checked.pk).update(title="Shared", capacity="C", scope="S", purpose="P")
    first = words_of_draft(checked).answers[0].question
    DraftAnswer.objects.filter(draft=checked, question__identity=first).update(**dict.fromkeys(ANSWER, "Shared"))
    DraftEvidence.objects.filter(answer__draft=checked, answer__question__identity=first).delete()
    checked.refresh_from_db()
    found.check = share_parts(draft=checked, questions=[first], closes_on=TODAY, by=found.author, now=NOW)
    found.drafts = [found.draft, dropped, checked]
    return found


def get(person, name, *args, **query):
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client.get(reverse(name, args=args), query)


def counted(world):
    """The pages that count things, for everybody outside, without what is another each time."""
    pages = ("scrutiny:assessment_list", "scrutiny:recommendation_list", "scrutiny:coverage", "scrutiny:log_list")
    texts = [get(getattr(world, who), name).content.decode() for who in OUTSIDERS for name in pages]
    return [re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text) for text in texts]


def everywhere(world, name, *args, **query):
    """What everybody outside is answered, as text."""
    return " ".join(get(getattr(world, who), name, *args, **query).content.decode() for who in OUTSIDERS)


# The channels: what each carries to whoever is outside


def page(world):
    drafts = [everywhere(world, "scrutiny:draft_detail", draft.pk) for draft in world.drafts]
    return everywhere(world, "scrutiny:assessment_detail", world.assessment.pk) + " ".join(drafts)


def listed(world):
    return everywhere(world, "scrutiny:assessment_list") + everywhere(world, "scrutiny:draft_list")


def first_page(world):
    return get(world.lead, "home").content.decode() + everywhere(world, "home")


def tracker(world):
    return everywhere(world, "assurance:action_list")


def items(world):
    return everywhere(world, "assurance:item_list")


def search(world):
    found = [shelf for word in (SECRET, KNOWN) for shelf in evidence_found(world.other, word, today=TODAY)]
    return " ".join(offer.words for shelf in found for offer in shelf.offers)


FILES = {
    "scrutiny:assessment_download": (),
    "scrutiny:recommendation_download": (),
    "scrutiny:coverage_download": (),
    "scrutiny:log_download": (),
}


def csv_files(world):
    return " ".join(everywhere(world, name, "csv") for name in FILES)


def workbooks(world):
    answers = [get(getattr(world, who), name, "xlsx") for who in OUTSIDERS for name in FILES]
    sheets = [sheet for one in answers for sheet in load_workbook(io.BytesIO(one.content), read_only=True)]
    return " ".join(str(cell) for sheet in sheets for row in sheet.values for cell in row)


def pdf_files(world):
    answer = get(world.chair, "reports:assessment_pdf", world.assessment.pk)
    return " ".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages)


def mails(world):
    mail.outbox.clear()
    for key in notices_to_mail():
        mail_notice(notice_id=key, now=NOW)
    return " ".join(one.message().as_string() for one in mail.outbox)


def calendar(world):
    return read_feed(secret=make_feed(by=world.chair, now=NOW), now=NOW).decode()


def notices(world):
    return " ".join(f"{one.text} {one.url}" for one in Notice.objects.exclude(person=world.author))


def activity_log(world):
    rows = [" ".join(map(str, row)) for row in ActivityEntry.objects.values_list()]
    return " ".join(rows) + get(world.inspector, "assurance:activity_list").content.decode()


def request_log(world):
    with structlog.testing.capture_logs() as lines:
        for draft in world.drafts:
            get(world.author, "scrutiny:draft_detail", draft.pk)
            get(world.author, "scrutiny:question_edit", draft.pk, 1)
        get(world.author, "scrutiny:assessment_detail", world.assessment.pk)
    return " ".join(map(str, lines))


def jobs(world):
    rows = [*ReportRun.objects.values_list(), *ReportSnapshot.objects.values_list()]
    return " ".join(str(cell) for row in rows for cell in row)


def file_names(world):
    answers = [get(getattr(world, who), name, "csv") for who in OUTSIDERS for name in FILES]
    answers.append(get(world.chair, "reports:assessment_pdf", world.assessment.pk))
    return " ".join(one["Content-Disposition"] for one in answers)


def headers(world):
    """Of what is refused, and of the author's own page, which no cache may keep."""
    own = get(world.author, "scrutiny:draft_detail", world.draft.pk)
    refused = [get(world.team, "scrutiny:draft_detail", one.pk) for one in world.drafts]
    return " ".join(f"{name}: {value}" for answer in (own, *refused) for name, value in answer.headers.items())


@dataclass(frozen=True)
class Channel:
    """A channel, and what its readers may find there of the assessment that is published."""

    read: object
    shows: object


def known(world):
    return KNOWN


CHANNELS = {
    "page": Channel(page, known),
    "list": Channel(listed, known),
    "first page": Channel(first_page, known),
    "tracker of actions": Channel(tracker, known),
    "items of assurance": Channel(items, known),
    "search": Channel(search, known),
    "CSV": Channel(csv_files, known),
    "XLSX": Channel(workbooks, known),
    "PDF": Channel(pdf_files, known),
    "mail": Channel(mails, lambda world: "waits for your response"),
    "calendar": Channel(calendar, lambda world: "BEGIN:VEVENT"),
    "notice": Channel(notices, lambda world: f"/scrutiny/recommendations/{world.assessment.recommendations.get().pk}/"),
    "activity log": Channel(activity_log, lambda world: str(world.assessment.pk)),
    "request log": Channel(request_log, lambda world: f"/scrutiny/assessments/{world.assessment.pk}/"),
    "job arguments": Channel(jobs, lambda world: str(world.run.pk)),
    "file name": Channel(file_names, lambda world: "assessment-2026-11-02.pdf"),
    "cache header": Channel(headers, lambda world: "no-store"),
}


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_carries_what_is_published_and_nothing_of_a_draft(world, name):
    channel = CHANNELS[name]
    carried = channel.read(world)
    assert channel.shows(world) in carried, f"{name} shows nothing, so that it proves nothing"
    assert SECRET not in carried
    assert not [draft.pk for draft in world.drafts if str(draft.pk) in carried]


def test_nothing_that_is_counted_counts_a_draft(world):
    assert counted(world) == world.before
    assert "1 assessment" in world.before[0]
    published(world.draft)
    assert counted(world) != world.before


def test_what_is_refused_is_the_same_whether_there_is_a_draft_or_not(world):
    for who in OUTSIDERS:
        there, absent = (
            get(getattr(world, who), "scrutiny:draft_detail", key) for key in (world.draft.pk, uuid.uuid4())
        )
        assert there.status_code == absent.status_code == 404
        assert there.headers.keys() == absent.headers.keys()
        assert len(there.content) == len(absent.content)


def test_every_field_of_a_draft_that_can_be_written_holds_the_word(world):
    """Or a channel could carry one that none of these tests looks for. A new field has to be filled above."""
    answers = DraftAnswer.objects.filter(draft=world.draft)
    rows = [world.draft, *answers, *DraftEvidence.objects.filter(answer__in=answers)]
    for row in [*rows, *DraftAction.objects.filter(answer__in=answers)]:
        prose = [one for one in row._meta.fields if isinstance(one, models.CharField | models.TextField)]
        for field in prose:
            if not field.choices:
                assert SECRET in getattr(row, field.name), f"{row._meta.label}.{field.name}"
