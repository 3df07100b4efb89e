"""The addresses of meetings and of the calendar feeds."""

from django.urls import path, re_path

from assurance.urls.patterns import KEY
from assurance.views import calendar_feeds, meetings

FILE = r"download\.(?P<suffix>csv|xlsx)$"

urlpatterns = [
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    re_path(rf"^meetings/{FILE}", meetings.meeting_download, name="meeting_download"),
    path("meetings/plan/", meetings.meeting_plan, name="meeting_plan"),
    path("meetings/calendar/", calendar_feeds.calendar_feed_page, name="calendar_feed_page"),
    path("meetings/calendar/make/", calendar_feeds.calendar_feed_make, name="calendar_feed_make"),
    path("meetings/calendar/revoke/", calendar_feeds.calendar_feed_revoke, name="calendar_feed_revoke"),
    path("meetings/<uuid:key>/", meetings.meeting_detail, name="meeting_detail"),
    re_path(rf"^meetings/(?P<key>{KEY})/{FILE}", meetings.meeting_words_download, name="meeting_words_download"),
    path("meetings/<uuid:key>/move/", meetings.meeting_move, name="meeting_move"),
    path("meetings/<uuid:key>/cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path("meetings/<uuid:key>/rearrange/", meetings.meeting_rearrange, name="meeting_rearrange"),
    path("meetings/<uuid:key>/hold/", meetings.meeting_hold, name="meeting_hold"),
    re_path(r"^calendar/(?P<secret>[\w-]{20,80})\.ics$", calendar_feeds.calendar_feed, name="calendar_feed"),
]
