"""What can be said of an account: has its person taken up the invitation, and how do they prove who they are."""

from enum import StrEnum


class AccountState(StrEnum):
    """The state of an account, in words."""

    INVITED = "Invited, not yet signed in"
    READY = "Password set"
    SECOND_FACTOR_ON = "Second factor on"
    SIGNS_IN_ELSEWHERE = "Signs in through their organisation"
    DEACTIVATED = "Deactivated"


def account_state(*, is_active: bool, has_password: bool, has_second_factor: bool, has_signed_in: bool) -> AccountState:
    """The one state that says most of an account with these marks."""
    if not is_active:
        return AccountState.DEACTIVATED
    if has_second_factor:
        return AccountState.SECOND_FACTOR_ON
    if has_password:
        return AccountState.READY
    return AccountState.SIGNS_IN_ELSEWHERE if has_signed_in else AccountState.INVITED
