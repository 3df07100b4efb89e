"""Items of assurance and what each supports; the tools they come from (R81 to R86, R90, R91)."""

import uuid

from django.db import models
from django.db.models import F, Q

from assurance.models.choices import choices, one_of
from assurance.rules.evidence_tiers import (
    CONFIDENCE_WORDS,
    ELEMENT_WORDS,
    STRENGTH_WORDS,
    TIER_WORDS,
    VOICE_WORDS,
    Confidence,
    Element,
    Strength,
    Tier,
    Voice,
)


class AssuranceTool(models.Model):
    """One of the tools of SAF Figure 1, with the tier and element its items have unless said otherwise (C8)."""

    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField(max_length=240)
    tier = models.CharField(max_length=1, choices=choices(TIER_WORDS))
    element = models.CharField(max_length=12, choices=choices(ELEMENT_WORDS))
    fresh_months = models.PositiveSmallIntegerField("months for which an item is current", default=12)
    position = models.PositiveSmallIntegerField(default=0)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "title"]
        constraints = [
            one_of("tier", Tier, "assurance_tool_tier_is_one_of_three"),
            one_of("element", Element, "assurance_tool_element_is_one_of_three"),
        ]

    def __str__(self):
        return self.title


class AssuranceItem(models.Model):
    """
    One item of evidence: what it says, how much assurance it gives, and until when it is current.

    `origin` names the record it was made from by itself ("return:…"), and is blank for what a person recorded: the item
    of a record is made once, and brought up to date when that record is. `address` leads to the record in the portal,
    `link` to what is held elsewhere; `files` are kept here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tool = models.ForeignKey(AssuranceTool, models.PROTECT, related_name="items")
    tier = models.CharField(max_length=1, choices=choices(TIER_WORDS))
    element = models.CharField(max_length=12, choices=choices(ELEMENT_WORDS))
    title = models.CharField(max_length=240)
    finding = models.TextField("what it says")
    strength = models.CharField(max_length=12, choices=choices(STRENGTH_WORDS))
    confidence = models.CharField(max_length=6, choices=choices(CONFIDENCE_WORDS))
    voice = models.CharField(max_length=16, choices=choices(VOICE_WORDS), blank=True)
    of_operation = models.BooleanField(default=False)
    of_system = models.BooleanField(default=False)
    of_standards = models.BooleanField(default=False)
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField("where it comes from", max_length=240, blank=True)
    dated_on = models.DateField()
    current_until = models.DateField()
    origin = models.CharField(max_length=140, blank=True)
    address = models.CharField(max_length=240, blank=True)
    link = models.URLField(blank=True)
    recorded_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-dated_on", "-recorded_at", "pk"]
        constraints = [
            one_of("tier", Tier, "assurance_item_tier_is_one_of_three"),
            one_of("element", Element, "assurance_item_element_is_one_of_three"),
            one_of("strength", Strength, "assurance_item_strength_is_known"),
            one_of("confidence", Confidence, "assurance_item_confidence_is_known"),
            one_of("voice", Voice, "assurance_item_voice_is_known"),
            models.CheckConstraint(condition=~Q(finding=""), name="assurance_item_says_something"),
            models.CheckConstraint(
                condition=Q(current_until__gte=F("dated_on")), name="assurance_item_current_from_its_date"
            ),
            models.UniqueConstraint(fields=["origin"], condition=~Q(origin=""), name="assurance_item_once_a_record"),
            models.CheckConstraint(
                condition=~Q(origin="") | Q(recorded_by__isnull=False), name="assurance_item_by_hand_has_its_recorder"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="assurance_item_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self):
        return self.title


class ItemFile(models.Model):
    """A file kept with an item that a person recorded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AssuranceItem, models.PROTECT, related_name="files")
    file = models.FileField(upload_to="items/%Y/%m", max_length=200)
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.name


class Support(models.Model):
    """What an item gives assurance of: an indicator or topic, a priority, a theme or a risk. One item, many (R91)."""

    item = models.ForeignKey(AssuranceItem, models.PROTECT, related_name="supports")
    topic = models.ForeignKey("assurance.Topic", models.PROTECT, null=True, blank=True, related_name="supports")
    priority = models.ForeignKey("assurance.Priority", models.PROTECT, null=True, blank=True, related_name="supports")
    theme = models.ForeignKey("assurance.Theme", models.PROTECT, null=True, blank=True, related_name="supports")
    risk = models.ForeignKey("assurance.Risk", models.PROTECT, null=True, blank=True, related_name="supports")

    class Meta:
        ordering = ["item", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(topic__isnull=False, priority__isnull=True, theme__isnull=True, risk__isnull=True)
                | Q(topic__isnull=True, priority__isnull=False, theme__isnull=True, risk__isnull=True)
                | Q(topic__isnull=True, priority__isnull=True, theme__isnull=False, risk__isnull=True)
                | Q(topic__isnull=True, priority__isnull=True, theme__isnull=True, risk__isnull=False),
                name="support_of_one_thing",
            ),
            models.UniqueConstraint(fields=["item", "topic"], name="support_of_a_topic_once"),
            models.UniqueConstraint(fields=["item", "priority"], name="support_of_a_priority_once"),
            models.UniqueConstraint(fields=["item", "theme"], name="support_of_a_theme_once"),
            models.UniqueConstraint(fields=["item", "risk"], name="support_of_a_risk_once"),
        ]

    def __str__(self):
        return f"{self.topic or self.priority or self.theme or self.risk}"
