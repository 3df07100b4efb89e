"""The files of the portal as text, each asked for by somebody who may have it; and what has to happen before some."""

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from assurance.models import Minutes, Theme
from assurance.rules.meetings import MinutesState
from assurance.services import minutes
from assurance.services.returns import submit_return
from audits.models import Audit, FrozenSheet, Participant
from audits.queries.answers import content_for, drafts_of
from audits.queries.signed_answers import words_of
from audits.rules.frozen import write_sheet
from reports.models import Report, ReportRun
from reports.rules.kinds import RULES, About, Kind
from reports.sections import choices
from reports.services.runs import queue_run, request_report
from scrutiny.models import AssessmentDraft
from tests.access.answers import ask
from tests.access.packs import built
from tests.access.table import table
from tests.access.things import NONE_SUCH
from tests.access.world import NOW, World
from tests.factories import audits, scrutiny

# Who is asked to fetch a file, the first who gets it: between them they may have every one.
READERS = ("business_team", "partner_lead", "independent_scrutineer", "system_administrator", "saas_chair")
REPORT = "report "
TAG = re.compile(r"<[^>]*>")
GOT = ("file", "data")


def goes_on(world: World) -> None:
    """What was planted is signed, circulated and published, so that it stands in what is frozen then."""
    team, lead = world.people["business_team"], world.authors["police"]
    submit_return(status_return=world.return_of("police", "draft"), by=lead, now=NOW)
    _minutes_go_out(world, team)
    for audit in Audit.objects.filter(pk=world.things["an audit"]["ours reporting"]["pk"]):
        audits.publish(audit, team)
    _answers_are_signed(world)
    scrutineer = world.people["independent_scrutineer"]
    draft = AssessmentDraft.objects.get(pk=world.things["a draft"]["own scrutiny"]["independent_scrutineer"]["pk"])
    published = {"pk": scrutiny.published(draft, scrutineer).pk}
    world.things["an assessment"] = {"just published": published}
    world.things["an assessment's file"] = {"just published": published | {"suffix": "csv"}}


def _answers_are_signed(world) -> None:
    """What is written on the sheets of an audit in moderation, frozen as signing freezes it."""
    for part in Participant.objects.filter(audit=world.things["an audit"]["ours moderating"]["pk"]):
        words = words_of(part, content_for(part), drafts_of(part))
        for frozen in part.standing.sheets.all():
            FrozenSheet.objects.filter(pk=frozen.pk).update(content=write_sheet(words[frozen.sheet_id]))


def _minutes_go_out(world, team) -> None:
    begun = Minutes.objects.get(meeting__key=world.things["a meeting"]["saas held"]["key"])
    minutes.approve_minutes(minutes=begun, seen=MinutesState.DRAFT, text="By e-mail", by=team, now=NOW)
    minutes.circulate_minutes(minutes=begun, seen=MinutesState.APPROVED, by=team, now=NOW)


class Exports:
    """The files of a world, each fetched once unless something has changed (`again`)."""

    def __init__(self, world: World, clients: dict[str, Client]) -> None:
        self.world, self.clients = world, clients
        self.fetched: dict[str, str] = {}

    def text(self, name: str) -> str:
        """All that stands in the files of one name."""
        if name not in self.fetched:
            self.fetched[name] = self.again(name)
        return self.fetched[name]

    def again(self, name: str) -> str:
        """The same, asked for anew."""
        urls = [self._report(name.removeprefix(REPORT))] if name.startswith(REPORT) else self._urls(name)
        return "\n".join(self._read(choice) for choice in urls)

    def _urls(self, name: str) -> Iterator[list[tuple[str, str]]]:
        """For each thing the addresses at which those ask who have one."""
        kind = table()[name].kind
        for whose in self.world.things[kind]:
            if whose in (NONE_SUCH, "xlsx"):
                continue
            found = [(person, self.world.address(kind, whose, person)) for person in READERS]
            yield [(person, reverse(name, kwargs=address)) for person, address in found if address is not None]

    def _read(self, choices) -> str:
        for person, url in choices:
            answer = ask(self.clients[person], "GET", url)
            if answer.word in GOT:
                return text_of(answer.body)
        return ""

    def _report(self, kind: str):
        run = built(self._run(Kind(kind)))
        return [("business_team", reverse("reports:run_file", kwargs={"pk": run.pk, "suffix": "docx"}))]

    def _run(self, kind: Kind) -> ReportRun:
        """A new run: of the report in which people have written, where there is one of the kind."""
        team, things = self.world.people["business_team"], self.world.things
        key = f"{len(self.fetched) + 1000 * list(Kind).index(kind):032x}"
        asked = {"by": team, "idempotency_key": key, "now": NOW, "sections": [name for name, _ in choices(kind)]}
        if kind == Kind.ANNUAL_SCRUTINY_REPORT:
            report = Report.objects.get(pk=things["a report to write in"]["of saas"]["pk"])
            return queue_run(report=report, **asked)
        about = {
            About.NOTHING: {},
            About.THEME: {"theme": Theme.objects.filter(pk=things["a theme"]["gathering"]["pk"]).first()},
            About.AUDIT: {"audit": Audit.objects.filter(pk=things["an audit"]["ours final"]["pk"]).first()},
            About.SUBJECT: {"subject": "What must be known"},
        }[RULES[kind].about]
        return request_report(kind=kind, period=self.world.periods["draft"], **asked, **about)


def text_of(body: bytes) -> str:
    """What can be read in a file: of a workbook or Word file every part, without its tags."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            names = [name for name in parts.namelist() if name.endswith(".xml")]
            return "\n".join(unescape(TAG.sub(" ", parts.read(name).decode())) for name in names)
    if body.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return body.decode(errors="replace")
