"""The glossary: every acronym spelt out, so that language fosters common understanding (ToR 4.3, R19)."""

from django.db import models
from django.db.models.functions import Lower


class GlossaryTerm(models.Model):
    """A term and its meaning in plain words."""

    term = models.CharField(max_length=60)
    stands_for = models.CharField(max_length=200)
    meaning = models.TextField(blank=True)
    source = models.CharField(max_length=120, blank=True)
    is_confirmed = models.BooleanField("the Business Team has confirmed what it stands for", default=True)

    class Meta:
        ordering = [Lower("term")]
        constraints = [models.UniqueConstraint(Lower("term"), name="glossary_term_once")]

    def __str__(self):
        return self.term
