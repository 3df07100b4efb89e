"""The demonstration's accounts, one of each role."""

from assurance.rules.demo import read_accounts
from assurance.services.demo import DATA

BUSINESS_TEAM = "business.team@demo.example"
POLICE_LEAD = "police.lead@demo.example"
POLICE_CONTRIBUTOR = "police.contributor@demo.example"


def one_of_each_role() -> list[str]:
    """The first account of every role, by e-mail address."""
    accounts = read_accounts((DATA / "accounts.toml").read_text(encoding="utf-8"))
    return list({account.role: account.email for account in reversed(accounts)}.values())[::-1]
