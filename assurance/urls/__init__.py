"""The addresses of the ground floor."""

from assurance.urls import (
    actions,
    agendas,
    attendance,
    escalations,
    meetings,
    minutes,
    partnership,
    practice,
    returns,
    warnings,
)

app_name = "assurance"
urlpatterns = [
    *returns.urlpatterns,
    *partnership.urlpatterns,
    *warnings.urlpatterns,
    *practice.urlpatterns,
    *meetings.urlpatterns,
    *agendas.urlpatterns,
    *attendance.urlpatterns,
    *minutes.urlpatterns,
    *actions.urlpatterns,
    *escalations.urlpatterns,
]
