"""What a form that saves itself is answered (static/js/autosave.js says what each answer means)."""

from django.http import JsonResponse

from assurance.rules.wording import time_words


def is_autosave(request):
    """Whether the page's script is saving, and not a person pressing the button."""
    return request.headers.get("X-Autosave") == "1"


def can_save(request, form):
    """Whether the form was sent and can be saved; autosave saves what can be read, if the version can."""
    if request.method != "POST":
        return False
    return form.is_valid() or (is_autosave(request) and "version" in form.cleaned_data)


def unreadable(form):
    """Nothing was saved, and why."""
    return JsonResponse({"message": _problems(form)}, status=422)


def saved_answer(outcome, now, form, conflict_url):
    """When it was saved and as which version, with what could not be read; or where both texts can be compared."""
    if not outcome.saved:
        return JsonResponse({"conflict_url": conflict_url}, status=409)
    answer = {"saved_at": time_words(now), "version": outcome.version}
    return JsonResponse(answer | ({"message": _problems(form)} if form.errors else {}))


def parts_saved(now, fields, problems, conflict_url):
    """
    The same for a form whose parts have versions of their own: those saved are in `fields`, by the name of a field.

    `problems` are sentences about the parts that could not be read; `conflict_url` is where to compare, if anywhere.
    """
    if conflict_url:
        return JsonResponse({"conflict_url": conflict_url, "fields": fields}, status=409)
    answer = {"saved_at": time_words(now), "fields": fields}
    return JsonResponse(answer | ({"message": " ".join(problems)} if problems else {}))


def not_saved(problem):
    """Nothing was saved, in the words of the service that refused."""
    return JsonResponse({"message": " ".join(problem.messages)}, status=422)


def _problems(form):
    return " ".join(error for errors in form.errors.values() for error in errors)
