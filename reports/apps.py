from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Board packs and annual reports, each built from one frozen snapshot."""

    name = "reports"
    verbose_name = "Reports"
