"""A report itself, before anything is built: opened when first somebody asks for one, or writes in it."""

from datetime import datetime

from django.core.exceptions import ValidationError

from assurance.models import PartnershipGroup, ReportingPeriod, Theme
from assurance.rules.calendars import SAAS as SAAS_SLUG
from audits.models import Audit
from reports.models import Report
from reports.rules.kinds import RULES, SAAS, WATCHERS, About, Kind, KindRule

SAYS = {
    About.THEME: "Choose the theme the report is about.",
    About.AUDIT: "Choose the audit the report is about.",
    About.SUBJECT: "Say in a few words what the report is about.",
}


def open_report(
    *,
    kind: Kind,
    period: ReportingPeriod,
    now: datetime,
    theme: Theme | None = None,
    audit: Audit | None = None,
    subject: str = "",
) -> Report:
    """
    The report of this kind, quarter and matter: the one there is, or a new one. Who calls has checked the right to it.

    Raises ValidationError when it is not said what a report of this kind is about, or SAAS is not set up.
    """
    rule = RULES[kind]
    about = {About.THEME: theme, About.AUDIT: audit, About.SUBJECT: subject.strip()}
    if rule.about != About.NOTHING and not about[rule.about]:
        raise ValidationError(SAYS[rule.about])
    saas = PartnershipGroup.objects.filter(slug=SAAS_SLUG).first()
    if saas is None and SAAS in (rule.to, rule.by):
        raise ValidationError("The Scrutiny, Assurance and Audit Sub-group has not been set up.")
    report, _ = Report.objects.get_or_create(
        kind=kind,
        period=period,
        theme=theme if rule.about == About.THEME else None,
        audit=audit if rule.about == About.AUDIT else None,
        subject=subject.strip() if rule.about == About.SUBJECT else "",
        defaults={
            "group": _group(rule, period, saas),
            "by_group": saas if rule.by == SAAS else None,
            "opened_at": now,
        },
    )
    return report


def _group(rule: KindRule, period: ReportingPeriod, saas: PartnershipGroup | None) -> PartnershipGroup:
    if rule.to == WATCHERS:
        return PartnershipGroup.objects.get(level=PartnershipGroup.Level.PARTNERSHIP)
    return saas if rule.to == SAAS and saas else period.meeting.group
