"""Compliance: every rule of the terms of reference with its state, and the records behind one."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.permissions import requires
from assurance.queries import compliance as queries
from assurance.rules.roles import Permission
from assurance.views.pages import table_response


def rule_of(request, key):
    """The rule named in the address with its facts. Raises Http404."""
    row = queries.rule_row(request.user, key, timezone.localdate())
    if row is None:
        raise Http404("There is no such rule.")
    return row


@requires(Permission.READ_ASSURANCE)
@require_GET
def compliance(request):
    """Every rule, today and over four quarters."""
    page = queries.compliance(request.user, timezone.localdate())
    return render(request, "assurance/compliance.html", {"page": page})


@requires(Permission.READ_ASSURANCE)
@require_GET
def compliance_download(request, suffix):
    """The same as a file."""
    table = queries.compliance_table(queries.compliance(request.user, timezone.localdate()))
    return table_response(request, suffix, name="compliance", title="Compliance", table=table)


@requires(Permission.READ_ASSURANCE)
@require_GET
def compliance_rule(request, key):
    """One rule: every time it applied, with the record."""
    return render(request, "assurance/compliance_rule.html", {"row": rule_of(request, key)})


@requires(Permission.READ_ASSURANCE)
@require_GET
def compliance_rule_download(request, key, suffix):
    """One rule's facts as a file."""
    row = rule_of(request, key)
    return table_response(request, suffix, name=key, title=row.rule.words, table=queries.fact_table(row))
