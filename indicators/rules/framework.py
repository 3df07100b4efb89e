"""The framework files of `indicators/data` read into plain values: Appendix 1, sources, areas and measures."""

import csv
import io
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from indicators.rules.vocabulary import Kind

DOMAIN_WITH_NUMBERS = 2


@dataclass(frozen=True)
class DefinitionText:
    """One dated wording of an item and the document it stands in."""

    document: str
    starts_on: date
    ends_on: date | None
    wording: str
    wording_to_be_confirmed: bool
    data_notes: str


@dataclass(frozen=True)
class IndicatorText:
    """An item of Appendix 1 with its wordings, the newest first."""

    slug: str
    position: int
    kind: Kind
    definitions: tuple[DefinitionText, ...]

    @property
    def wording(self) -> str:
        """The newest wording."""
        return self.definitions[0].wording


@dataclass(frozen=True)
class DomainText:
    """A domain of Appendix 1 with its items in order."""

    number: int
    title: str
    rationale: str
    lead_in: str
    indicators: tuple[IndicatorText, ...]


@dataclass(frozen=True)
class SuiteText:
    """Appendix 1 as a whole."""

    objectives: tuple[tuple[int, str], ...]
    domains: tuple[DomainText, ...]


@dataclass(frozen=True)
class SourceText:
    """A publisher's release and the licence of its figures."""

    slug: str
    publisher: str
    title: str
    licence: str
    licence_url: str
    attribution: str


def kind_in(domain: int) -> Kind:
    """What is recorded of the items of a domain: number and judgement in domain 2, judgements alone in the others."""
    return Kind.NUMBER_AND_JUDGEMENT if domain == DOMAIN_WITH_NUMBERS else Kind.JUDGEMENT


def read_suite(text: str) -> SuiteText:
    """Appendix 1 from the text of `suite.toml`. Raises KeyError or tomllib.TOMLDecodeError for a file that is none."""
    data = tomllib.loads(text)
    documents = data["documents"]
    return SuiteText(
        objectives=tuple((objective["number"], objective["title"]) for objective in data["objectives"]),
        domains=tuple(
            DomainText(
                number=domain["number"],
                title=domain["title"],
                rationale=domain["rationale"],
                lead_in=domain.get("lead_in", ""),
                indicators=tuple(
                    IndicatorText(
                        slug=item["slug"],
                        position=position,
                        kind=kind_in(domain["number"]),
                        definitions=tuple(_definitions(item, documents)),
                    )
                    for position, item in enumerate(domain["indicators"], start=1)
                ),
            )
            for domain in data["domains"]
        ),
    )


def read_sources(text: str) -> list[SourceText]:
    """The sources of `sources.toml`, each with its licence spelt out."""
    data = tomllib.loads(text)
    sources = []
    for source in data["sources"]:
        licence = data["licences"][source["licence"]]
        sources.append(
            SourceText(
                slug=source["slug"],
                publisher=source["publisher"],
                title=source["title"],
                licence=licence["name"],
                licence_url=licence["url"],
                attribution=licence["attribution"],
            )
        )
    return sources


def read_rows(text: str) -> list[dict[str, str]]:
    """The rows of one of our CSV files, by column name, every cell text."""
    return list(csv.DictReader(io.StringIO(text)))


def day_or_none(text: str) -> date | None:
    """An ISO day, or None for an empty cell. Raises ValueError for anything else."""
    return date.fromisoformat(text) if text else None


def _definitions(item: dict[str, str], documents: dict[str, dict[str, object]]) -> Iterator[DefinitionText]:
    for name, key in (("appendix_1", "wording"), ("plan_on_a_page", "plan_wording")):
        if key not in item:
            continue
        document = documents[name]
        starts_on, ends_on = document["effective_from"], document.get("effective_to")
        if not isinstance(starts_on, date) or not isinstance(ends_on, date | None):
            raise ValueError(f"The dates of {name} are not dates.")
        yield DefinitionText(
            document=str(document["name"]),
            starts_on=starts_on,
            ends_on=ends_on,
            wording=item[key],
            wording_to_be_confirmed=name == "appendix_1" and bool(item.get("wording_to_be_confirmed")),
            data_notes=item.get("data_notes", "") if name == "appendix_1" else "",
        )
