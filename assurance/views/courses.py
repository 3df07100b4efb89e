"""Multi-agency training: the list, one course, and keeping it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.courses import CourseChangeForm, CourseForm, ImpactForm, TakeUpForm
from assurance.permissions import may, requires
from assurance.queries import courses as queries
from assurance.queries.agencies import current_agencies
from assurance.queries.lessons import lessons_visible_to
from assurance.queries.plans import current_priorities
from assurance.queries.warnings import topics_offered
from assurance.rules.periods import latest_quarters
from assurance.rules.roles import Permission
from assurance.services import courses as services
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

KEEPS = Permission.MANAGE_ASSURANCE
QUARTERS_OFFERED = 8


def course_of(request, pk):
    """The course named in the address. Raises Http404."""
    course = queries.course_visible_to(request.user, pk)
    if course is None:
        raise Http404("There is no such course.")
    return course


def page_of(title, course):
    """A form's page that leads back to the course."""
    back = reverse("assurance:course_detail", args=[course.pk])
    return FormPage(title, back, "Back to the course", caption=course.title)


def offered(request):
    """What the forms offer to choose from."""
    priorities, lessons = current_priorities(timezone.localdate()), lessons_visible_to(request.user)
    return {"priorities": priorities, "topics": topics_offered(), "lessons": lessons}


@requires(Permission.READ_PLAN)
@require_GET
def course_list(request):
    """Every course, the need it meets, who took it up, and what it changed."""
    rows = queries.course_rows(request.user, timezone.localdate())
    return render(request, "assurance/course_list.html", {"rows": rows, "keeps": may(request.user, KEEPS)})


@requires(Permission.READ_PLAN)
@require_GET
def course_download(request, suffix):
    """The courses with their take-up as a file."""
    table = queries.course_table(request.user, timezone.localdate())
    return table_response(request, suffix, name="training", title="Multi-agency training", table=table)


@requires(Permission.READ_PLAN)
@require_GET
def course_detail(request, pk):
    """One course: need, take-up by agency, what it changed."""
    course = course_of(request, pk)
    context = {"course": course, "take_up": queries.take_up_of(course), "keeps": may(request.user, KEEPS)}
    return render(request, "assurance/course_detail.html", context)


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def course_add(request):
    """Add a course."""
    page = FormPage("Add a course", reverse("assurance:course_list"), "Back to training")
    form = CourseForm(posted(request), **offered(request))
    return form_page(request, page, form, acting(services.add_course, request), "The course is added.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def course_edit(request, pk):
    """Change a course."""
    course = course_of(request, pk)
    initial = {name: getattr(course, name) for name in ("title", "kind", "need", "ended_on")}
    initial |= {"priority": course.priority_id, "lesson": course.lesson_id}
    initial["topics"] = [topic.slug for topic in course.topics.all()]
    form = CourseChangeForm(posted(request), **offered(request), initial=initial)
    save = acting(services.edit_course, request, course=course)
    return form_page(request, page_of("Change the course", course), form, save, "The changes are saved.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def course_take_up(request, pk):
    """Record how many of an agency's staff completed a course."""
    course, today = course_of(request, pk), timezone.localdate()
    quarters = latest_quarters(today, QUARTERS_OFFERED)
    form = TakeUpForm(posted(request), agencies=current_agencies(today), quarters=quarters)
    save = acting(services.record_take_up, request, course=course)
    return form_page(request, page_of("Record its take-up", course), form, save, "The take-up is recorded.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def course_impact(request, pk):
    """Record what a course changed."""
    course = course_of(request, pk)
    save = acting(services.record_impact, request, course=course)
    page = page_of("Record what it changed", course)
    return form_page(request, page, ImpactForm(posted(request)), save, "What it changed is recorded.")
