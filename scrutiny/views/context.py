"""The questions on the context of scrutiny: all with their answers, and answering one (R129)."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from assurance.permissions import requires, requires_somewhere
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, acting, form_page, posted, table_response
from scrutiny.forms.frameworks import AnswerForm
from scrutiny.queries import context as queries
from scrutiny.services.context import answer_context
from scrutiny.views.framework_parts import WRITERS


@requires(Permission.READ_ASSURANCE)
@require_GET
def context_list(request):
    """The context questions of the frameworks in use, each with the answer that stands and those before it."""
    context = {"pages": queries.context_pages(request.user), "answers": queries.answers_context(request.user)}
    return render(request, "scrutiny/context_list.html", context)


@requires(Permission.READ_ASSURANCE)
@require_GET
def context_download(request, suffix):
    """Every answer as a file."""
    table = queries.context_table(request.user)
    return table_response(request, suffix, name="scrutiny-context", title="Context questions", table=table)


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def context_answer(request, identity):
    """Answer one context question, or say that its answer still holds."""
    found = queries.context_row(request.user, identity)
    if found is None:
        raise Http404("There is no such question.")
    version, row = found
    standing = row.standing
    initial = {"text": standing.text, "seen": standing.pk} if standing else {"seen": ""}
    page = FormPage(
        f"Context question {row.number}",
        f"{reverse('scrutiny:context_list')}#question-{identity}",
        "Back to the context questions",
        caption=str(version.framework),
        lead=row.question.text,
        template="scrutiny/context_answer.html",
        context={"row": row, "version": version},
    )
    save = acting(answer_context, request, question=row.question)
    return form_page(request, page, AnswerForm(posted(request), initial=initial), save, "The answer is recorded.")
