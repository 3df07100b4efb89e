from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    """The ground floor: people, agencies, groups, periods, status returns and the activity log."""

    name = "assurance"
    verbose_name = "Assurance"
