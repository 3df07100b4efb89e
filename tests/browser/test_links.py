"""Every link leads somewhere, every page is led to, and every answer carries its headers, downloads too."""

from html import unescape
from re import findall

from tests.access.table import table
from tests.browser.accounts import BUSINESS_TEAM, POLICE_LEAD, SCRUTINEER, SYSTEM_ADMINISTRATOR
from tests.browser.walk import Walk
from tests.browser.watch import header_problems

LINK = r'<a\s[^>]*?href="([^"]*)"'
ACCOUNTS = (
    POLICE_LEAD,
    BUSINESS_TEAM,
    "education.lead@demo.example",
    SYSTEM_ADMINISTRATOR,
    SCRUTINEER,
    "audit.team.member@demo.example",
)
EACH = 12
# Pages that no link leads to, and how one comes to them.
NOT_BY_LINKS = {
    "assurance:agenda_item_comment": "from an agenda that is circulated, before the meeting",
    "assurance:agenda_open": "from an agenda that is agreed or circulated",
    "assurance:attendance_confirm": "from a substitute whom nobody has confirmed",
    "assurance:decision_edit": "from a decision in minutes that are a draft",
    "assurance:decision_remove": "from a decision in minutes that are a draft",
    "assurance:document_version": "of a document of which there is more than one",
    "assurance:document_version_edit": "from a draft of a document",
    "assurance:escalation_advance": "from an escalation, once stages are recorded",
    "assurance:group_message_answer": "from a message that waits, by who chairs the group",
    "assurance:meeting_hold": "from a meeting that has begun",
    "assurance:minutes_comment": "from minutes that were circulated, by a member or observer of the group",
    "assurance:minutes_entry": "after saving without scripts what was refused",
    "assurance:person_reset_second_factor": "of a person who has set one up",
    "assurance:practice_withdraw": "from good practice that somebody has recorded",
    "assurance:return_submitted": "after submitting",
    "assurance:stage_edit": "from a stage that is recorded",
    "assurance:theme_propose": "from a theme whose first report the Board has had",
    "assurance:theme_take_up": "from a theme that was dropped",
    "assurance:warning_answer": "from a warning that is with the Executive Board",
    "assurance:warning_close": "from a warning that somebody has taken up",
    "assurance:warning_reopen": "from a warning that is closed",
    "audits:audit_launch": "from an audit that is planned and lacks nothing",
    "audits:audit_respond": "from a final report, by the chair of SAAS",
    "audits:case_draw": "from an audit whose cases have not been drawn",
    "audits:moderation_discuss": "after sending what was refused",
    "audits:moderation_settle": "after sending what was refused",
    "audits:participant_signed": "after signing",
    "audits:sheet_route": "from a case that one’s agency graded inadequate",
    "audits:tool_variant_change": "from a question that is put to an agency otherwise",
    "audits:tool_variant_remove": "from a question that is put to an agency otherwise",
    "audits:tool_version_discard": "from a version that can still be changed, beside another",
    "indicators:import_progress": "asked for by the page that shows it",
    "indicators:request_ask_correction": "from figures that have been sent",
    "indicators:request_check": "from an answer that is written",
    "indicators:request_correct": "from figures that have been sent",
    "indicators:request_detail": "from figures that have been sent",
    "indicators:request_sent": "after sending",
    "indicators:suite_benchmark_end": "from a benchmark that is set",
    "indicators:suite_chart_take_back": "from a decision about a chart",
    "indicators:suite_measure_restore": "from a measure that is retired",
    "indicators:suite_target_end": "from a target that is set",
    "reports:finding_change": "from a finding that somebody has written",
    "reports:finding_remove": "from a finding that somebody has written",
    "reports:narrative_versions": "from a text that its writer has finished",
    "reports:recommendation_change": "from a recommendation that somebody has written",
    "reports:recommendation_remove": "from a recommendation that somebody has written",
    "reports:report_approve": "from a draft that is ready and not issued yet",
    "reports:report_issue": "from a draft that is ready and not issued yet",
    "reports:report_show": "from a draft that is ready and not issued yet",
    "reports:run_progress": "asked for by the page that shows it",
    "scrutiny:draft_action_add": "from the actions of an answer",
    "scrutiny:draft_action_edit": "from the actions of an answer",
    "scrutiny:draft_action_link": "from the actions of an answer",
    "scrutiny:draft_agree": "from a joint self-assessment that is being written",
    "scrutiny:draft_publish": "from a draft that lacks nothing",
    "scrutiny:evidence_add": "from the evidence of an answer",
    "scrutiny:evidence_pick": "by a button of a question’s page, which saves the answer first",
    "scrutiny:framework_copy": "from a framework of which no version can still be changed",
    "scrutiny:question_actions": "by a button of a question’s page, which saves the answer first",
}


def pages_of_our_own():
    """The addresses that answer somebody with a page, allauth's own left out."""
    return {
        row.name
        for row in table().values()
        if not row.checked_by_allauth and any("page" in answers.values() for answers in row.lines["GET"].values())
    }


def test_every_link_leads_somewhere_and_every_page_is_led_to(visitor, portal, lived_in):
    wrong, reached = [], set()
    for email in ACCOUNTS:
        request = visitor(email).context.request
        walk = Walk(portal.address, each=EACH, files=True)
        for path, name in walk:
            answer = request.get(path)
            reached.add(name)
            wrong += [f"{email} {path}: {problem}" for problem in header_problems(answer.url, answer.headers)]
            if answer.status != 200:
                wrong.append(f"{email} {path}: answers {answer.status}")
            if answer.headers["content-type"].startswith("text/html"):
                walk.offer(path, [unescape(link) for link in findall(LINK, answer.text())])
    assert not wrong, "\n".join(wrong)
    differing = pages_of_our_own() - reached ^ NOT_BY_LINKS.keys()
    assert not differing, "\n".join(sorted(differing))
