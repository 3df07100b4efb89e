"""What people wrote for a report: the newest finished wording of each text, findings, recommendations (R136, R138)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from reports.models import NarrativeVersion, Report, ReportFinding, ReportRecommendation


@dataclass(frozen=True)
class Written:
    """The newest finished wordings by name, and the findings and recommendations in their order."""

    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    findings: tuple[ReportFinding, ...] = ()
    recommendations: tuple[ReportRecommendation, ...] = ()


def written_in(report: Report) -> Written:
    """What stands finished; drafts of texts are nobody's but their writers'."""
    if report._state.adding:
        return Written()
    versions = NarrativeVersion.objects.filter(narrative__report=report).order_by("number")
    texts = {version.narrative.name: version.text for version in versions.select_related("narrative")}
    return Written(
        texts=MappingProxyType({name: text for name, text in texts.items() if text.strip()}),
        findings=tuple(report.findings.all()),
        recommendations=tuple(report.recommendations.select_related("agency", "group", "action")),
    )
