"""Lessons: the list with what is new for SAAS, one lesson with who changed what, and what was given to us."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.lessons import (
    GiveForm,
    GivenDateForm,
    LessonChangeForm,
    LessonFilterForm,
    LessonForm,
    TakeBackForm,
    TellForm,
)
from assurance.permissions import demand, may, requires, requires_somewhere
from assurance.queries import lesson_updates
from assurance.queries import lessons as queries
from assurance.queries.rapid_reviews import reviews_visible_to
from assurance.queries.warnings import topics_offered
from assurance.rules.learning import GIVEN_MOVE_ASKS, GIVEN_RIGHTS, NOTHING_TOLD, TOLD_ALREADY, GivenMove
from assurance.rules.roles import Permission
from assurance.rules.wording import counted
from assurance.services import lessons as services
from assurance.views.actions import actions_shown, set_action_from
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

LESSONS_ON_A_PAGE = 25


def lesson_of(request, pk):
    """The lesson named in the address. Raises Http404."""
    lesson = queries.lesson_visible_to(request.user, pk)
    if lesson is None:
        raise Http404("There is no such lesson.")
    return lesson


def given_of(request, pk, move):
    """A lesson as it was given to an agency or group, if the reader may make this move with it."""
    given = queries.given_one_visible_to(request.user, pk)
    if given is None:
        raise Http404("There is no such lesson.")
    demand(request.user, GIVEN_RIGHTS[move], given.holder)
    return given


def filters_of(request):
    """The form of the filters, and what it narrows the list to."""
    form = LessonFilterForm(
        request.GET,
        sources=queries.sources_offered(request.user),
        topics=queries.topics_of_lessons(request.user),
        holders=queries.holders_of_lessons(request.user),
    )
    return form, queries.LessonFilters(**form.found())


@requires(Permission.READ_ASSURANCE)
@require_GET
def lesson_list(request):
    """Every lesson, the newest first, and what is new since SAAS last met."""
    today, (form, filters) = timezone.localdate(), filters_of(request)
    found = queries.lessons_found(request.user, filters, today)
    page = Paginator(found, LESSONS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(page, request.user, today),
        "counts": queries.counts(request.user, today),
        "is_narrowed": filters != queries.LessonFilters(),
        "manages": may(request.user, Permission.MANAGE_ASSURANCE),
        "updates": lesson_updates.updates(request.user, timezone.now()),
        "shown": f":{lesson_updates.SHOWN}",
    }
    return render(request, "assurance/lesson_list.html", context)


@requires(Permission.READ_ASSURANCE)
@require_GET
def lesson_download(request, suffix):
    """The lessons as narrowed, with what each agency and group told, as a file."""
    _, filters = filters_of(request)
    table = lesson_updates.lesson_table(request.user, filters, timezone.localdate())
    return table_response(request, suffix, name="lessons", title="Lessons", table=table)


@requires(Permission.READ_ASSURANCE)
@require_GET
def lesson_updates_download(request, suffix):
    """What is new since SAAS last met, as a file (ToR 3.7)."""
    table = lesson_updates.updates_table(request.user, timezone.now())
    return table_response(request, suffix, name="lessons-updates", title="Updates on lessons", table=table)


@requires_somewhere(Permission.READ_ACTION)
@require_GET
def lesson_ours(request):
    """What the reader’s own agencies and groups were given, and what they have told."""
    today = timezone.localdate()
    found = queries.given_to_us(request.user, today)
    page = Paginator(found, LESSONS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.given_rows(page.object_list, request.user, today),
        "reads_all": may(request.user, Permission.READ_ASSURANCE),
    }
    return render(request, "assurance/lesson_ours.html", context)


@requires_somewhere(Permission.READ_ACTION)
@require_GET
def lesson_ours_download(request, suffix):
    """What the reader’s own agencies and groups were given, as a file."""
    table = lesson_updates.ours_table(request.user, timezone.localdate())
    return table_response(request, suffix, name="lessons-given-to-us", title="Lessons given to us", table=table)


@requires(Permission.MANAGE_ASSURANCE)
@require_http_methods(["GET", "POST"])
def lesson_record(request):
    """Record a lesson; the address may name the rapid review it comes from."""
    review = request.GET.get("rapid_review", "")
    initial = {"source": "rapid", "rapid_review": review} if review else {}
    form = LessonForm(posted(request), button="Record the lesson", initial=initial, **_offered(request))
    page = FormPage("Record a lesson", reverse("assurance:lesson_list"), "Back to lessons")
    done = "The lesson is recorded. Give it to those it is for."
    return form_page(request, page, form, acting(services.record_lesson, request), done)


@requires(Permission.MANAGE_ASSURANCE)
@require_POST
def lesson_remind(request):
    """Remind those who have not told what a lesson changed by its day."""
    number = services.remind_overdue(by=request.user, now=timezone.now())
    if number:
        words = counted(number, "overdue lesson")
        messages.success(request, f"Those who have not yet told of {words} have been reminded.")
    else:
        messages.success(request, "Nobody is left to remind today.")
    return redirect("assurance:lesson_list")


@requires_somewhere(Permission.READ_ASSURANCE, Permission.READ_ACTION)
@require_GET
def lesson_detail(request, pk):
    """One lesson: what was learned, who has changed what, and the actions it has led to."""
    lesson = lesson_of(request, pk)
    reads_all = may(request.user, Permission.READ_ASSURANCE)
    back = ("assurance:lesson_list", "All lessons") if reads_all else ("assurance:lesson_ours", "Lessons given to us")
    context = {
        "lesson": lesson,
        "shown": queries.lesson_page(lesson, request.user, timezone.localdate()),
        "back": reverse(back[0]),
        "back_text": back[1],
        "reads_all": reads_all,
        "manages": may(request.user, Permission.MANAGE_ASSURANCE),
        **actions_shown(request, lesson, reverse("assurance:action_set_for_lesson", args=[pk])),
    }
    return render(request, "assurance/lesson_detail.html", context)


@requires(Permission.MANAGE_ASSURANCE)
@require_http_methods(["GET", "POST"])
def lesson_change(request, pk):
    """Change the words or the links of a lesson; what is refused comes back with everything that was written."""
    lesson = lesson_of(request, pk)
    initial = {name: getattr(lesson, name) for name in LessonForm.base_fields} | {
        "topic": lesson.topic.slug if lesson.topic else "",
        "rapid_review": str(lesson.rapid_review_id or ""),
        "seen": queries.stamp_of(lesson),
    }
    form = LessonChangeForm(posted(request), button="Save changes", initial=initial, **_offered(request))
    if form.is_valid() and _changed(request, lesson, form):
        messages.success(request, "The lesson is changed.")
        return redirect("assurance:lesson_detail", pk=pk)
    page = FormPage("Change a lesson", reverse("assurance:lesson_detail", args=[pk]), "Back to the lesson")
    return render(request, page.template, {"form": form, "page": page})


@requires(Permission.MANAGE_ASSURANCE)
@require_http_methods(["GET", "POST"])
def lesson_give(request, pk):
    """Give a lesson to agencies and groups."""
    lesson = lesson_of(request, pk)
    holders = queries.holders_to_give(lesson, timezone.localdate())
    back = reverse("assurance:lesson_detail", args=[pk])
    if not holders:
        messages.error(request, "Every agency and group has been given this lesson.")
        return redirect(back)
    form = GiveForm(posted(request), holders=holders)
    page = FormPage("Give the lesson", back, "Back to the lesson", caption=lesson.title)
    done = "The lesson is given, and those who see to it have been told."
    return form_page(request, page, form, acting(services.give_lesson, request, lesson=lesson), done)


@requires(Permission.MANAGE_ASSURANCE)
@require_http_methods(["GET", "POST"])
def lesson_given_date(request, pk):
    """Another day by which an agency or group tells what a lesson has changed."""
    given, page = _put_right(request, pk, "Give another date")
    form = GivenDateForm(posted(request), initial={"due_on": given.due_on})
    done = "The date is changed, and those who see to it have been told."
    return form_page(request, page, form, acting(services.change_given_date, request, given=given), done)


@requires(Permission.MANAGE_ASSURANCE)
@require_http_methods(["GET", "POST"])
def lesson_take_back(request, pk):
    """Take back a lesson that was given by mistake."""
    given, page = _put_right(
        request,
        pk,
        "Take the lesson back",
        "Nothing has been told of it yet. They no longer see the lesson, and are told that it was taken back.",
    )
    save = acting(services.take_back_lesson, request, given=given)
    return form_page(request, page, TakeBackForm(posted(request)), save, "The lesson is taken back.")


@requires_somewhere(Permission.UPDATE_ACTION)
@require_POST
def lesson_take_up(request, pk):
    """An agency or group says that it has the lesson in hand."""
    given = given_of(request, pk, GivenMove.TAKE_UP)
    try:
        services.take_up_lesson(given=given, by=request.user, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        messages.success(request, "The lesson is taken up. Tell what has changed once you know.")
    return redirect("assurance:lesson_detail", pk=given.lesson_id)


@requires_somewhere(Permission.UPDATE_ACTION)
@require_http_methods(["GET", "POST"])
def lesson_tell(request, pk):
    """An agency or group tells what has changed, and how it knows."""
    given = given_of(request, pk, GivenMove.TELL)
    page = FormPage(
        GIVEN_MOVE_ASKS[GivenMove.TELL],
        reverse("assurance:lesson_detail", args=[given.lesson_id]),
        "Back to the lesson",
        caption=f"{given.lesson.title}: {given.holder.name}",
        lead="Tell of at least one of the four. You can come back and tell of the others. What was told stays.",
        template="assurance/lesson_tell.html",
        context={"row": queries.given_row(request.user, given, timezone.localdate())},
    )
    save = acting(services.tell_of_change, request, given=given)
    return form_page(request, page, TellForm(posted(request)), save, "What has changed is recorded. Thank you.")


@requires(Permission.MANAGE_ACTION)
@require_http_methods(["GET", "POST"])
def action_set_for_lesson(request, pk):
    """Set an action that comes from a lesson."""
    lesson = lesson_of(request, pk)
    return set_action_from(request, lesson, reverse("assurance:lesson_detail", args=[pk]))


def _put_right(request, pk, title, lead=""):
    """What was given as the address names it, with the page on which that is put right. Raises Http404."""
    given = queries.given_one_visible_to(request.user, pk)
    if given is None:
        raise Http404("There is no such lesson.")
    back = reverse("assurance:lesson_detail", args=[given.lesson_id])
    caption = f"{given.lesson.title}: {given.holder.name}"
    problem = "" if given.state in NOTHING_TOLD else TOLD_ALREADY
    return given, FormPage(title, back, "Back to the lesson", caption=caption, lead=lead, problem=problem)


def _offered(request):
    """What a lesson may come from and be linked with, as far as the reader knows of it."""
    return {
        "sources": queries.sources_offered(request.user),
        "reviews": reviews_visible_to(request.user),
        "topics": topics_offered(),
        "themes": queries.themes_offered(request.user),
    }


def _changed(request, lesson, form):
    try:
        services.change_lesson(lesson=lesson, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as problem:
        form.refused(problem, queries.stamp_of(queries.lesson_visible_to(request.user, lesson.pk)))
        return False
    return True
