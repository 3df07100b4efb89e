"""The addresses of attendance, and of members' input."""

from django.urls import path, re_path

from assurance.urls.patterns import KEY
from assurance.views import attendance, member_inputs

LIST = "meetings/<uuid:key>/attendance/"
INPUT = "meetings/<uuid:key>/input/"
MEETING = rf"(?P<key>{KEY})"
FILE = r"download\.(?P<suffix>csv|xlsx)$"

urlpatterns = [
    path(LIST, attendance.attendance_detail, name="attendance_detail"),
    re_path(rf"^meetings/{MEETING}/attendance/{FILE}", attendance.attendance_download, name="attendance_download"),
    path(f"{LIST}reply/", attendance.attendance_reply, name="attendance_reply"),
    path(f"{LIST}take/", attendance.attendance_take, name="attendance_take"),
    path(f"{LIST}refresh/", attendance.attendance_refresh, name="attendance_refresh"),
    path(f"{LIST}guests/add/", attendance.attendance_guest_add, name="attendance_guest_add"),
    path(f"{LIST}<uuid:pk>/reply/", attendance.attendance_reply_for, name="attendance_reply_for"),
    path(f"{LIST}<uuid:pk>/confirm/", attendance.attendance_confirm, name="attendance_confirm"),
    path(f"{LIST}<uuid:pk>/remove/", attendance.attendance_guest_remove, name="attendance_guest_remove"),
    path(INPUT, member_inputs.input_list, name="input_list"),
    path(f"{INPUT}write/", member_inputs.input_write, name="input_write"),
    path(f"{INPUT}check/", member_inputs.input_check, name="input_check"),
    path(f"{INPUT}send/", member_inputs.input_send, name="input_send"),
    path("groups/<slug:slug>/attendance/", attendance.attendance_history, name="attendance_history"),
    re_path(
        rf"^groups/(?P<slug>[-\w]+)/attendance/{FILE}",
        attendance.attendance_history_download,
        name="attendance_history_download",
    ),
]
