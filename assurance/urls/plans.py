"""The addresses of plans and their priorities."""

from django.urls import path, re_path

from assurance.urls.patterns import KEY
from assurance.views import plans, priorities

urlpatterns = [
    path("plans/", plans.plan_list, name="plan_list"),
    re_path(r"^plans/download\.(?P<suffix>csv|xlsx)$", plans.plan_list_download, name="plan_list_download"),
    re_path(r"^plans/draw-up/(?P<kind>strategic|work|improvement)/$", plans.plan_draw_up, name="plan_draw_up"),
    path("plans/<uuid:pk>/", plans.plan_detail, name="plan_detail"),
    re_path(rf"^plans/(?P<pk>{KEY})/download\.(?P<suffix>csv|xlsx)$", plans.plan_download, name="plan_download"),
    path("plans/<uuid:pk>/change/", plans.plan_revise, name="plan_revise"),
    path("plans/<uuid:pk>/agree/", plans.plan_agree, name="plan_agree"),
    path("plans/<uuid:pk>/close/", plans.plan_close, name="plan_close"),
    path("plans/<uuid:pk>/reopen/", plans.plan_reopen, name="plan_reopen"),
    path("plans/<uuid:pk>/priorities/add/", priorities.priority_add, name="priority_add"),
    path("priorities/<uuid:pk>/", priorities.priority_detail, name="priority_detail"),
    path("priorities/<uuid:pk>/change/", priorities.priority_change, name="priority_change"),
    path("priorities/<uuid:pk>/take-out/", priorities.priority_take_out, name="priority_take_out"),
    path("priorities/<uuid:pk>/put-back/", priorities.priority_put_back, name="priority_put_back"),
    path("priorities/<uuid:pk>/review/", priorities.priority_review, name="priority_review"),
    path("priorities/<uuid:pk>/action/", priorities.priority_set_action, name="priority_set_action"),
]
