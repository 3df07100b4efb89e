"""The cases of an audit and the agencies it asks, for those who run it; and whether it is ready to launch."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.permissions import requires_somewhere
from assurance.rules.wording import counted
from assurance.views.pages import FormPage, acting, cannot, form_page, posted, table_response
from audits.forms.cases import AgenciesForm, DrawForm, FrameForm, OneAgencyForm, ReplaceForm
from audits.queries import cases as queries
from audits.queries.launch import launch_checks
from audits.rules.audits import AuditKind, AuditState
from audits.rules.cases import REPLACES, CaseState
from audits.services import cases as services
from audits.services.participants import choose_agencies
from audits.views.audits import BACK, RUNS, audit_run_of, page_of

BACK_TO_CASES = "Back to the cases"
HOW_MANY, IN_RESERVE = 5, 3


def audit_with_cases(request, pk):
    """The audit named in the address, for those who run it. Raises Http404 where agencies are graded as a whole."""
    audit = audit_run_of(request, pk)
    if not audit.has_cases:
        raise Http404("This audit has no cases.")
    return audit


def not_planned(audit):
    """Why what was settled before the launch cannot be changed now; blank while it can."""
    return "" if audit.state == AuditState.PLANNED else cannot("audit", audit.get_state_display())


def not_replaceable(audit, case):
    """Why a case cannot be replaced now; blank while it can."""
    if AuditState(audit.state) in REPLACES and case.state == CaseState.DRAWN:
        return ""
    return f"This case is not to be replaced now: it is “{case.get_state_display().lower()}”."


def cases_of(pk):
    """The address of an audit's cases."""
    return reverse("audits:case_list", args=[pk])


@requires_somewhere(*RUNS)
@require_GET
def launch_check(request, pk):
    """What an audit needs before its launch: what is settled, what is missing, and where each is settled."""
    audit = audit_run_of(request, pk)
    is_planned = audit.state == AuditState.PLANNED
    checks = launch_checks(audit, timezone.localdate() if is_planned else None)
    is_ready = not any(check.problems for check in checks)
    context = {"audit": audit, "checks": checks, "is_ready": is_ready, "is_planned": is_planned}
    return render(request, "audits/launch_check.html", context)


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def agency_choose(request, pk):
    """Choose the agencies that are asked to answer: one for a single-agency audit."""
    audit = audit_run_of(request, pk)
    form_class = OneAgencyForm if audit.kind == AuditKind.SINGLE_AGENCY else AgenciesForm
    offered = queries.agencies_offered(audit, timezone.localdate())
    form = form_class(posted(request), offered=offered, chosen=queries.agencies_chosen(audit))
    page = FormPage("The agencies of this audit", page_of(pk), BACK, caption=audit.title, problem=not_planned(audit))
    return form_page(request, page, form, acting(choose_agencies, request, audit=audit), "The agencies are saved.")


@requires_somewhere(*RUNS)
@require_GET
def case_list(request, pk):
    """The frame, the draw with its seed, the cases drawn and in reserve, and how anybody can repeat the draw."""
    audit = audit_with_cases(request, pk)
    return render(request, "audits/case_list.html", {"audit": audit, "shown": queries.case_page(audit)})


@requires_somewhere(*RUNS)
@require_GET
def case_download(request, pk, suffix):
    """The frame with the draw, as a file."""
    audit = audit_with_cases(request, pk)
    table = queries.case_table(audit)
    return table_response(request, suffix, name="cases", title=f"Cases: {audit.title}", table=table)


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def case_frame(request, pk):
    """List every case that could be audited, by reference alone."""
    audit = audit_with_cases(request, pk)
    initial = {"frame": queries.frame_text(audit), "criteria": audit.criteria}
    form = FrameForm(posted(request), state=queries.frame_fingerprint(audit), initial=initial)
    lead = "Cases have been drawn from this frame. If its references change, they have to be drawn again."
    page = FormPage(
        "The sampling frame",
        cases_of(pk),
        BACK_TO_CASES,
        caption=audit.title,
        lead=lead if queries.case_page(audit).draw else "",
        problem=not_planned(audit),
    )
    return form_page(request, page, form, acting(services.set_frame, request, audit=audit), "The frame is saved.")


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def case_draw(request, pk):
    """Draw the cases at random; a new draw takes the place of the last."""
    audit = audit_with_cases(request, pk)
    shown = queries.case_page(audit)
    first = {"number": HOW_MANY, "reserve": IN_RESERVE}
    last = {"number": shown.draw.number, "reserve": shown.draw.reserve} if shown.draw else first
    form = DrawForm(posted(request), initial=last)
    again = " It takes the place of the last draw, which stays recorded." if shown.draw else ""
    page = FormPage(
        "Draw the cases",
        cases_of(pk),
        BACK_TO_CASES,
        caption=audit.title,
        lead=f"They are drawn at random from the {counted(shown.framed, 'case')} in the frame.{again}",
        problem=not_planned(audit) or ("" if shown.framed else "List the cases of the sampling frame first."),
    )
    return form_page(request, page, form, acting(services.draw_cases, request, audit=audit), "The cases are drawn.")


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def case_replace(request, pk, case):
    """Put the next case in reserve in the place of a drawn one, with the reason."""
    audit = audit_with_cases(request, pk)
    found = queries.case_run_by(request.user, pk, case)
    if found is None:
        raise Http404("There is no such case.")
    substitute = queries.next_in_reserve(audit)
    title = f"Replace case {found.reference}" if substitute else f"Take out case {found.reference}"
    page = FormPage(
        title,
        cases_of(pk),
        BACK_TO_CASES,
        caption=audit.title,
        problem=not_replaceable(audit, found),
        template="audits/case_replace.html",
        context={"case": found, "substitute": substitute, "audit": audit},
    )
    done = "The case is replaced." if substitute else "The case is taken out."
    save = acting(services.replace_case, request, case=found)
    return form_page(request, page, ReplaceForm(posted(request), button=title), save, done)
