from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """The Appendix 1 indicator suite and its observations."""

    name = "indicators"
    verbose_name = "Indicators"
