"""An audit's team with its training, and the meetings its findings go to."""

from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assurance.permissions import requires_somewhere
from assurance.views.pages import FormPage, acting, cannot, form_page, posted
from audits.forms.team import JoinForm, RoutingForm, TrainingForm
from audits.queries import offers
from audits.rules.audits import AuditState
from audits.rules.programme import may_change_team
from audits.services import routings
from audits.services import team as services
from audits.views.audits import BACK, RUNS, answered, audit_run_of, found_or_404, page_of


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def team_join(request, pk):
    """Somebody joins the team."""
    audit = audit_run_of(request, pk)
    form = JoinForm(posted(request), candidates=offers.candidates(audit, timezone.localdate()))
    page = FormPage(
        "Add somebody to the team",
        page_of(pk),
        BACK,
        caption=audit.title,
        lead="From moderation on the team reads every agency’s answers side by side. Until then nobody does.",
        problem=_problem(audit),
    )
    save = acting(services.join_team, request, audit=audit)
    return form_page(request, page, form, save, "They are on the team, and have been told.")


@requires_somewhere(*RUNS)
@require_POST
def team_leave(request, pk, member):
    """Somebody leaves the team today."""
    found = found_or_404(offers.team_member_of(audit_run_of(request, pk), member))
    return answered(request, pk, f"{found.person} has left the team.", services.leave_team, member=found)


@requires_somewhere(*RUNS)
@require_POST
def team_lead(request, pk, member):
    """Somebody on the team leads the audit, or no longer."""
    found = found_or_404(offers.team_member_of(audit_run_of(request, pk), member))
    is_lead = request.POST.get("leads") == "yes"
    done = f"{found.person} leads this audit." if is_lead else f"{found.person} no longer leads this audit."
    return answered(request, pk, done, services.set_lead, member=found, is_lead=is_lead)


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def training_record(request, pk, member):
    """Record training that somebody on the team has had."""
    found = found_or_404(offers.team_member_of(audit_run_of(request, pk), member))
    page = FormPage(
        "Record training",
        page_of(pk),
        BACK,
        caption=str(found.person),
        lead="Training stays with the person for every audit. A record cannot be changed afterwards.",
    )
    save = acting(services.record_training, request, member=found)
    return form_page(request, page, TrainingForm(posted(request)), save, "The training is recorded.")


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def routing_add(request, pk):
    """Send the findings to a meeting."""
    return _route(request, audit_run_of(request, pk))


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def routing_change(request, pk, routing):
    """Change the meeting the findings go to: its day has moved, or it is in the calendar by now."""
    audit = audit_run_of(request, pk)
    return _route(request, audit, found_or_404(offers.routing_of(audit, routing)))


def _route(request, audit, routing=None):
    today = timezone.localdate()
    form = RoutingForm(
        posted(request),
        meetings=offers.meetings_to_route_to(request.user, today, routing),
        groups=offers.groups_to_route_to(today, routing),
        initial=_first_values(routing) if routing else {},
        button="Save" if routing else "Send the findings there",
    )
    page = FormPage(
        "Change where the findings go" if routing else "Send the findings to a meeting",
        page_of(audit.pk),
        BACK,
        caption=audit.title,
        problem=_problem(audit),
    )
    save = acting(routings.route_findings, request, audit=audit, routing=routing)
    return form_page(request, page, form, save, "Where the findings go is saved.")


@requires_somewhere(*RUNS)
@require_POST
def routing_remove(request, pk, routing):
    """Take a meeting out."""
    found = found_or_404(offers.routing_of(audit_run_of(request, pk), routing))
    return answered(request, pk, "The meeting is taken out.", routings.remove_routing, routing=found)


def _first_values(routing):
    """What the form of a routing begins with: its meeting of the calendar, or its group and day."""
    if routing.meeting:
        return {"meeting": routing.meeting.key, "purpose": routing.purpose}
    return {"group": routing.group.slug, "on": routing.on, "purpose": routing.purpose}


def _problem(audit):
    return "" if may_change_team(AuditState(audit.state)) else cannot("audit", audit.get_state_display())
