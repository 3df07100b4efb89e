"""What a statement is about: a theme of the Partnership or an Appendix 1 indicator; and the main objectives."""

from django.db import models


class TopicQuerySet(models.QuerySet):
    """Topics, of which those may be named that the Partnership speaks of today."""

    def named(self):
        """
        What a statement, concern, lesson, plan or audit can be about: every theme and indicator.

        Not the four main objectives: each of those is served by everything, so that naming one says nothing. Items of
        assurance alone may support one.
        """
        return self.exclude(kind=Topic.Kind.OBJECTIVE)


class Topic(models.Model):
    """One thing statements, concerns and figures can be about, so that they can be seen together (SAF 7, R50, R54)."""

    class Kind(models.TextChoices):
        THEME = "theme", "Theme"
        INDICATOR = "indicator", "Indicator"
        OBJECTIVE = "objective", "Objective"

    slug = models.SlugField(unique=True, max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=240)
    position = models.PositiveSmallIntegerField(default=0)
    is_current = models.BooleanField(default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position", "title"]

    def __str__(self):
        return self.title
