"""Whether an audit is ready to launch: what is settled, what is missing, and where each is settled (R111, R116)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from assurance.models import User
from assurance.permissions import people_who_may
from assurance.rules.roles import Permission
from assurance.rules.wording import counted, date_words
from audits.models import Audit, AuditTeamMember, Participant
from audits.queries.audits import runs
from audits.queries.links import HubLink
from audits.queries.tools import tool_content
from audits.rules.audits import AuditKind, AuditState
from audits.rules.cases import CaseState
from audits.rules.tool_content import ToolContent, asked_of
from audits.rules.tool_problems import problems_of_tool

DUE_HAS_PASSED = "The day the answers are due has passed. Choose another before the launch."


@dataclass(frozen=True)
class Check:
    """
    One thing an audit needs before its launch.

    `settled` says what is decided so far, `problems` what is missing, a sentence each; `notes` are worth a second
    thought and keep nothing from going ahead. `url` is where it is settled, `ask` what one does there.
    """

    title: str
    settled: str
    url: str
    ask: str
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def launch_checks(audit: Audit, today: date | None = None, *, notes: bool = True) -> list[Check]:
    """
    Everything an audit needs before its launch.

    Without `today` its dates are not held against the calendar; without `notes` nobody asks who has an account.
    """
    participants = list(audit.participants.select_related("agency"))
    content = tool_content(audit.tool) if audit.tool else None
    return [
        _tool(audit, content),
        _agencies(audit, participants, content, notes=notes),
        *([_cases(audit)] if audit.has_cases else []),
        _people(audit),
        _dates(audit, today),
    ]


def launch_problems(audit: Audit) -> list[str]:
    """What is missing, a sentence each; empty when the audit can be launched."""
    return [problem for check in launch_checks(audit, notes=False) for problem in check.problems]


def _tool(audit: Audit, content: ToolContent | None) -> Check:
    if audit.tool is None or content is None:
        url = reverse("audits:audit_change", args=[audit.pk])
        return Check("Tool", "", url, "Choose a tool", ("No tool is chosen yet.",))
    questions = counted(len(content.questions), "question")
    url = reverse("audits:tool_version", args=[audit.tool.pk])
    return Check("Tool", f"{audit.tool}: {questions}", url, "Read the tool", tuple(problems_of_tool(content)))


def _agencies(audit: Audit, participants: list[Participant], content: ToolContent | None, *, notes: bool) -> Check:
    names = ", ".join(one.agency.name for one in participants)
    problems = [] if participants else ["No agency is chosen yet."]
    if audit.kind == AuditKind.SINGLE_AGENCY and len(participants) > 1:
        problems.append("A single-agency audit is of one agency. Choose which.")
    if content:
        problems += [
            f"The tool asks {one.agency.name} nothing. Leave it out, or change the tool."
            for one in participants
            if content.questions and not asked_of(content, one.agency.slug).questions
        ]
    said = [
        f"Nobody has an account with which to sign for {one.agency.name} yet."
        for one in participants
        if notes and not people_who_may(Permission.SIGN_AUDIT, one.agency).exists()
    ]
    url = reverse("audits:agency_choose", args=[audit.pk])
    return Check("Agencies", names, url, "Choose the agencies", tuple(problems), tuple(said))


def _cases(audit: Audit) -> Check:
    states = audit.cases.aggregate(
        frame=Count("pk"), drawn=Count("pk", Q(state=CaseState.DRAWN)), reserve=Count("pk", Q(state=CaseState.RESERVE))
    )
    url = reverse("audits:case_list", args=[audit.pk])
    if not states["drawn"]:
        missing = "The cases are not drawn yet." if states["frame"] else "No sampling frame is listed yet."
        return Check("Cases", "", url, "List and draw the cases", (missing,))
    words = f"{counted(states['drawn'], 'case')} drawn from {states['frame']:,}, {states['reserve']} in reserve"
    notes = () if audit.criteria.strip() else ("It is not written down which cases belong in the sampling frame.",)
    return Check("Cases", words, url, "See the cases", (), notes)


def _people(audit: Audit) -> Check:
    url = f"{reverse('audits:audit_detail', args=[audit.pk])}#team"
    team = AuditTeamMember.objects.filter(audit=audit, left_on=None)
    number, leads = team.count(), team.filter(is_lead=True).count()
    lead, people = audit.lead.strip(), counted(number, "person", "people")
    words = "; ".join(filter(None, (lead and f"{lead} leads", f"{people} on the team" if number else "")))
    if not audit.lead.strip() and not leads:
        return Check("Lead and team", words, url, "Put somebody on the team", ("Nobody leads it yet.",))
    notes = () if number else ("Nobody is on its team yet, so the Business Team would moderate it alone.",)
    return Check("Lead and team", words, url, "See the team", (), notes)


def _dates(audit: Audit, today: date | None) -> Check:
    words = (
        f"Answers due {date_words(audit.answers_due_on)}, moderation {date_words(audit.moderation_on)}, "
        f"report due {date_words(audit.report_due_on)}"
    )
    late = today is not None and audit.answers_due_on < today
    url = reverse("audits:audit_change", args=[audit.pk])
    return Check("Dates", words, url, "Change the dates", (DUE_HAS_PASSED,) if late else ())


def launch_link(audit: Audit, user: User) -> HubLink | None:
    """The page that checks a planned audit, for those who run it."""
    if audit.state != AuditState.PLANNED or not runs(user, audit):
        return None
    url = reverse("audits:launch_check", args=[audit.pk])
    return HubLink("Ready to launch?", url, "What is settled, and what is still missing")
