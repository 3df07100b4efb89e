"""An agency's part in an audit: what is due, the task list, checking, signing, taking back, and what was signed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.returns import ReasonForm
from assurance.permissions import requires_somewhere
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, acting, form_page, posted
from audits.forms.answers import SurveyForm
from audits.queries import answers as queries
from audits.queries.audits import participants_answered_by
from audits.queries.sheets import survey_figure, survey_initial, survey_standard
from audits.queries.signed_answers import check_page, signed_version, versions_of
from audits.services import answers as services
from audits.services import signing

ANSWERERS = requires_somewhere(Permission.ANSWER_AUDIT)
EITHER_WAY = require_http_methods(["GET", "POST"])
SIGNED = "Your agency’s answers are submitted."
RECALLED = "The answers are yours to change again. They count as not submitted until you sign them again."


def participant_of(request, pk):
    """The agency's part named in the address, if it is the reader's to write. Raises Http404."""
    return get_object_or_404(participants_answered_by(request.user), pk=pk)


@ANSWERERS
@require_GET
def answer_list(request):
    """The audits one's agency answers in: by when, and whether it has submitted."""
    lists = queries.answer_lists(request.user, timezone.localdate())
    return render(request, "audits/answer_list.html", {"lists": lists})


@ANSWERERS
@require_GET
def participant_detail(request, pk):
    """What the agency has to answer, as a task list; once it is signed, what was signed and what happens next."""
    participant = participant_of(request, pk)
    access = queries.access_of(participant, request.user)
    tasks = None if access.closed else queries.task_list(participant)
    context = {
        "participant": participant,
        "access": access,
        "tasks": tasks,
        "due_words": queries.due_words(participant, timezone.localdate()),
        "versions": versions_of(participant),
        "events": participant.events.select_related("by"),
    }
    return render(request, "audits/participant_detail.html", context)


@ANSWERERS
@require_GET
def participant_check(request, pk):
    """Everything that was written, and every reason why it cannot be signed yet."""
    participant = participant_of(request, pk)
    access, page = queries.access_of(participant, request.user), check_page(participant)
    context = {"participant": participant, "access": access, "page": page}
    return render(request, "audits/participant_check.html", context)


@ANSWERERS
@require_POST
def participant_sign(request, pk):
    """Sign the answers. What stands in the way is said on the page where they are checked."""
    participant = participant_of(request, pk)
    try:
        signing.sign_answers(participant=participant, by=request.user, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("audits:participant_check", pk=pk)
    return redirect("audits:participant_signed", pk=pk)


@ANSWERERS
@require_GET
def participant_signed(request, pk):
    """That the answers are submitted, and what happens next."""
    participant = participant_of(request, pk)
    if not participant.is_signed:
        return redirect("audits:participant_detail", pk=pk)
    access = queries.access_of(participant, request.user)
    return render(request, "audits/participant_signed.html", {"participant": participant, "access": access})


@ANSWERERS
@EITHER_WAY
def participant_recall(request, pk):
    """Take signed answers back, with the reason, until moderation begins."""
    participant = participant_of(request, pk)
    access = queries.access_of(participant, request.user)
    page = FormPage(
        "Take your answers back?",
        reverse("audits:participant_detail", args=[pk]),
        "Back to your answers",
        caption=f"{participant.audit}: {participant.agency}",
        lead="They can be changed again, and count as not submitted until you sign them again. What you signed is "
        "kept. This can be done until moderation begins.",
        problem="" if access.may_recall else signing.TOO_LATE_TO_RECALL,
    )
    form = ReasonForm(posted(request), label="Why do you take them back?", button="Take them back")
    return form_page(request, page, form, acting(signing.recall_answers, request, participant=participant), RECALLED)


@ANSWERERS
@require_GET
def participant_version(request, pk, number):
    """A version the agency signed, word for word."""
    participant = participant_of(request, pk)
    page = signed_version(participant, number)
    if page is None:
        raise Http404("There is no such version.")
    access = queries.access_of(participant, request.user)
    context = {"participant": participant, "page": page, "access": access, "versions": versions_of(participant)}
    return render(request, "audits/participant_version.html", context)


# The staff survey


@ANSWERERS
@EITHER_WAY
def survey_edit(request, pk, standard):
    """What the agency's staff survey found of one standard (R88)."""
    participant = participant_of(request, pk)
    asked = survey_standard(participant, standard)
    if asked is None:
        raise Http404("No survey is asked for here.")
    if request.method == "GET" and (closed := queries.closed_words(participant)):
        messages.error(request, closed)
        return redirect("audits:participant_detail", pk=pk)
    form = SurveyForm(posted(request), initial=survey_initial(participant, standard))
    if form.is_valid() and _survey_saved(request, participant, standard, form):
        messages.success(request, "The figures are saved.")
        return redirect(asked.url)
    page = FormPage("What your staff survey says", asked.url, "Back to the section", caption=asked.text)
    return render(request, page.template, {"form": form, "page": page})


def _survey_saved(request, participant, standard, form):
    figures = dict(form.cleaned_data)
    version = figures.pop("version")
    save = acting(services.save_survey, request, participant=participant, standard=standard)
    try:
        outcome = save(version=version, figures=figures)
    except ValidationError as problem:
        form.add_error(None, problem.messages)
        return False
    if not outcome.saved:
        form.conflicted(outcome.version, queries.figure_words(survey_figure(participant, standard)))
    return outcome.saved
