"""Appendix 1 by domain, each item beside the figure that comes closest to it (R53 to R60, R135)."""

from dataclasses import dataclass, field

from assurance.rules.wording import date_words
from indicators.queries.pack import PackDomain
from reports.queries.packs import PackContext
from reports.rules.contents import Heading


@dataclass(frozen=True)
class Indicators:
    """The section: the domains with their rows, up to when the figures go, and whose they are."""

    up_to: str
    domains: tuple[PackDomain, ...]
    attributions: tuple[str, ...]
    headings: tuple[Heading, ...] = field(default=())


def build(context: PackContext) -> Indicators:
    """The newest figures for periods that had ended with the quarter."""
    table = context.indicators
    return Indicators(
        up_to=date_words(context.period.as_quarter.ends_on),
        domains=table.domains,
        attributions=table.attributions,
        headings=tuple(Heading(f"domain-{domain.number}", domain.title) for domain in table.domains),
    )
