import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assurance", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("within__isnull", True),
                            models.Q(("within", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="area_not_within_itself",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="area_code_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(fields=("scheme", "code"), name="area_code_belongs_to_one_area"),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("area", "scheme"),
                        name="area_has_one_code_today",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="area_name_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)), fields=("area",), name="area_has_one_name_today"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="indicators.source"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "batches",
                "ordering": ["-recorded_at", "-pk"],
                "indexes": [models.Index(fields=["sha256"], name="batch_sha256")],
            },
        ),
        migrations.CreateModel(
            name="Domain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="indicators", to="indicators.domain"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="indicator", to="assurance.topic"
                    ),
                ),
            ],
            options={
                "ordering": ["domain", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("parent__isnull", True)),
                        fields=("domain", "position"),
                        name="indicator_position_once_a_domain",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("parent__isnull", False)),
                        fields=("parent", "position"),
                        name="indicator_position_once_a_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="indicator_not_its_own_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["judgement", "number_and_judgement"])),
                        name="indicator_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorDefinition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        blank=True, null=True, verbose_name="smallest number of children that may leave the Partnership"
                    ),
                ),
                ("is_early_warning", models.BooleanField(default=False, verbose_name="early warning indicator")),
                ("data_notes", models.TextField(blank=True)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="definitions",
                        to="indicators.indicator",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="definition_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(fields=("indicator", "starts_on"), name="definition_starts_once_a_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("indicator",),
                        name="indicator_has_one_definition_today",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True)),
                (
                    "relation",
                    models.CharField(
                        choices=[("direct", "Direct"), ("near", "Near"), ("proxy", "Proxy"), ("context", "Context")],
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
            ],
            options={
                "ordering": ["indicator", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("indicator__isnull", False)),
                        fields=("indicator", "position"),
                        name="measure_position_once_an_indicator",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("indicator__isnull", False), ("relation", "context"), _connector="OR"),
                        name="measure_without_an_item_is_context",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("relation__in", ["direct", "near", "proxy", "context"])),
                        name="measure_relation_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["percent", "per_10000", "per_100000", "count", "days"])),
                        name="measure_unit_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decimals__lte", 7)), name="measure_shows_no_more_than_is_kept"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objective",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.CharField(blank=True, max_length=8, verbose_name="what the publisher printed instead"),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="observations", to="indicators.batch"
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("measure", "area", "period_start", "period_end"),
                        name="observation_point_begins_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_end__gte", models.F("period_start"))),
                        name="observation_period_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["published", "suppressed", "not_available", "withdrawn"])),
                        name="observation_status_known",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True), ("symbol", ""), _connector="OR"
                        ),
                        name="observation_with_a_value_has_no_symbol",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            ("supersedes__isnull", False),
                            _connector="OR",
                        ),
                        name="observation_withdrawn_was_there",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("numerator__isnull", True), ("numerator__gte", 0), _connector="OR"),
                            models.Q(("denominator__isnull", True), ("denominator__gte", 0), _connector="OR"),
                        ),
                        name="observation_counts_are_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LatestFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.observation"
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
                "constraints": [
                    models.UniqueConstraint(fields=("measure", "area"), name="latest_figure_once_a_series")
                ],
            },
        ),
        migrations.CreateModel(
            name="CurrentObservation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="current", to="indicators.observation"
                    ),
                ),
            ],
            options={
                "ordering": ["measure", "area", "period_end", "period_start"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "area", "period_end", "period_start"),
                        name="current_observation_once_a_point",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StatisticalNeighbour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [
                    models.UniqueConstraint(fields=("area", "model", "rank"), name="neighbour_rank_once"),
                    models.UniqueConstraint(fields=("area", "model", "neighbour"), name="neighbour_once_a_model"),
                    models.CheckConstraint(
                        condition=models.Q(("neighbour", models.F("area")), _negated=True),
                        name="neighbour_is_another_area",
                    ),
                ],
            },
        ),
    ]
