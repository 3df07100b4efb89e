"""The activity log in words: what each action means to a reader who never saw the code (R18)."""

from types import MappingProxyType

ACTION_WORDS = MappingProxyType(
    {
        "activity.check": "Checked the activity log",
        "agency.add": "Added an agency",
        "agency.change": "Changed an agency",
        "agency.end": "Ended an agency",
        "agency.merge": "Merged an agency into another",
        "agency.record_duty": "Recorded how an agency meets a duty",
        "agency.rename": "Renamed an agency",
        "appointment.add": "Appointed an Independent Scrutineer",
        "appointment.end": "Ended a scrutineer’s appointment",
        "directory.download": "Downloaded a table",
        "framework.load": "Loaded the framework",
        "glossary.add": "Added a glossary term",
        "glossary.change": "Changed a glossary term",
        "glossary.remove": "Removed a glossary term",
        "group.add": "Added a group",
        "group.change": "Changed a group",
        "group.end": "Ended a group",
        "group.rename": "Renamed a group",
        "membership.add": "Added a membership",
        "membership.cancel": "Took back a membership that had not begun",
        "membership.change": "Changed a membership",
        "membership.end": "Ended a membership",
        "period.change_dates": "Changed the dates of a reporting period",
        "period.close": "Closed a reporting period",
        "period.open": "Opened a reporting period",
        "period.reopen": "Reopened a reporting period",
        "person.change": "Changed a person’s name or post",
        "person.deactivate": "Deactivated an account",
        "person.invite": "Invited a person",
        "person.reactivate": "Reactivated an account",
        "person.reset_second_factor": "Reset a second factor",
        "person.send_invitation": "Sent an invitation",
        "post.hand_over": "Handed over a post",
        "return.accept": "Accepted a status return",
        "return.add_statement": "Added a statement to a draft return",
        "return.bring_forward": "Brought a statement forward from last quarter",
        "return.extend": "Extended the date of a return",
        "return.read": "Read a signed return",
        "return.recall": "Recalled a return",
        "return.remind": "Sent reminders of a return",
        "return.remove_statement": "Removed a statement from a draft return",
        "return.reopen": "Reopened an accepted return",
        "return.return_for_changes": "Returned a return for changes",
        "return.save_section": "Saved a section of a draft return",
        "return.save_statement": "Saved a statement of a draft return",
        "return.submit": "Signed and submitted a return",
    }
)


def action_words(action: str) -> str:
    """An action as a reader reads it. One not in the table speaks for itself: "report.build" is "Report: build"."""
    if action in ACTION_WORDS:
        return ACTION_WORDS[action]
    noun, _, verb = action.replace("_", " ").partition(".")
    return f"{noun.capitalize()}: {verb}" if verb else noun.capitalize()
