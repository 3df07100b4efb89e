"""Measures, figures, findings and data requests, as 0001 to 0005 left them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from assurance.models.frozen import insert_only
from assurance.models.new_tables import NewTables


class Migration(migrations.Migration):
    replaces = [
        ("indicators", "0001_initial"),
        ("indicators", "0002_insert_only"),
        ("indicators", "0003_figures_in_and_findings"),
        ("indicators", "0004_insert_only_again"),
        ("indicators", "0005_requests_withdrawn"),
    ]

    initial = True

    dependencies = [
        ("assurance", "0001_initial_to_0008"),
    ]

    operations = [
        NewTables(
            operations=[
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60, unique=True)),
                        ("publisher", models.CharField(max_length=160)),
                        ("title", models.CharField(max_length=200)),
                        ("licence", models.CharField(max_length=80)),
                        ("licence_url", models.URLField(blank=True)),
                        ("attribution", models.CharField(blank=True, max_length=240)),
                    ],
                    options={
                        "ordering": ["publisher", "title"],
                    },
                ),
                migrations.CreateModel(
                    name="Area",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("nation", "Nation"),
                                    ("region", "Region"),
                                    ("county", "County"),
                                    ("unitary", "Unitary authority"),
                                    ("london_borough", "London borough"),
                                    ("district", "District"),
                                    ("icb", "Integrated care board"),
                                    ("trust", "NHS trust"),
                                    ("derived", "Several bodies added up"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name today")),
                        (
                            "within",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="indicators.area",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="AreaCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "scheme",
                            models.CharField(
                                choices=[
                                    ("ons", "Office for National Statistics"),
                                    ("ods", "NHS Organisation Data Service"),
                                    ("dfe", "Department for Education local authority number"),
                                    ("portal", "Made up here for a derived area"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("code", models.CharField(max_length=16)),
                        ("starts_on", models.DateField(blank=True, null=True)),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="indicators.area"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["scheme", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="AreaName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("starts_on", models.DateField(blank=True, null=True)),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="names", to="indicators.area"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-ends_on"],
                    },
                ),
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200)),
                        ("sha256", models.CharField(max_length=64)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "undoes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="undone_by",
                                to="indicators.batch",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="batches",
                                to="indicators.source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "batches",
                        "ordering": ["-recorded_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Domain",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(unique=True)),
                        ("title", models.CharField(max_length=120)),
                        ("rationale", models.TextField()),
                        ("lead_in", models.TextField(blank=True, verbose_name="words its items complete")),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("number__lte", 3)), name="domain_one_of_three"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportMapping",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        ("title", models.CharField(max_length=160)),
                        ("columns", models.JSONField()),
                        ("changed_at", models.DateTimeField()),
                        (
                            "changed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mappings",
                                to="indicators.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["title"],
                    },
                ),
                migrations.CreateModel(
                    name="Indicator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[("judgement", "Judgement"), ("number_and_judgement", "Number and judgement")],
                                max_length=24,
                            ),
                        ),
                        (
                            "domain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="indicators",
                                to="indicators.domain",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="indicators.indicator",
                            ),
                        ),
                        (
                            "topic",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="indicator",
                                to="assurance.topic",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["domain", "position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="IndicatorDefinition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="in effect from")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="in effect to")),
                        ("document", models.CharField(max_length=160, verbose_name="where it is from")),
                        ("wording", models.TextField()),
                        ("wording_to_be_confirmed", models.BooleanField(default=False)),
                        ("numerator", models.TextField(blank=True)),
                        ("denominator", models.TextField(blank=True)),
                        (
                            "counts",
                            models.CharField(
                                blank=True,
                                choices=[("children", "Children, each counted once"), ("events", "Events")],
                                max_length=16,
                                verbose_name="what is counted",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("percent", "Percentage"),
                                    ("per_10000", "Rate per 10,000"),
                                    ("per_100000", "Rate per 100,000"),
                                    ("count", "Number"),
                                    ("days", "Days"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "polarity",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("higher_is_better", "Higher is better"),
                                    ("higher_is_worse", "Higher is worse"),
                                    ("no_judgement", "Neither higher nor lower is taken as better"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "frequency",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("weekly", "Every week"),
                                    ("fortnightly", "About every fortnight"),
                                    ("monthly", "Every month"),
                                    ("quarterly", "Every quarter"),
                                    ("academic_year", "Every academic year"),
                                    ("annual", "Every year"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "roll_up",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("total", "Added up"),
                                    ("average", "Averaged"),
                                    ("at_period_end", "The figure at the end of the period"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("owner", models.CharField(blank=True, max_length=160, verbose_name="post that owns it")),
                        (
                            "dissemination_threshold",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                verbose_name="smallest number of children that may leave the Partnership",
                            ),
                        ),
                        (
                            "is_early_warning",
                            models.BooleanField(default=False, verbose_name="early warning indicator"),
                        ),
                        ("data_notes", models.TextField(blank=True)),
                        (
                            "challenge_questions",
                            models.TextField(
                                blank=True, verbose_name="two to four questions to ask of the figure, one a line"
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="why it was changed")),
                        ("recorded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="definitions",
                                to="indicators.indicator",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source_agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.agency",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["indicator", "-starts_on"],
                    },
                ),
                migrations.CreateModel(
                    name="Judgement",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "extent",
                            models.CharField(
                                choices=[
                                    ("fully", "Fully"),
                                    ("largely", "Largely"),
                                    ("partly", "Partly"),
                                    ("not_yet", "Not yet"),
                                    ("cannot_say", "Cannot say"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("narrative", models.TextField()),
                        ("evidence", models.TextField()),
                        ("judged_on", models.DateField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="judgements",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="judgements",
                                to="indicators.indicator",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["indicator", "agency", "-judged_on", "-recorded_at"],
                    },
                ),
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True)),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("direct", "Direct"),
                                    ("near", "Near"),
                                    ("proxy", "Proxy"),
                                    ("context", "Context"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=200)),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("percent", "Percentage"),
                                    ("per_10000", "Rate per 10,000"),
                                    ("per_100000", "Rate per 100,000"),
                                    ("count", "Number"),
                                    ("days", "Days"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="decimal places shown")),
                        ("numerator", models.TextField(blank=True)),
                        ("denominator", models.TextField(blank=True)),
                        (
                            "polarity",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("higher_is_better", "Higher is better"),
                                    ("higher_is_worse", "Higher is worse"),
                                    ("no_judgement", "Neither higher nor lower is taken as better"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "frequency",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("weekly", "Every week"),
                                    ("fortnightly", "About every fortnight"),
                                    ("monthly", "Every month"),
                                    ("quarterly", "Every quarter"),
                                    ("academic_year", "Every academic year"),
                                    ("annual", "Every year"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("data_note", models.TextField(blank=True)),
                        ("is_current", models.BooleanField(default=True, verbose_name="still in use")),
                        (
                            "home_area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.area"
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="indicators.indicator",
                            ),
                        ),
                        ("joined_with", models.ManyToManyField(blank=True, related_name="+", to="assurance.agency")),
                        (
                            "source_agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="assurance.agency",
                                verbose_name="agency asked",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["indicator", "position"],
                    },
                ),
                migrations.CreateModel(
                    name="DataRequest",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("period_start", models.DateField()),
                        ("period_end", models.DateField()),
                        ("due_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Not yet sent"), ("sent", "Sent"), ("withdrawn", "Withdrawn")],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("value", models.DecimalField(blank=True, decimal_places=7, max_digits=15, null=True)),
                        ("numerator", models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True)),
                        ("denominator", models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True)),
                        ("not_available", models.TextField(blank=True, verbose_name="why there is no figure")),
                        ("analysis", models.TextField(blank=True, verbose_name="what the figure means")),
                        ("change_reason", models.TextField(blank=True, verbose_name="why it has changed so much")),
                        (
                            "correction_reason",
                            models.TextField(blank=True, verbose_name="why what was sent is corrected"),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("changed_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("correction_asked_at", models.DateTimeField(blank=True, null=True)),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="data_requests",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="data_requests",
                                to="assurance.reportingperiod",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="data_requests",
                                to="indicators.measure",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["period", "agency__name", "measure"],
                    },
                ),
                migrations.CreateModel(
                    name="Commentary",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("period_start", models.DateField()),
                        ("period_end", models.DateField()),
                        ("analysis", models.TextField()),
                        ("change_reason", models.TextField(blank=True)),
                        ("written_at", models.DateTimeField()),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assurance.agency"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.area"
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commentary",
                                to="indicators.batch",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commentary",
                                to="indicators.measure",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "commentary",
                        "ordering": ["measure", "area", "-period_end", "-written_at"],
                    },
                ),
                migrations.CreateModel(
                    name="ChartDecision",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("rebase", "New limits from this day"),
                                    ("ghost", "Point kept out of the limits"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("on", models.DateField()),
                        ("reason", models.TextField()),
                        ("decided_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("end_reason", models.TextField(blank=True)),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.area"
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="chart_decisions",
                                to="indicators.measure",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["measure", "area", "on"],
                    },
                ),
                migrations.CreateModel(
                    name="Benchmark",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("label", models.CharField(max_length=120, verbose_name="what it is called")),
                        ("value", models.DecimalField(decimal_places=7, max_digits=15)),
                        ("document", models.CharField(max_length=240, verbose_name="where it is from")),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        ("reason", models.TextField()),
                        ("set_at", models.DateTimeField()),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="benchmarks",
                                to="indicators.measure",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["measure", "label", "-starts_on"],
                    },
                ),
                migrations.CreateModel(
                    name="Objective",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(unique=True)),
                        ("title", models.CharField(max_length=160)),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("number__lte", 4)), name="objective_one_of_four"
                            )
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="indicator",
                    name="objectives",
                    field=models.ManyToManyField(blank=True, related_name="indicators", to="indicators.objective"),
                ),
                migrations.CreateModel(
                    name="Observation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("period_start", models.DateField()),
                        ("period_end", models.DateField()),
                        ("numerator", models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True)),
                        ("denominator", models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True)),
                        ("value", models.DecimalField(blank=True, decimal_places=7, max_digits=15, null=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("published", "Published"),
                                    ("suppressed", "Suppressed"),
                                    ("not_available", "Not available"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "symbol",
                            models.CharField(
                                blank=True, max_length=8, verbose_name="what the publisher printed instead"
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                        (
                            "area",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.area",
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="indicators.batch",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="indicators.measure",
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="indicators.observation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["measure", "area", "period_end", "period_start", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="LatestFigure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.area",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="latest_figures",
                                to="indicators.measure",
                            ),
                        ),
                        (
                            "observation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.observation",
                            ),
                        ),
                        (
                            "published",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.observation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["measure", "area"],
                    },
                ),
                migrations.CreateModel(
                    name="CurrentObservation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("period_end", models.DateField()),
                        ("period_start", models.DateField()),
                        (
                            "area",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.area",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="current_observations",
                                to="indicators.measure",
                            ),
                        ),
                        (
                            "observation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="current",
                                to="indicators.observation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["measure", "area", "period_end", "period_start"],
                    },
                ),
                migrations.CreateModel(
                    name="RequestEvent",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("send", "Sent"),
                                    ("ask_correction", "Correction asked for"),
                                    ("send_correction", "Correction sent"),
                                    ("change_date", "Due date changed"),
                                    ("withdraw", "Withdrawn"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("content", models.TextField(blank=True, verbose_name="what was sent, as canonical JSON")),
                        ("at", models.DateTimeField()),
                        (
                            "batch",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sent_as",
                                to="indicators.batch",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="indicators.datarequest",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SeriesDue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        (
                            "area",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="indicators.area",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="indicators.measure",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "series due",
                        "ordering": ["since", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SeriesFinding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("chart_kind", models.CharField(max_length=12)),
                        ("chart_reason", models.TextField()),
                        ("points", models.PositiveIntegerField(verbose_name="points with a value")),
                        ("mean", models.FloatField(blank=True, null=True)),
                        ("lower_limit", models.FloatField(blank=True, null=True)),
                        ("upper_limit", models.FloatField(blank=True, null=True)),
                        ("target", models.DecimalField(blank=True, decimal_places=7, max_digits=15, null=True)),
                        ("variation", models.CharField(max_length=24)),
                        ("assurance", models.CharField(blank=True, max_length=24)),
                        (
                            "meaning",
                            models.CharField(
                                choices=[
                                    ("improving", "Improving"),
                                    ("concerning", "Concerning"),
                                    ("neither", "Neither better nor worse"),
                                    ("common", "No change beyond chance"),
                                    ("cannot_tell", "Cannot tell"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("change", models.CharField(blank=True, max_length=24)),
                        ("change_sentence", models.TextField(blank=True)),
                        ("headline", models.CharField(max_length=300, verbose_name="the finding as a sentence")),
                        (
                            "spark",
                            models.JSONField(default=list, verbose_name="the last values, for the small picture"),
                        ),
                        ("rules_version", models.CharField(max_length=16)),
                        ("computed_at", models.DateTimeField()),
                        (
                            "area",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.area",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="findings",
                                to="indicators.measure",
                            ),
                        ),
                        (
                            "observation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.observation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["measure", "area"],
                    },
                ),
                migrations.CreateModel(
                    name="Signal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "meaning",
                            models.CharField(
                                choices=[
                                    ("improving", "Improving"),
                                    ("concerning", "Concerning"),
                                    ("neither", "Neither better nor worse"),
                                    ("common", "No change beyond chance"),
                                    ("cannot_tell", "Cannot tell"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("rules_met", models.TextField()),
                        ("headline", models.CharField(max_length=300)),
                        ("rules_version", models.CharField(max_length=16)),
                        ("seen_at", models.DateTimeField()),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.area"
                            ),
                        ),
                        (
                            "early_warning",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signals",
                                to="assurance.earlywarning",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signals",
                                to="indicators.measure",
                            ),
                        ),
                        (
                            "observation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signals",
                                to="indicators.observation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-seen_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRun",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("columns", models.JSONField(blank=True, null=True)),
                        ("file", models.FileField(max_length=200, upload_to="")),
                        ("file_name", models.CharField(max_length=200)),
                        ("sha256", models.CharField(max_length=64)),
                        ("size", models.PositiveBigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "Uploaded"),
                                    ("reading", "Being read"),
                                    ("previewed", "Read, waiting to be confirmed"),
                                    ("landing", "Being brought in"),
                                    ("landed", "Brought in"),
                                    ("failed", "Could not be brought in"),
                                    ("dropped", "Not brought in"),
                                    ("undone", "Undone"),
                                ],
                                default="uploaded",
                                max_length=12,
                            ),
                        ),
                        ("step_words", models.CharField(blank=True, max_length=80)),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="rows dealt with")),
                        ("total", models.PositiveIntegerField(default=0, verbose_name="rows in all")),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("lease_owner", models.CharField(blank=True, max_length=64)),
                        ("lease_until", models.DateTimeField(blank=True, null=True)),
                        ("preview", models.JSONField(blank=True, null=True)),
                        ("error", models.TextField(blank=True)),
                        ("uploaded_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "batch",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="import_runs",
                                to="indicators.batch",
                            ),
                        ),
                        (
                            "mapping",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="runs",
                                to="indicators.importmapping",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="import_runs",
                                to="indicators.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-uploaded_at"],
                    },
                ),
                migrations.CreateModel(
                    name="StatisticalNeighbour",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("model", models.PositiveSmallIntegerField(verbose_name="year of the model")),
                        ("rank", models.PositiveSmallIntegerField()),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="statistical_neighbours",
                                to="indicators.area",
                            ),
                        ),
                        (
                            "neighbour",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="indicators.area"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["area", "-model", "rank"],
                    },
                ),
                migrations.CreateModel(
                    name="SuiteChange",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("indicator_added", "Indicator added"),
                                    ("indicator_split", "Indicator split into parts"),
                                    ("indicator_retired", "Indicator retired"),
                                    ("indicator_restored", "Indicator taken up again"),
                                    ("definition_changed", "Definition changed"),
                                    ("objectives_changed", "Objectives changed"),
                                    ("measure_added", "Measure added"),
                                    ("measure_changed", "Measure changed"),
                                    ("measure_moved", "Measure moved"),
                                    ("measure_retired", "Measure retired"),
                                    ("measure_restored", "Measure taken up again"),
                                    ("target_set", "Target set"),
                                    ("target_ended", "Target ended"),
                                    ("benchmark_set", "Benchmark set"),
                                    ("benchmark_ended", "Benchmark ended"),
                                    ("chart_decided", "Chart decision"),
                                    ("decision_taken_back", "Chart decision taken back"),
                                    ("area_added", "Area added"),
                                    ("area_renamed", "Area renamed"),
                                    ("area_recoded", "Area given another code"),
                                    ("neighbours_recorded", "Statistical neighbours recorded"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("what", models.JSONField(default=list)),
                        ("reason", models.TextField()),
                        ("changed_at", models.DateTimeField()),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="indicators.area",
                            ),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="indicators.indicator",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="indicators.measure",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-changed_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("value", models.DecimalField(decimal_places=7, max_digits=15)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        ("reason", models.TextField()),
                        ("set_at", models.DateTimeField()),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="indicators.measure",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["measure", "-starts_on"],
                    },
                ),
                migrations.AddConstraint(
                    model_name="area",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("within__isnull", True),
                            models.Q(("within", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="area_not_within_itself",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="areacode",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="area_code_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="areacode",
                    constraint=models.UniqueConstraint(fields=("scheme", "code"), name="area_code_belongs_to_one_area"),
                ),
                migrations.AddConstraint(
                    model_name="areacode",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("area", "scheme"),
                        name="area_has_one_code_today",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="areaname",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="area_name_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="areaname",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)), fields=("area",), name="area_has_one_name_today"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="indicatordefinition",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="definition_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="indicatordefinition",
                    constraint=models.UniqueConstraint(
                        fields=("indicator", "starts_on"), name="definition_starts_once_a_day"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="indicatordefinition",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("indicator",),
                        name="indicator_has_one_definition_today",
                    ),
                ),
                migrations.AddIndex(
                    model_name="judgement",
                    index=models.Index(fields=["indicator", "agency", "judged_on"], name="judgement_newest"),
                ),
                migrations.AddConstraint(
                    model_name="judgement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("extent__in", ["fully", "largely", "partly", "not_yet", "cannot_say"])),
                        name="judgement_extent_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="judgement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("narrative", ""), _negated=True), name="judgement_has_a_narrative"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("indicator__isnull", False)),
                        fields=("indicator", "position"),
                        name="measure_position_once_an_indicator",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("indicator__isnull", False), ("relation", "context"), _connector="OR"),
                        name="measure_without_an_item_is_context",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("relation__in", ["direct", "near", "proxy", "context"])),
                        name="measure_relation_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("unit__in", ["percent", "per_10000", "per_100000", "count", "days"])),
                        name="measure_unit_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("decimals__lte", 7)), name="measure_shows_no_more_than_is_kept"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="datarequest",
                    constraint=models.UniqueConstraint(fields=("period", "measure"), name="data_request_once_a_period"),
                ),
                migrations.AddConstraint(
                    model_name="datarequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("period_end__gte", models.F("period_start"))),
                        name="data_request_period_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="datarequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("correction_asked_at__isnull", True),
                            models.Q(("sent_at__isnull", False), ("state", "draft")),
                            _connector="OR",
                        ),
                        name="data_request_correction_is_of_what_was_sent",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="datarequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(("sent_at__isnull", False), ("sent_by__isnull", False), ("state", "sent")),
                            models.Q(("sent_at__isnull", True), ("state", "withdrawn")),
                            _connector="OR",
                        ),
                        name="data_request_sent_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="chartdecision",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("measure", "area", "kind", "on"),
                        name="chart_decision_once_a_day",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="chartdecision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["rebase", "ghost"])), name="chart_decision_kind_is_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="chartdecision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="chart_decision_has_a_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="chartdecision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="chart_decision_taken_back_with_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="benchmark",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="benchmark_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="benchmark",
                    constraint=models.UniqueConstraint(
                        fields=("measure", "label", "starts_on"), name="benchmark_starts_once_a_day"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="benchmark",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("measure", "label"),
                        name="benchmark_once_today",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="benchmark",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="benchmark_has_a_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="indicator",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("parent__isnull", True)),
                        fields=("domain", "position"),
                        name="indicator_position_once_a_domain",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="indicator",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("parent__isnull", False)),
                        fields=("parent", "position"),
                        name="indicator_position_once_a_parent",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="indicator",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="indicator_not_its_own_part",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="indicator",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["judgement", "number_and_judgement"])),
                        name="indicator_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="observation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("measure", "area", "period_start", "period_end"),
                        name="observation_point_begins_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="observation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("period_end__gte", models.F("period_start"))),
                        name="observation_period_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="observation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("status__in", ["published", "suppressed", "not_available", "withdrawn"])),
                        name="observation_status_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="observation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), ("value__isnull", False)),
                            models.Q(
                                models.Q(("status", "published"), _negated=True),
                                ("numerator__isnull", True),
                                ("value__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="observation_has_a_value_or_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="observation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True), ("symbol", ""), _connector="OR"
                        ),
                        name="observation_with_a_value_has_no_symbol",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="observation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            ("supersedes__isnull", False),
                            _connector="OR",
                        ),
                        name="observation_withdrawn_was_there",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="observation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("numerator__isnull", True), ("numerator__gte", 0), _connector="OR"),
                            models.Q(("denominator__isnull", True), ("denominator__gte", 0), _connector="OR"),
                        ),
                        name="observation_counts_are_not_negative",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="latestfigure",
                    constraint=models.UniqueConstraint(fields=("measure", "area"), name="latest_figure_once_a_series"),
                ),
                migrations.AddConstraint(
                    model_name="currentobservation",
                    constraint=models.UniqueConstraint(
                        fields=("measure", "area", "period_end", "period_start"),
                        name="current_observation_once_a_point",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="requestevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("batch__isnull", False),
                                ("move__in", ["send", "send_correction"]),
                                models.Q(("content", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("move__in", ["send", "send_correction"]), _negated=True),
                                ("batch__isnull", True),
                                ("content", ""),
                            ),
                            _connector="OR",
                        ),
                        name="request_event_sends_a_batch",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="requestevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on__isnull", False), ("move", "change_date")),
                            models.Q(models.Q(("move", "change_date"), _negated=True), ("due_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="request_event_has_the_new_date",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="requestevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("move", "send"), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="request_event_says_why",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="requestevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("move__in", ["send", "ask_correction", "send_correction", "change_date", "withdraw"])
                        ),
                        name="request_event_move_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="seriesdue",
                    constraint=models.UniqueConstraint(fields=("measure", "area"), name="series_due_once"),
                ),
                migrations.AddConstraint(
                    model_name="seriesfinding",
                    constraint=models.UniqueConstraint(fields=("measure", "area"), name="series_finding_once_a_series"),
                ),
                migrations.AddConstraint(
                    model_name="seriesfinding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("meaning__in", ["improving", "concerning", "neither", "common", "cannot_tell"])
                        ),
                        name="series_finding_meaning_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signal",
                    constraint=models.UniqueConstraint(
                        fields=("observation", "rules_version"), name="signal_once_a_point"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("meaning__in", ["improving", "concerning", "neither", "common", "cannot_tell"])
                        ),
                        name="signal_meaning_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="importrun",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "uploaded",
                                    "reading",
                                    "previewed",
                                    "landing",
                                    "landed",
                                    "failed",
                                    "dropped",
                                    "undone",
                                ],
                            )
                        ),
                        name="import_run_state_is_known",
                    ),
                ),
                migrations.AddIndex(
                    model_name="batch",
                    index=models.Index(fields=["sha256"], name="batch_sha256"),
                ),
                migrations.AddConstraint(
                    model_name="statisticalneighbour",
                    constraint=models.UniqueConstraint(fields=("area", "model", "rank"), name="neighbour_rank_once"),
                ),
                migrations.AddConstraint(
                    model_name="statisticalneighbour",
                    constraint=models.UniqueConstraint(
                        fields=("area", "model", "neighbour"), name="neighbour_once_a_model"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="statisticalneighbour",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("neighbour", models.F("area")), _negated=True),
                        name="neighbour_is_another_area",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suitechange",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("area__isnull", True), ("indicator__isnull", False), ("measure__isnull", True)),
                            models.Q(("area__isnull", True), ("indicator__isnull", True), ("measure__isnull", False)),
                            models.Q(("area__isnull", False), ("indicator__isnull", True), ("measure__isnull", True)),
                            _connector="OR",
                        ),
                        name="suite_change_is_of_one_thing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suitechange",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "indicator_added",
                                    "indicator_split",
                                    "indicator_retired",
                                    "indicator_restored",
                                    "definition_changed",
                                    "objectives_changed",
                                    "measure_added",
                                    "measure_changed",
                                    "measure_moved",
                                    "measure_retired",
                                    "measure_restored",
                                    "target_set",
                                    "target_ended",
                                    "benchmark_set",
                                    "benchmark_ended",
                                    "chart_decided",
                                    "decision_taken_back",
                                    "area_added",
                                    "area_renamed",
                                    "area_recoded",
                                    "neighbours_recorded",
                                ],
                            )
                        ),
                        name="suite_change_kind_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suitechange",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="suite_change_has_a_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="target",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="target_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="target",
                    constraint=models.UniqueConstraint(
                        fields=("measure", "starts_on"), name="target_starts_once_a_day"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="target",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("measure",),
                        name="measure_has_one_target_today",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="target",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="target_has_a_reason"
                    ),
                ),
            ],
        ),
        insert_only(
            "indicators_batch",
        ),
        insert_only(
            "indicators_observation",
        ),
        insert_only(
            "indicators_judgement",
        ),
        insert_only(
            "indicators_commentary",
        ),
        insert_only(
            "indicators_requestevent",
        ),
        insert_only(
            "indicators_signal",
        ),
        insert_only(
            "indicators_suitechange",
        ),
    ]
