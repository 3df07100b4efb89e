"""The addresses of audits: the programme, one audit, its moves, its team, and where its findings go."""

from django.urls import path, re_path

from audits.views import audit_moves, audits, programme, team

urlpatterns = [
    path("", programme.audit_list, name="audit_list"),
    re_path(r"^download\.(?P<suffix>csv|xlsx)$", programme.audit_download, name="audit_download"),
    path("year/", programme.audit_year, name="audit_year"),
    re_path(r"^year/download\.(?P<suffix>csv|xlsx)$", programme.audit_year_download, name="audit_year_download"),
    path("plan/", programme.audit_plan, name="audit_plan"),
    path("<uuid:pk>/", audits.audit_detail, name="audit_detail"),
    path("<uuid:pk>/change/", audits.audit_change, name="audit_change"),
    path("<uuid:pk>/dates/", audits.audit_dates, name="audit_dates"),
    path("<uuid:pk>/remind/", audits.audit_remind, name="audit_remind"),
    path("<uuid:pk>/reasons/add/", audits.reason_add, name="reason_add"),
    path("<uuid:pk>/reasons/<uuid:reason>/remove/", audits.reason_remove, name="reason_remove"),
    path("<uuid:pk>/team/add/", team.team_join, name="team_join"),
    path("<uuid:pk>/team/<uuid:member>/leave/", team.team_leave, name="team_leave"),
    path("<uuid:pk>/team/<uuid:member>/lead/", team.team_lead, name="team_lead"),
    path("<uuid:pk>/team/<uuid:member>/training/", team.training_record, name="training_record"),
    path("<uuid:pk>/routings/add/", team.routing_add, name="routing_add"),
    path("<uuid:pk>/routings/<uuid:routing>/change/", team.routing_change, name="routing_change"),
    path("<uuid:pk>/routings/<uuid:routing>/remove/", team.routing_remove, name="routing_remove"),
    path("<uuid:pk>/launch/", audit_moves.audit_launch, name="audit_launch"),
    path("<uuid:pk>/moderate/", audit_moves.audit_moderate, name="audit_moderate"),
    path("<uuid:pk>/settle/", audit_moves.audit_settle, name="audit_settle"),
    path("<uuid:pk>/look-again/", audit_moves.audit_look_again, name="audit_look_again"),
    path("<uuid:pk>/publish/", audit_moves.audit_publish, name="audit_publish"),
    path("<uuid:pk>/respond/", audit_moves.audit_respond, name="audit_respond"),
    path("<uuid:pk>/revise/", audit_moves.audit_revise, name="audit_revise"),
    path("<uuid:pk>/cancel/", audit_moves.audit_cancel, name="audit_cancel"),
]
