"""The minutes of a meeting as an accessible PDF, made when it is asked for from what was frozen (R28; trust: "PDF")."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string

from assurance.models import Circulation, Meeting, PartnershipGroup, User
from assurance.queries.minutes_content import frozen
from assurance.rules.canonical import sha256_of
from assurance.rules.minutes import FrozenMinutes, read_minutes
from assurance.rules.wording import LONDON, date_time_words, local_date
from assurance.services import activity
from reports.pdf.render import render_pdf
from reports.sections import CLASSIFICATION

TEMPLATE = "reports/pdf/minutes.html"


@dataclass(frozen=True)
class MinutesFile:
    """The PDF and the name under which it is kept."""

    content: bytes
    name: str


@transaction.atomic
def circulated_minutes_pdf(*, circulation: Circulation, by: User, now: datetime) -> MinutesFile:
    """The minutes as one circulation froze them: the same circulation gives the same bytes at any time."""
    minutes = read_minutes(circulation.content)
    note = f"Circulated {date_time_words(circulation.at)}, version {circulation.number}. SHA-256 {circulation.sha256}"
    file = _file(minutes, issued_at=circulation.at, note=note)
    detail = {"version": circulation.number, "sha256": sha256_of(file.content)}
    activity.record(actor=by, action="minutes.download", subject=circulation, detail=detail, now=now)
    return file


@transaction.atomic
def draft_minutes_pdf(*, meeting: Meeting, by: User, now: datetime) -> MinutesFile:
    """The minutes as they are now, for those who prepare the meeting; a draft says so on every page (R28)."""
    minutes = frozen(meeting)
    state = "Draft: not approved by the chair" if minutes.is_draft else "Approved, and not yet circulated"
    file = _file(minutes, issued_at=now.replace(microsecond=0), note=f"{state}. As of {date_time_words(now)}.")
    detail = {"version": 0, "sha256": sha256_of(file.content)}
    activity.record(actor=by, action="minutes.download", subject=meeting, detail=detail, now=now)
    return file


def minutes_html(minutes: FrozenMinutes, *, issued_at: datetime, note: str) -> str:
    """The print document of minutes, from their content alone."""
    partnership = PartnershipGroup.objects.get(level=PartnershipGroup.Level.PARTNERSHIP)
    report = {
        "title": "DRAFT minutes" if minutes.is_draft else "Minutes",
        "partnership": partnership.name_on(local_date(datetime.fromisoformat(minutes.starts_at))),
        "period": minutes.subject,
        "classification": CLASSIFICATION,
        "issued_at": issued_at.astimezone(LONDON).replace(microsecond=0).isoformat(),
        "subject": f"Minutes of {minutes.subject}",
    }
    return render_to_string(TEMPLATE, {"report": report, "minutes": minutes, "note": note})


def _file(minutes: FrozenMinutes, *, issued_at: datetime, note: str) -> MinutesFile:
    draft = "draft-" if minutes.is_draft else ""
    day = local_date(datetime.fromisoformat(minutes.starts_at))
    content = render_pdf(minutes_html(minutes, issued_at=issued_at, note=note))
    return MinutesFile(content, f"{draft}minutes-{day.isoformat()}.pdf")
