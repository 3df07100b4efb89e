"""From a draft to a record: checked by its authors, parts shared for accuracy, agreed by the partners, published."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.permissions import requires_somewhere
from assurance.rules.canonical import sha256_of
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, acting, form_page, posted
from scrutiny.forms.publishing import AgreeForm, CommentForm, SeenDraftForm, ShareForm
from scrutiny.queries import publishing as queries
from scrutiny.queries.doubts import doubts_of
from scrutiny.queries.scope import open_drafts_of
from scrutiny.rules.assessments import AssessmentKind
from scrutiny.rules.frozen import read_assessment, write_assessment
from scrutiny.services import publishing as services

AUTHORS = requires_somewhere(Permission.SCRUTINISE, Permission.SELF_ASSESS)
EITHER_WAY = require_http_methods(["GET", "POST"])


def draft_of(request, pk):
    """The draft in the address, if the reader writes in it. Raises Http404: for others it does not exist."""
    return get_object_or_404(open_drafts_of(request.user), pk=pk)


def _page(draft, title, **words):
    return FormPage(title, reverse("scrutiny:draft_check", args=[draft.pk]), caption=draft.title, **words)


@AUTHORS
@require_GET
def draft_check(request, pk):
    """The whole draft as it would be published, what still stands in the way, and what may be done with it."""
    draft = draft_of(request, pk)
    words = queries.words_of_draft(draft)
    stamp = sha256_of(write_assessment(words))
    context = {
        "draft": draft,
        "words": words,
        "problems": queries.publishing_problems(draft, words, stamp),
        "doubts": doubts_of(draft, words),
        "checks": queries.checks_of(draft),
        "open_check": queries.open_check(draft),
        "is_scrutiny": draft.kind == AssessmentKind.SCRUTINY,
        "signs_for": queries.signs_for(request.user) if draft.kind == AssessmentKind.JOINT else (),
        "agreed": queries.agreed_by(draft, stamp),
        "partners": queries.partners() if draft.kind == AssessmentKind.JOINT else (),
        "may_publish": queries.may_publish(request.user, draft),
    }
    return render(request, "scrutiny/draft_check.html", context)


@AUTHORS
@EITHER_WAY
def draft_share(request, pk):
    """Share chosen answers with the three partners to be checked for accuracy."""
    draft = draft_of(request, pk)
    if draft.kind != AssessmentKind.SCRUTINY:
        raise Http404("A self-assessment is not shared to be checked.")
    form = ShareForm(posted(request), answers=queries.words_of_draft(draft).answers)
    lead = "The partners’ leads read these answers as they are now, and nothing else of your draft."
    save = acting(services.share_parts, request, draft=draft)
    page = _page(draft, "Share answers to be checked for accuracy", lead=lead)
    return form_page(request, page, form, save, "The answers are shared. The partners’ leads have been told.")


@AUTHORS
@require_POST
def draft_close_check(request, pk):
    """End the accuracy check."""
    draft = draft_of(request, pk)
    try:
        services.close_check(draft=draft, by=request.user, now=timezone.now())
        messages.success(request, "The check is closed. You can go on writing, and publish.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("scrutiny:draft_check", pk=pk)


@AUTHORS
@EITHER_WAY
def draft_agree(request, pk):
    """Agree for one partner to a joint self-assessment as it stands."""
    draft = draft_of(request, pk)
    agencies = queries.signs_for(request.user)
    if draft.kind != AssessmentKind.JOINT or not agencies:
        raise Http404("There is nothing to agree to.")
    form = AgreeForm(posted(request), stamp=queries.stamp_of_draft(draft), agencies=agencies)
    lead = "Whatever is written from now on has to be agreed to again."
    save = acting(services.agree_to, request, draft=draft)
    return form_page(request, _page(draft, "Agree to it as it stands", lead=lead), form, save, "It is recorded.")


@AUTHORS
@EITHER_WAY
def draft_publish(request, pk):
    """Publish the draft as it was read: frozen, for its readers, its actions in the tracker."""
    draft = draft_of(request, pk)
    if not queries.may_publish(request.user, draft):
        raise Http404("There is nothing to publish.")
    form = SeenDraftForm(posted(request), stamp=queries.stamp_of_draft(draft), button="Publish it now")
    lead = f"It cannot be changed afterwards. It will be read by: {draft.get_readers_display()}."
    save = acting(services.publish_draft, request, draft=draft)
    page = _page(draft, "Publish this assessment", lead=lead)
    return form_page(
        request,
        page,
        form,
        save,
        "It is published.",
        to=lambda made: reverse("scrutiny:assessment_detail", args=[made.pk]),
    )


@requires_somewhere(Permission.SIGN_ASSESSMENT)
@require_GET
def check_list(request):
    """What is shared with the partners to be checked for accuracy today."""
    checks = queries.check_rows(request.user, timezone.localdate())
    return render(request, "scrutiny/check_list.html", {"checks": checks})


@requires_somewhere(Permission.SIGN_ASSESSMENT)
@require_GET
def check_detail(request, pk):
    """The shared answers, each with what one's own partners have said of it."""
    check = _check(request, pk)
    agencies = queries.signs_for(request.user)
    words = read_assessment(check.content)
    said = check.comments.filter(agency__in=agencies).select_related("agency", "by")
    answers = [(one, [each for each in said if str(each.question) == one.question]) for one in words.answers]
    return render(request, "scrutiny/check_detail.html", {"check": check, "words": words, "answers": answers})


@requires_somewhere(Permission.SIGN_ASSESSMENT)
@EITHER_WAY
def check_comment(request, pk, question):
    """Say what is not accurate in one shared answer."""
    check = _check(request, pk)
    answer = read_assessment(check.content).answer_to(str(question))
    if answer is None:
        raise Http404("That answer was not shared.")
    form = CommentForm(posted(request), agencies=queries.signs_for(request.user))
    save = acting(services.comment_on, request, check=check, question=question)
    page = FormPage(
        f"Comment on the accuracy of {answer.number}",
        reverse("scrutiny:check_detail", args=[pk]),
        caption=answer.text,
        lead=answer.rationale,
    )
    return form_page(request, page, form, save, "The comment is sent to the scrutineer.")


def _check(request, pk):
    check = queries.check_open_to(request.user, pk, timezone.localdate())
    if check is None:
        raise Http404("There is no such check.")
    return check
