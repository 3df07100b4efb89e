"""One report: its drafts and versions, and what is done with them from the first draft to the last presentation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.permissions import requires, requires_somewhere
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, acting, form_page, posted
from reports.forms.life import ApprovalForm, IssueForm, PresentationForm, PublishForm, ShowForm, WithdrawForm
from reports.queries.life import audiences_for, issues_visible_to, needs_of, report_page
from reports.queries.publishing import to_look_at_before, to_publish
from reports.queries.runs import reports_visible_to, runs_visible_to
from reports.rules.life import Edition
from reports.services import issues as services
from reports.services import publishing
from reports.services.recommendations import changed_since
from reports.services.runs import cancel_run
from reports.tasks import send_run
from reports.views.narratives import parts_of, texts_of

READERS = (Permission.READ_PACK, Permission.BUILD_PACK)
BUILDS = Permission.BUILD_PACK


def draft_of(request, pk):
    """The run named in the address. Raises Http404."""
    return get_object_or_404(runs_visible_to(request.user), pk=pk)


def page_of(title, report, **words):
    """A form's page that leads back to the report."""
    back = reverse("reports:report_detail", args=[report.pk])
    return FormPage(title, back, "Back to the report", caption=str(report), **words)


def draft_problem(run):
    """Why nothing can be done with a run; blank for a finished draft."""
    return "" if run.is_draft and run.is_done else services.NOT_A_DRAFT


def needed_by(run):
    """What a finished draft still needs before it can be issued, a sentence each."""
    return tuple(filter(None, (*needs_of(run), changed_since(run.report, run.snapshot))))


@requires_somewhere(*READERS)
@require_GET
def report_detail(request, pk):
    """A report with its drafts and versions, as far as one may see them."""
    report = get_object_or_404(reports_visible_to(request.user), pk=pk)
    page = report_page(report, request.user, timezone.localdate())
    texts = texts_of(request, report)
    needed = needed_by(page.to_issue) if page.may_build and page.to_issue else ()
    context = {"page": page, "report": report, "needed": needed, "texts": texts, "parts": parts_of(texts)}
    return render(request, "reports/report_detail.html", context)


@requires(BUILDS)
@require_http_methods(["GET", "POST"])
def issue(request, pk):
    """Issue a draft as the next version."""
    run = draft_of(request, pk)
    number = run.report.issues.count() + 1
    problem = draft_problem(run)
    needed = () if problem else needed_by(run)
    page = page_of(
        f"Issue version {number}",
        run.report,
        problem=problem,
        template="reports/issue_form.html",
        context={"needed": needed, "run": run, "to_look_at": [] if problem else to_look_at_before(run)},
    )

    def save(**said):
        issued = acting(services.issue_report, request, run=run)(**said)
        send_run(issued.runs.latest("created_at"))

    form = IssueForm(posted(request), number=number)
    return form_page(request, page, form, save, f"Version {number} is issued. Its file is being built.")


@requires(BUILDS)
@require_http_methods(["GET", "POST"])
def show_draft(request, pk):
    """Show a draft to an audience."""
    run = draft_of(request, pk)
    form = ShowForm(posted(request), audiences=audiences_for(run))
    problem = draft_problem(run) or ("" if audiences_for(run) else "Everybody who may has been shown this draft.")
    page = page_of("Show this draft", run.report, problem=problem)
    save = acting(services.show_draft, request, run=run)
    return form_page(request, page, form, save, "They can read the draft now, and are told.")


@requires(BUILDS)
@require_http_methods(["GET", "POST"])
def approve(request, pk):
    """Record that a draft was approved."""
    run = draft_of(request, pk)
    page = page_of("Record an approval", run.report, problem=draft_problem(run))
    save = acting(services.record_approval, request, run=run)
    return form_page(request, page, ApprovalForm(posted(request)), save, "The approval is recorded.")


@requires(BUILDS)
@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    """Withdraw an issued version."""
    version = get_object_or_404(issues_visible_to(request.user), pk=pk)
    problem = "This version is withdrawn already." if version.is_withdrawn else ""
    page = page_of(f"Withdraw version {version.number}", version.report, problem=problem)
    save = acting(services.withdraw_issue, request, issue=version)
    return form_page(request, page, WithdrawForm(posted(request)), save, f"Version {version.number} is withdrawn.")


@requires(BUILDS)
@require_http_methods(["GET", "POST"])
def present(request, pk):
    """Record that an issued version was presented to a body."""
    version = get_object_or_404(issues_visible_to(request.user), pk=pk)
    page = page_of(f"Record a presentation of version {version.number}", version.report)
    save = acting(services.record_presentation, request, issue=version)
    return form_page(request, page, PresentationForm(posted(request)), save, "The presentation is recorded.")


@requires(BUILDS)
@require_http_methods(["GET", "POST"])
def publish(request, pk):
    """Read what the public edition of a version will hold and leave out, and have it made."""
    version = get_object_or_404(issues_visible_to(request.user), pk=pk)
    problem = publishing.problem_publishing(version, timezone.localdate())
    page = page_of(
        f"Publish version {version.number}",
        version.report,
        problem=problem,
        template="reports/publish_form.html",
        context={"shown": None if problem else to_publish(version.snapshot)},
    )

    def save(**said):
        send_run(acting(publishing.publish_issue, request, issue=version)(**said))

    done = f"The public edition of version {version.number} is being built."
    return form_page(request, page, PublishForm(posted(request)), save, done)


@requires(BUILDS)
@require_POST
def build_again(request, pk):
    """Have the file of a version, or its public edition, built once more, and go where one can watch it."""
    version = get_object_or_404(issues_visible_to(request.user), pk=pk)
    edition = Edition.PUBLIC if request.POST.get("edition") == Edition.PUBLIC else Edition.ISSUED
    try:
        run = services.build_again(issue=version, by=request.user, now=timezone.now(), edition=edition)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("reports:report_detail", pk=version.report_id)
    send_run(run)
    return redirect("reports:run_detail", pk=run.pk)


@requires_somewhere(*READERS)
@require_GET
def issue_detail(request, pk):
    """What differs in an issued version from the one before, and for the Business Team who has read it."""
    version = get_object_or_404(issues_visible_to(request.user), pk=pk)
    page = report_page(version.report, request.user, timezone.localdate())
    issued = next(one for one in page.issued if one.issue == version)
    return render(request, "reports/issue_detail.html", {"one": issued, "report": version.report, "page": page})


@requires(BUILDS)
@require_POST
def cancel(request, pk):
    """Stop a run that waits or is being built."""
    run = draft_of(request, pk)
    try:
        cancel_run(run=run, by=request.user, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("reports:run_detail", pk=run.pk)
