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
        "demonstration.load": "Loaded the demonstration",
        "evidence.download": "Downloaded a file of evidence",
        "figures.record": "Recorded figures",
        "findings.refresh": "Worked out what figures say",
        "framework.load": "Loaded the framework",
        "glossary.add": "Added a glossary term",
        "glossary.change": "Changed a glossary term",
        "glossary.remove": "Removed a glossary term",
        "group.add": "Added a group",
        "group.change": "Changed a group",
        "group.end": "Ended a group",
        "group.rename": "Renamed a group",
        "judgement.agree": "Recorded an agreed judgement",
        "judgement.give": "Gave an agency’s judgement",
        "measure.publish": "Made a public edition of a measure",
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
        "practice.record": "Recorded good practice",
        "practice.withdraw": "Withdrew good practice",
        "request.ask": "Asked agencies for their figures",
        "request.ask_correction": "Asked for a correction of figures",
        "request.change_date": "Changed the date figures are due",
        "request.remind": "Sent reminders of figures",
        "request.send": "Sent figures",
        "request.send_correction": "Sent a correction of figures",
        "return.accept": "Accepted a status return",
        "return.extend": "Extended the date of a return",
        "return.read": "Read a signed return",
        "return.recall": "Recalled a return",
        "return.remind": "Sent reminders of a return",
        "return.reopen": "Reopened an accepted return",
        "return.return_for_changes": "Returned a return for changes",
        "return.submit": "Signed and submitted a return",
        "warning.accept": "Accepted an early warning",
        "warning.answer": "Recorded the Executive Board’s answer to an early warning",
        "warning.close": "Closed an early warning",
        "warning.escalate": "Escalated an early warning to the Executive Board",
        "warning.explain": "Recorded what explains an early warning",
        "warning.raise": "Raised an early warning",
        "warning.reopen": "Reopened an early warning",
    }
)


# Writing in a draft: the log holds it, and shows it to nobody, for whether a draft has been begun is its agency's alone
# to know (trust.md 3). `verify_activity` covers these entries like all others.
DRAFT_ACTIONS = frozenset(
    {
        "evidence.remove",
        "evidence.upload",
        "request.drop_correction",
        "request.open_correction",
        "request.save",
        "return.add_statement",
        "return.bring_forward",
        "return.remove_statement",
        "return.save_section",
        "return.save_statement",
    }
)


def action_words(action: str) -> str:
    """An action as a reader reads it. One not in the table speaks for itself: "report.build" is "Report: build"."""
    if action in ACTION_WORDS:
        return ACTION_WORDS[action]
    noun, _, verb = action.replace("_", " ").partition(".")
    return f"{noun.capitalize()}: {verb}" if verb else noun.capitalize()
