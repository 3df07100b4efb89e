"""What a statement is about: a theme of the Partnership or an Appendix 1 indicator."""

from django.db import models


class Topic(models.Model):
    """One thing statements, concerns and figures can be about, so that they can be seen together (SAF 7, R50)."""

    class Kind(models.TextChoices):
        THEME = "theme", "Theme"
        INDICATOR = "indicator", "Indicator"

    slug = models.SlugField(unique=True, max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=240)
    position = models.PositiveSmallIntegerField(default=0)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "position", "title"]

    def __str__(self):
        return self.title
