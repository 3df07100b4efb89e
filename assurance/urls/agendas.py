"""The addresses of agendas, papers, circulated versions and forward plans."""

from django.urls import path, re_path

from assurance.urls.patterns import KEY
from assurance.views import agendas, forward_plan, papers

MEETING = "meetings/<uuid:key>"
ITEM = f"{MEETING}/agenda/<uuid:pk>"
VERSION = f"{MEETING}/circulated/<int:number>"
PLAN = "forward-plans/<slug:slug>"

urlpatterns = [
    path(f"{MEETING}/agenda/", agendas.agenda_edit, name="agenda_edit"),
    path(f"{MEETING}/agenda/build/", agendas.agenda_build, name="agenda_build"),
    path(f"{MEETING}/agenda/add/", agendas.item_add, name="agenda_item_add"),
    path(f"{MEETING}/agenda/agree/", agendas.agenda_agree, name="agenda_agree"),
    path(f"{MEETING}/agenda/open/", agendas.agenda_open, name="agenda_open"),
    path(f"{MEETING}/agenda/circulate/", papers.agenda_circulate, name="agenda_circulate"),
    path(f"{ITEM}/", agendas.item_edit, name="agenda_item_edit"),
    path(f"{ITEM}/up/", agendas.item_move, {"way": "up"}, name="agenda_item_up"),
    path(f"{ITEM}/down/", agendas.item_move, {"way": "down"}, name="agenda_item_down"),
    path(f"{ITEM}/remove/", agendas.item_remove, name="agenda_item_remove"),
    path(f"{ITEM}/comment/", agendas.item_comment, name="agenda_item_comment"),
    path(f"{ITEM}/papers/upload/", papers.paper_upload, name="paper_upload"),
    path(f"{ITEM}/papers/from-the-portal/", papers.paper_live, name="paper_live"),
    path(f"{MEETING}/papers/<uuid:pk>/", papers.paper_detail, name="paper_detail"),
    path(f"{MEETING}/papers/<uuid:pk>/remove/", papers.paper_remove, name="paper_remove"),
    path(f"{VERSION}/", papers.circulation, name="circulation"),
    path(f"{VERSION}/papers/<uuid:pk>/", papers.circulated_paper, name="circulated_paper"),
    re_path(
        rf"^meetings/(?P<key>{KEY})/circulated/(?P<number>\d+)/papers/(?P<pk>{KEY})/table\.(?P<suffix>csv|xlsx)$",
        papers.circulated_table,
        name="circulated_table",
    ),
    path("forward-plans/", forward_plan.forward_plan_list, name="forward_plan_list"),
    path(f"{PLAN}/", forward_plan.forward_plan, name="forward_plan"),
    re_path(
        r"^forward-plans/(?P<slug>[-\w]+)/download\.(?P<suffix>csv|xlsx)$",
        forward_plan.forward_plan_download,
        name="forward_plan_download",
    ),
    path(f"{PLAN}/add/", forward_plan.plan_add, name="plan_add"),
    path(f"{PLAN}/<uuid:pk>/", forward_plan.plan_edit, name="plan_edit"),
    path(f"{PLAN}/<uuid:pk>/drop/", forward_plan.plan_drop, name="plan_drop"),
    path(f"{PLAN}/<uuid:pk>/take-up/", forward_plan.plan_take_up, name="plan_take_up"),
    path(f"{PLAN}/ask/", forward_plan.request_ask, name="agenda_request_ask"),
    path(f"{PLAN}/requests/<uuid:pk>/decline/", forward_plan.request_decline, name="agenda_request_decline"),
    path(f"{PLAN}/liaison/", forward_plan.liaison_add, name="liaison_add"),
]
