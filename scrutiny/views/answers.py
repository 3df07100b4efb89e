"""One question a page: its answer, which saves itself, its evidence and its actions; for a draft's authors alone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assurance.permissions import open_to_signed_in
from assurance.views.autosave import can_save, is_autosave, not_saved, saved_answer, unreadable
from assurance.views.pages import FormPage, acting, form_page, posted
from indicators.queries.moments import meetings_to_look_back_to
from scrutiny.forms.answers import AnswerForm, DraftActionForm, EvidenceForm, EvidenceSearchForm
from scrutiny.queries import answers as queries
from scrutiny.queries.drafts import is_open
from scrutiny.queries.evidence import evidence_found
from scrutiny.rules.assessments import AssessmentKind
from scrutiny.services import answers as services
from scrutiny.views.drafts import CLOSED, EITHER_WAY, draft_of

# The heading that one comes to, so that a keyboard goes on from there.
QUESTION, EVIDENCE, ACTIONS, OVERVIEW = "#question", "#evidence", "#actions", "#overview"


def page_of(request, pk, place):
    """The draft of the address, and its question at this place with all that stands beside it. Raises Http404."""
    draft = draft_of(request, pk)
    page = queries.question_page(draft, place, request.user)
    if page is None:
        raise Http404("There is no such question.")
    return draft, page


def open_answer(request, pk, place):
    """
    The draft, one question with its answer, and where one goes back to. Raises Http404.

    What can still be changed is for the services to say: they refuse with a sentence.
    """
    draft = draft_of(request, pk)
    asked = queries.asked_at(draft, place)
    if asked is None:
        raise Http404("There is no such question.")
    return draft, asked


def address(name, pk, place, anchor=""):
    """The address of a page of one question."""
    return reverse(f"scrutiny:{name}", args=[pk, place]) + anchor


@open_to_signed_in
@EITHER_WAY
def question_edit(request, pk, place):
    """Answer one question, with what was said before beside it. Saves by itself where the browser can."""
    draft, page = page_of(request, pk, place)
    answer = page.asked.answer
    form = AnswerForm(
        posted(request), definitions=queries.definitions(page.words), initial=queries.answer_initial(answer)
    )
    if can_save(request, form):
        return _save(request, draft, page, form)
    if is_autosave(request):
        return unreadable(form)
    return _question(request, draft, page, form)


def _save(request, draft, page, form):
    now, answer, version = timezone.now(), page.asked.answer, form.cleaned_data["version"]
    try:
        outcome = services.save_answer(answer=answer, version=version, values=form.values(), by=request.user, now=now)
    except ValidationError as problem:
        if is_autosave(request):
            return not_saved(problem)
        form.add_error(None, problem)
        return _question(request, draft, page, form, status=422)
    if is_autosave(request):
        return saved_answer(outcome, now, form, request.path)
    if not outcome.saved:
        stored = queries.stored_answer(answer)
        rows = form.rows(queries.answer_texts(stored))
        context = {"draft": draft, "asked": page.asked, "stored": stored, "form": form, "rows": rows}
        return render(request, "scrutiny/question_conflict.html", context, status=409)
    return redirect(_onward(draft, page, request.POST.get("then")))


def _onward(draft, page, then):
    """Where one goes on once an answer is saved: the next question, unless another button was pressed."""
    place = page.asked.place
    if then == "evidence":
        return address("evidence_pick", draft.pk, place, EVIDENCE)
    if then == "actions":
        return address("question_actions", draft.pk, place, ACTIONS)
    to = page.previous if then == "previous" else None if then == "overview" else page.following
    if to is None:
        return reverse("scrutiny:draft_detail", args=[draft.pk]) + OVERVIEW
    return address("question_edit", draft.pk, to, QUESTION)


def _question(request, draft, page, form, status=200):
    texts = queries.answer_texts(page.asked.answer)
    rows = [(field, text, page.beside(field.name)) for field, text in form.rows(texts)]
    context = {"draft": draft, "page": page, "asked": page.asked, "form": form, "rows": rows}
    return render(request, "scrutiny/question_form.html", context, status=status)


# Evidence


@open_to_signed_in
@EITHER_WAY
def evidence_pick(request, pk, place):
    """The evidence of an answer, and what else of the portal could be: searched by words, picked as it stands now."""
    draft, asked = open_answer(request, pk, place)
    today = timezone.localdate()
    meetings = meetings_to_look_back_to(request.user, now=timezone.now())
    search = EvidenceSearchForm(request.GET, meetings=meetings)
    if request.method == "POST":
        return _pick(request, asked, draft)
    wanted = search.found()
    picked = list(asked.answer.evidence.all())
    context = {
        "draft": draft,
        "asked": asked,
        "form": search,
        "picked": picked,
        "is_open": is_open(draft),
        "is_narrowed": any(wanted.values()),
        "shelves": evidence_found(request.user, wanted.pop("words"), **wanted, today=today, picked=picked),
    }
    return render(request, "scrutiny/question_evidence.html", context)


def _pick(request, asked, draft):
    try:
        key = request.POST.get("source", "")
        services.pick_evidence(answer=asked.answer, key=key, by=request.user, now=timezone.now())
        messages.success(request, "The evidence is added, as it stands today.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(address("evidence_pick", draft.pk, asked.place) + query + EVIDENCE)


@open_to_signed_in
@EITHER_WAY
def evidence_add(request, pk, place):
    """Add evidence that is held elsewhere."""
    draft, asked = open_answer(request, pk, place)
    page = FormPage(
        "Add evidence held elsewhere",
        address("evidence_pick", pk, place, EVIDENCE),
        "Back to the evidence",
        caption=f"Question {place}: {asked.question.text}",
        problem="" if is_open(draft) else CLOSED,
    )
    save = acting(services.add_evidence, request, answer=asked.answer)
    return form_page(request, page, EvidenceForm(posted(request)), save, "The evidence is added.")


@open_to_signed_in
@require_POST
def evidence_remove(request, pk, place, evidence):
    """Take a piece of evidence from an answer."""
    _, asked = open_answer(request, pk, place)
    remove = acting(services.remove_evidence, request, answer=asked.answer, evidence=evidence)
    return _removed(request, remove, "The evidence is removed.", address("evidence_pick", pk, place, EVIDENCE))


def _removed(request, remove, done, back):
    try:
        remove()
        messages.success(request, done)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(back)


# Actions


@open_to_signed_in
@require_GET
def question_actions(request, pk, place):
    """The actions of an answer: add one, link one in the tracker, change or remove one."""
    draft, page = page_of(request, pk, place)
    return render(request, "scrutiny/question_actions.html", {"draft": draft, "page": page, "asked": page.asked})


@open_to_signed_in
@EITHER_WAY
def draft_action_add(request, pk, place):
    """A new action on an answer."""
    draft, asked = open_answer(request, pk, place)
    form = _action_form(request, draft, "Add the action")
    page = _action_page("Add an action", asked, draft)
    return form_page(request, page, form, acting(services.add_action, request, answer=asked.answer), "It is added.")


@open_to_signed_in
@EITHER_WAY
def draft_action_edit(request, pk, place, action):
    """Change an action that is not in the tracker yet."""
    draft, asked = open_answer(request, pk, place)
    found = get_object_or_404(asked.answer.actions, pk=action, existing=None)
    form = _action_form(request, draft, "Save", initial=queries.action_initial(found))
    page = _action_page("Change an action", asked, draft)
    return form_page(request, page, form, acting(services.change_action, request, action=found), "It is saved.")


def _action_form(request, draft, button, initial=None):
    holders = queries.holders_for(draft, timezone.localdate())
    recommends = draft.kind == AssessmentKind.SCRUTINY
    return DraftActionForm(posted(request), holders=holders, may_recommend=recommends, button=button, initial=initial)


def _action_page(title, asked, draft):
    return FormPage(
        title,
        address("question_actions", draft.pk, asked.place, ACTIONS),
        "Back to the actions",
        caption=f"Question {asked.place}: {asked.question.text}",
        lead="It goes into the tracker when the assessment is published. Until then nobody else knows of it.",
        problem="" if is_open(draft) else CLOSED,
    )


@open_to_signed_in
@EITHER_WAY
def draft_action_link(request, pk, place):
    """Link an action of the tracker: searched by words."""
    draft, asked = open_answer(request, pk, place)
    words = request.GET.get("words", "")[:120]
    if request.method == "POST":
        return _link(request, draft, asked)
    found = queries.actions_to_link(asked.answer, request.user, words)
    context = {"draft": draft, "asked": asked, "words": words, "actions": found, "is_open": is_open(draft)}
    return render(request, "scrutiny/question_link.html", context)


def _link(request, draft, asked):
    try:
        action = request.POST.get("action", "")
        services.link_action(answer=asked.answer, action=action, by=request.user, now=timezone.now())
        messages.success(request, "The action is linked.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(address("question_actions", draft.pk, asked.place, ACTIONS))


@open_to_signed_in
@require_POST
def draft_action_remove(request, pk, place, action):
    """Take an action from an answer."""
    _, asked = open_answer(request, pk, place)
    remove = acting(services.remove_action, request, answer=asked.answer, action=action)
    return _removed(request, remove, "The action is removed.", address("question_actions", pk, place, ACTIONS))
