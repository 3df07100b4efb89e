"""The 24 tools of Figure 1 and their screen, and the pages of the three tiers with the Framework’s own words."""

import html
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from assurance.models import ActivityEntry, AssuranceTool
from assurance.rules.evidence_tiers import PURPOSE_WORDS, TIER_TEXTS, Purpose, Tier
from assurance.rules.roles import Role
from tests.assurance.counting import queries_of
from tests.factories.assurance import person_with
from tests.factories.items import NOW, ToolFactory, an_item

pytestmark = pytest.mark.django_db
TOOLS, TIERS = "/assurance-items/tools/", "/assurance-tiers/"
CHANGE = {"title": "Audits", "tier": "2", "element": "judgement", "fresh_months": "9", "is_current": "on"}


def test_the_24_tools_are_loaded_under_the_tiers_figure_1_prints_them_in(framework):
    by_tier = {tier: AssuranceTool.objects.filter(tier=tier).count() for tier in Tier}
    assert by_tier == {Tier.OPERATIONAL: 9, Tier.STRATEGIC: 10, Tier.INDEPENDENT: 5}
    assert AssuranceTool.objects.get(slug="young-persons-forums").title == "Young Persons forums"
    assert AssuranceTool.objects.get(slug="lga-peer-reviews").tier == Tier.INDEPENDENT


def test_a_tool_is_changed_and_the_log_says_what(sign_in):
    tool = ToolFactory(slug="audits")
    client = sign_in(person_with(Role.SAAS_CHAIR))
    assert "Change" in client.get(TOOLS).content.decode()
    said = client.post(f"{TOOLS}audits/", CHANGE, follow=True).content.decode()
    assert "The tool is changed." in said
    tool.refresh_from_db()
    assert (tool.title, tool.tier, tool.element, tool.fresh_months) == ("Audits", "2", "judgement", 9)
    assert '"fresh_months":9' in ActivityEntry.objects.get(action="tool.change").detail


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"fresh_months": "0"}, "An item is current for 1 to 120 months."),
        ({"fresh_months": "some"}, "Enter a whole number of months, like 12"),
        ({"title": ""}, "Say what the tool is called"),
        ({"title": "Surveys"}, "Another tool is called that."),
    ],
)
def test_what_a_tool_cannot_be(change, sentence, sign_in):
    ToolFactory(slug="audits", title="Old name")
    ToolFactory(title="Surveys")
    said = sign_in(person_with(Role.SAAS_CHAIR)).post(f"{TOOLS}audits/", CHANGE | change).content.decode()
    assert sentence in said
    assert AssuranceTool.objects.get(slug="audits").title == "Old name"


def test_a_member_reads_the_tools_and_changes_none(sign_in):
    ToolFactory(slug="audits")
    client = sign_in(person_with(Role.SAAS_MEMBER))
    assert ">Change<" not in client.get(TOOLS).content.decode()
    assert client.post(f"{TOOLS}audits/", CHANGE).status_code == 403
    assert client.get(f"{TOOLS}download.csv").status_code == 200
    assert sign_in(person_with(Role.SAAS_CHAIR)).get(f"{TOOLS}nonsense/").status_code == 404


def test_the_overview_has_the_frameworks_words_and_counts_by_purpose(sign_in):
    member = person_with(Role.SAAS_MEMBER)
    dated = {"dated_on": localdate(), "now": NOW.replace(year=2090), "by": member}
    an_item(**dated, purposes={Purpose.OPERATION, Purpose.SYSTEM})
    an_item(**dated | {"dated_on": localdate() - timedelta(days=800)})
    client = sign_in(member)
    said = html.unescape(client.get(TIERS).content.decode())
    for text in TIER_TEXTS.values():
        assert text.nature in said
        assert text.focus in said
        assert text.value in said
    assert all(words in said for words in PURPOSE_WORDS.values())
    assert "2 items: 1 current, 1 stale." in said
    for purpose in ("operation", "system"):
        assert f"?tier=1&purpose={purpose}&fresh=current" in said
    assert "purpose=standards" not in said


@pytest.mark.parametrize("slug", ["operational", "strategic", "independent"])
def test_each_tier_has_its_page(slug, sign_in):
    said = sign_in(person_with(Role.INSPECTOR)).get(f"{TIERS}{slug}/").content.decode()
    assert "No items yet" in said


def test_a_tiers_page_costs_the_same_however_much_there_is(sign_in):
    member = person_with(Role.SAAS_MEMBER)
    client = sign_in(member)
    an_item(by=member)
    few = queries_of(client, f"{TIERS}operational/")
    for _ in range(12):
        an_item(tool=ToolFactory(), by=member)
    assert queries_of(client, f"{TIERS}operational/") == few
    assert client.get(f"{TIERS}nonsense/").status_code == 404
