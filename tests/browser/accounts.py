"""The demonstration's accounts."""

from pathlib import Path

from assurance.rules.demo import AccountPlan, read_accounts

PLANS = Path(__file__).resolve().parents[2] / "assurance" / "data" / "demo" / "accounts.toml"
BUSINESS_TEAM = "business.team@demo.example"
POLICE_LEAD = "police.lead@demo.example"
POLICE_CONTRIBUTOR = "police.contributor@demo.example"
SAAS_CHAIR = "saas.chair@demo.example"
SAAS_MEMBER = "saas.member@demo.example"
BOARD_MEMBER = "board.member@demo.example"
SCRUTINEER = "independent.scrutineer@demo.example"
SYSTEM_ADMINISTRATOR = "system.administrator@demo.example"


def _plans() -> list[AccountPlan]:
    return read_accounts(PLANS.read_text(encoding="utf-8"))


def every_account() -> list[str]:
    """The addresses of all of them."""
    return [account.email for account in _plans()]


def one_of_each_role() -> list[str]:
    """The address of the first account of every role."""
    first: dict[str, str] = {}
    for account in _plans():
        first.setdefault(account.role, account.email)
    return list(first.values())
