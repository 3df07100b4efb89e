"""Looking at texts for what could tell which child they are about, knowing the names of agencies, groups and terms."""

from django.conf import settings

from assurance.models import Agency, AgencyName, GlossaryTerm, GroupName, PartnershipGroup, Topic
from audits.rules.identifiers import Found, found_in, identifiers_sentence


def known_terms() -> frozenset[str]:
    """The names of agencies and groups, now and before, of topics, and the glossary's terms: nobody's name."""
    lists = (
        Agency.objects.values_list("name", flat=True),
        AgencyName.objects.values_list("name", flat=True),
        PartnershipGroup.objects.values_list("name", flat=True),
        GroupName.objects.values_list("name", flat=True),
        Topic.objects.values_list("title", flat=True),
        GlossaryTerm.objects.values_list("stands_for", flat=True),
        GlossaryTerm.objects.values_list("term", flat=True),
    )
    return frozenset(lists[0].order_by().union(*[one.order_by() for one in lists[1:]]))


def looked_at(*texts: str) -> Found:
    """What all the texts hold together. One query; none when there is nothing to look at."""
    written = [text for text in texts if text.strip()]
    if not written:
        return Found()
    known = known_terms()
    return sum((found_in(text, known) for text in written), Found())


def identifiers_refused(found: Found) -> str:
    """Why a text may not become final, as a sentence; blank when it may, or the policy lets it (R116)."""
    return "" if settings.AUDIT_IDENTIFIERS_ALLOWED else identifiers_sentence(found)
