"""The addresses of the partnership: agencies, groups, people, coverage, periods, glossary, activity log, notices."""

from django.urls import path, re_path

from assurance.views import (
    activity,
    agencies,
    coverage,
    glossary,
    groups,
    guides,
    memberships,
    notices,
    people,
    periods,
)


def download(folder, view, name):
    """The addresses of a table as CSV and as XLSX."""
    return re_path(rf"^{folder}/download\.(?P<suffix>csv|xlsx)$", view, name=name)


urlpatterns = [
    path("agencies/", agencies.agency_list, name="agency_list"),
    download("agencies", agencies.agency_download, "agency_download"),
    path("agencies/add/", agencies.agency_create, name="agency_create"),
    path("agencies/<slug:slug>/", agencies.agency_detail, name="agency_detail"),
    path("agencies/<slug:slug>/change/", agencies.agency_edit, name="agency_edit"),
    path("agencies/<slug:slug>/rename/", agencies.agency_rename, name="agency_rename"),
    path("agencies/<slug:slug>/end/", agencies.agency_end, name="agency_end"),
    path("agencies/<slug:slug>/merge/", agencies.agency_merge, name="agency_merge"),
    path("agencies/<slug:slug>/duties/<slug:duty>/", agencies.agency_duty, name="agency_duty"),
    path("groups/", groups.group_list, name="group_list"),
    download("groups", groups.group_download, "group_download"),
    path("groups/add/", groups.group_create, name="group_create"),
    path("groups/<slug:slug>/", groups.group_detail, name="group_detail"),
    path("groups/<slug:slug>/change/", groups.group_edit, name="group_edit"),
    path("groups/<slug:slug>/rename/", groups.group_rename, name="group_rename"),
    path("groups/<slug:slug>/end/", groups.group_end, name="group_end"),
    path("people/", people.person_list, name="person_list"),
    download("people", people.person_download, "person_download"),
    path("people/invite/", memberships.person_invite, name="person_invite"),
    path("people/posts/<slug:slug>/", groups.post_hand_over, name="post_hand_over"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/change/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/invitation/", people.person_send_invitation, name="person_send_invitation"),
    path("people/<int:pk>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("people/<int:pk>/reactivate/", people.person_reactivate, name="person_reactivate"),
    path("people/<int:pk>/second-factor/", people.person_reset_second_factor, name="person_reset_second_factor"),
    path("people/<int:pk>/memberships/add/", memberships.membership_add, name="membership_add"),
    path("people/<int:pk>/appointments/add/", people.appointment_add, name="appointment_add"),
    path("people/memberships/<int:pk>/change/", memberships.membership_edit, name="membership_edit"),
    path("people/memberships/<int:pk>/end/", memberships.membership_end, name="membership_end"),
    path("people/appointments/<int:pk>/end/", people.appointment_end, name="appointment_end"),
    path("coverage/", coverage.coverage, name="coverage"),
    download("coverage", coverage.coverage_download, "coverage_download"),
    path("periods/", periods.period_list, name="period_list"),
    download("periods", periods.period_download, "period_download"),
    path("periods/open/", periods.period_create, name="period_create"),
    path("periods/<slug:code>/", periods.period_detail, name="period_detail"),
    path("periods/<slug:code>/change/", periods.period_edit, name="period_edit"),
    path("periods/<slug:code>/close/", periods.period_close, name="period_close"),
    path("periods/<slug:code>/reopen/", periods.period_reopen, name="period_reopen"),
    path("help/", guides.guides, name="guides"),
    path("glossary/", glossary.glossary, name="glossary"),
    download("glossary", glossary.glossary_download, "glossary_download"),
    path("glossary/add/", glossary.glossary_add, name="glossary_add"),
    path("glossary/<int:pk>/", glossary.glossary_edit, name="glossary_edit"),
    path("glossary/<int:pk>/remove/", glossary.glossary_remove, name="glossary_remove"),
    path("activity/", activity.activity_list, name="activity_list"),
    download("activity", activity.activity_download, "activity_download"),
    path("activity/check/", activity.activity_check, name="activity_check"),
    path("notices/", notices.notice_list, name="notice_list"),
    path("notices/read/", notices.notice_mark_read, name="notice_mark_read"),
    path("notices/<uuid:pk>/", notices.notice_open, name="notice_open"),
]
