"""Everything of the three-tier assurance model but audits and scrutiny, as 0001 to 0008 left it."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from assurance.models.frozen import insert_only
from assurance.models.new_tables import NewTables


class Migration(migrations.Migration):
    replaces = [
        ("assurance", "0001_initial"),
        ("assurance", "0002_insert_only"),
        ("assurance", "0003_early_warnings"),
        ("assurance", "0004_warning_event_insert_only"),
        ("assurance", "0005_meetings"),
        ("assurance", "0006_meetings_insert_only"),
        ("assurance", "0007_assurance_cycle"),
        ("assurance", "0008_assurance_cycle_insert_only"),
    ]

    initial = True

    dependencies = []

    operations = [
        NewTables(
            operations=[
                migrations.CreateModel(
                    name="ActivityHead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sequence", models.PositiveBigIntegerField(default=0)),
                        (
                            "entry_hash",
                            models.CharField(
                                default="0000000000000000000000000000000000000000000000000000000000000000",
                                max_length=64,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        ("title", models.CharField(max_length=240)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("terms_of_reference", "Terms of reference"),
                                    ("framework", "Framework"),
                                    ("arrangements", "Published arrangements"),
                                    ("protocol", "Protocol"),
                                    ("thresholds", "Thresholds and criteria"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("about", models.TextField(blank=True, verbose_name="what it is")),
                        ("is_signed", models.BooleanField(default=False, verbose_name="agencies sign up to it")),
                        ("review_months", models.PositiveSmallIntegerField(default=12)),
                        ("review_on", models.DateField(blank=True, null=True, verbose_name="next review")),
                    ],
                    options={
                        "ordering": ["title"],
                    },
                ),
                migrations.CreateModel(
                    name="EscalationStage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(unique=True)),
                        ("title", models.CharField(max_length=160)),
                        (
                            "who",
                            models.CharField(blank=True, max_length=240, verbose_name="who settles it at this stage"),
                        ),
                        (
                            "working_days",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="working days for it"),
                        ),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="where it is laid down")),
                        ("is_current", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["position"],
                    },
                ),
                migrations.CreateModel(
                    name="RapidReview",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("reference", models.CharField(max_length=40, unique=True)),
                        ("notified_on", models.DateField()),
                        ("due_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Decision awaited"), ("decided", "Decided")],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not yet decided"),
                                    ("local_review", "Local child safeguarding practice review"),
                                    ("national_panel", "Referred to the National Panel"),
                                    ("no_review", "No further review"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-notified_on", "reference"],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnItem",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("identity", models.UUIDField(default=uuid.uuid4)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("statement", models.TextField(blank=True)),
                        ("evidence", models.TextField(blank=True)),
                        ("action", models.TextField(blank=True)),
                        ("owner", models.CharField(blank=True, max_length=160)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        (
                            "change",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("new", "New this quarter"),
                                    ("better", "Better than last quarter"),
                                    ("same", "The same as last quarter"),
                                    ("worse", "Worse than last quarter"),
                                    ("closed", "Closed: no longer reported"),
                                ],
                                default="new",
                                max_length=8,
                            ),
                        ),
                        ("needs_review", models.BooleanField(default=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("changed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnSection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "section",
                            models.CharField(
                                choices=[
                                    ("going-well", "What is going well"),
                                    ("not-going-well", "What is not going well, and what is being done about it"),
                                    ("multi-agency-concerns", "Concerns about multi-agency working"),
                                    ("help-wanted", "Help wanted from partners"),
                                    ("news", "Inspection or restructure news"),
                                    ("voice", "Voice of children and families"),
                                    ("frontline-practice", "Efficacy of frontline practice"),
                                    ("lived-experience", "Lived experience of child and family"),
                                    (
                                        "shared-intelligence",
                                        "Timely sharing of information and intelligence derived from the discharge of agency responsibility",
                                    ),
                                    ("operational-delivery", "Contextual understanding of agency operational delivery"),
                                    ("interconnectivity", "Exploration of interconnectivity between agencies"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("nothing_to_report", models.TextField(blank=True)),
                        ("is_complete", models.BooleanField(default=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("changed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Topic",
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
                            models.CharField(choices=[("theme", "Theme"), ("indicator", "Indicator")], max_length=12),
                        ),
                        ("title", models.CharField(max_length=240)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("is_current", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["kind", "position", "title"],
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                        ("name", models.CharField(blank=True, max_length=120)),
                        ("post_title", models.CharField(blank=True, max_length=160)),
                        ("is_active", models.BooleanField(default=True)),
                        ("is_demo", models.BooleanField(default=False, editable=False)),
                        ("joined_at", models.DateTimeField(auto_now_add=True)),
                        ("grants_synced_on", models.DateField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["name", "email"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"), name="user_email_whatever_its_capitals"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Agency",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(unique=True)),
                        ("name", models.CharField(max_length=160, verbose_name="name today")),
                        ("short_name", models.CharField(max_length=60)),
                        (
                            "category",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("health", "Health"),
                                    ("local_authority", "Local Authority"),
                                    ("police", "Police"),
                                ],
                                max_length=20,
                                verbose_name="Safeguarding Partner",
                            ),
                        ),
                        ("role", models.TextField(blank=True, verbose_name="what it does")),
                        (
                            "asked_each_quarter",
                            models.BooleanField(
                                default=False, verbose_name="is asked for a status return each quarter"
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="where it is laid down")),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_from",
                                to="assurance.agency",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "agencies",
                        "ordering": ["name"],
                        "permissions": [
                            ("draft_return", "Draft return"),
                            ("sign_return", "Sign return"),
                            ("read_return", "Read return"),
                            ("send_figures", "Send figures"),
                            ("give_judgement", "Give judgement"),
                            ("read_action", "Read action"),
                            ("update_action", "Update action"),
                            ("manage_action", "Manage action"),
                            ("read_challenge", "Read challenge"),
                            ("answer_challenge", "Answer challenge"),
                            ("commit_agency", "Commit agency"),
                        ],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="AgendaRequest",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("item", "An item on its agenda"),
                                    ("chair_attends", "Its chair attends our meeting"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("title", models.CharField(max_length=240)),
                        ("why", models.TextField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("asked", "Asked"), ("placed", "On the agenda"), ("declined", "Declined")],
                                default="asked",
                                max_length=12,
                            ),
                        ),
                        ("answer", models.TextField(blank=True)),
                        ("asked_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaItem",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=240)),
                        (
                            "area",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Other business"),
                                    ("priorities", "Priorities and Strategic Plan"),
                                    ("dashboards", "Data dashboards"),
                                    ("reporting", "Reporting to the Safeguarding Partners"),
                                    ("strengths", "Partnership strengths"),
                                    ("inspection_readiness", "Preparation for inspection"),
                                    ("inspection_feedback", "Feedback from inspection and review"),
                                    ("practice_reviews", "Lessons from practice reviews"),
                                    ("policies", "Quality of policies and procedures"),
                                    ("voice", "Views of children and families"),
                                    ("scrutiny", "Work of the Independent Scrutineer"),
                                ],
                                max_length=24,
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("to_discuss", "To discuss"),
                                    ("to_decide", "To decide"),
                                    ("to_note", "To note"),
                                ],
                                default="to_discuss",
                                max_length=12,
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("own", "Added for this meeting"),
                                    ("standing", "Standing area"),
                                    ("forward_plan", "Forward plan"),
                                    ("carried_actions", "Actions carried forward"),
                                    ("request", "Requested by another group"),
                                ],
                                default="own",
                                max_length=16,
                            ),
                        ),
                        ("lead", models.CharField(blank=True, max_length=160, verbose_name="who leads, by post")),
                        ("minutes_allotted", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("note", models.TextField(blank=True, verbose_name="what the meeting is asked")),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="assurance.agendarequest",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AssuranceTool",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        ("title", models.CharField(max_length=240)),
                        (
                            "tier",
                            models.CharField(
                                choices=[
                                    ("1", "First tier: operational"),
                                    ("2", "Second tier: strategic"),
                                    ("3", "Third tier: independent"),
                                ],
                                max_length=1,
                            ),
                        ),
                        (
                            "element",
                            models.CharField(
                                choices=[
                                    ("quantitative", "Quantitative"),
                                    ("qualitative", "Qualitative"),
                                    ("judgement", "Professional judgement"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "fresh_months",
                            models.PositiveSmallIntegerField(
                                default=12, verbose_name="months for which an item is current"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("is_current", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["position", "title"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tier__in", ["1", "2", "3"])),
                                name="assurance_tool_tier_is_one_of_three",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("element__in", ["quantitative", "qualitative", "judgement"])),
                                name="assurance_tool_element_is_one_of_three",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("text", models.TextField()),
                        ("dissent", models.TextField(blank=True)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("stands", "Not yet carried out"),
                                    ("carried_out", "Carried out"),
                                    ("overtaken", "Overtaken by a later decision"),
                                ],
                                default="stands",
                                max_length=12,
                            ),
                        ),
                        ("outcome", models.TextField(blank=True, verbose_name="what came of it")),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="assurance.agendaitem",
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
                        "ordering": ["recorded_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentVersion",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("number", models.PositiveSmallIntegerField()),
                        ("label", models.CharField(max_length=60, verbose_name="its date or number as printed")),
                        ("text", models.TextField(blank=True)),
                        ("link", models.URLField(blank=True)),
                        ("changes", models.TextField(blank=True, verbose_name="what is different")),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("in_force", "In force"), ("superseded", "Superseded")],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("agreed_on", models.DateField(blank=True, null=True)),
                        (
                            "agreed_by",
                            models.CharField(blank=True, max_length=160, verbose_name="the group that agreed it"),
                        ),
                        ("added_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.decision",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="assurance.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["document", "-number"],
                    },
                ),
                migrations.CreateModel(
                    name="EarlyWarning",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("weak_performance", "Weak performance"),
                                    ("declining_performance", "Declining performance"),
                                    ("emerging_risk", "Emerging risk"),
                                    ("emerging_issue", "Emerging issue"),
                                    ("latent_concern", "Latent concern"),
                                    ("recurring_concern", "Recurring concern"),
                                    ("area_for_improvement", "Area for improvement"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("title", models.CharField(max_length=240)),
                        ("what", models.TextField(verbose_name="what is seen, and why it matters for children")),
                        ("finding", models.TextField(blank=True)),
                        ("chart", models.JSONField(blank=True, null=True)),
                        ("origin", models.CharField(blank=True, max_length=140)),
                        ("raised_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("raised", "Waiting for SAAS"),
                                    ("accepted", "Accepted by SAAS"),
                                    ("explained", "Explained"),
                                    ("escalated", "With the Executive Board"),
                                    ("answered", "Answered by the Executive Board"),
                                    ("closed", "Closed"),
                                ],
                                default="raised",
                                max_length=12,
                            ),
                        ),
                        (
                            "escalation_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("cannot_be_resolved", "It cannot be resolved by the members of SAAS"),
                                    ("needs_strategic_leadership", "It needs strategic leadership"),
                                ],
                                max_length=28,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "earlier",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="later",
                                to="assurance.earlywarning",
                            ),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="early_warnings",
                                to="assurance.topic",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-raised_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Escalation",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("title", models.CharField(max_length=240)),
                        ("what", models.TextField(verbose_name="what is in dispute, and what each side says")),
                        (
                            "due_on",
                            models.DateField(blank=True, null=True, verbose_name="by when this stage is to end"),
                        ),
                        (
                            "arbiter",
                            models.CharField(blank=True, max_length=160, verbose_name="who arbitrates, by post"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("resolved", "Resolved"), ("withdrawn", "Withdrawn")],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        ("outcome", models.TextField(blank=True)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agencies",
                            models.ManyToManyField(blank=True, related_name="escalations", to="assurance.agency"),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="escalations",
                                to="assurance.agendaitem",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "stage",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="escalations",
                                to="assurance.escalationstage",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-opened_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="EscalationEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("open", "Opened"),
                                    ("advance", "Taken to the next stage"),
                                    ("name_arbiter", "Arbiter named"),
                                    ("note", "Noted"),
                                    ("resolve", "Resolved"),
                                    ("withdraw", "Withdrawn"),
                                    ("reopen", "Reopened"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "escalation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="assurance.escalation",
                            ),
                        ),
                        (
                            "stage",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.escalationstage",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ForwardPlanItem",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("title", models.CharField(max_length=240)),
                        ("why", models.TextField(blank=True, verbose_name="why it is planned")),
                        (
                            "area",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Other business"),
                                    ("priorities", "Priorities and Strategic Plan"),
                                    ("dashboards", "Data dashboards"),
                                    ("reporting", "Reporting to the Safeguarding Partners"),
                                    ("strengths", "Partnership strengths"),
                                    ("inspection_readiness", "Preparation for inspection"),
                                    ("inspection_feedback", "Feedback from inspection and review"),
                                    ("practice_reviews", "Lessons from practice reviews"),
                                    ("policies", "Quality of policies and procedures"),
                                    ("voice", "Views of children and families"),
                                    ("scrutiny", "Work of the Independent Scrutineer"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("lead", models.CharField(blank=True, max_length=160, verbose_name="who leads, by post")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("on_agenda", "On an agenda"),
                                    ("covered", "Covered"),
                                    ("dropped", "Dropped"),
                                ],
                                default="planned",
                                max_length=12,
                            ),
                        ),
                        ("dropped_because", models.TextField(blank=True)),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["meeting__starts_at", "title", "pk"],
                    },
                ),
                migrations.AddField(
                    model_name="agendaitem",
                    name="planned",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="assurance.forwardplanitem",
                    ),
                ),
                migrations.CreateModel(
                    name="FundingJudgement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("financial_year", models.PositiveSmallIntegerField()),
                        (
                            "adequacy",
                            models.CharField(
                                choices=[
                                    ("adequate", "Adequate"),
                                    ("partly", "Adequate in part"),
                                    ("not_adequate", "Not adequate"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "budget",
                            models.DecimalField(decimal_places=2, max_digits=12, verbose_name="budget, in pounds"),
                        ),
                        ("text", models.TextField(verbose_name="why")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.decision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-financial_year", "-at"],
                    },
                ),
                migrations.CreateModel(
                    name="GlossaryTerm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("term", models.CharField(max_length=60)),
                        ("stands_for", models.CharField(max_length=200)),
                        ("meaning", models.TextField(blank=True)),
                        ("source", models.CharField(blank=True, max_length=120)),
                        (
                            "is_confirmed",
                            models.BooleanField(
                                default=True, verbose_name="the Business Team has confirmed what it stands for"
                            ),
                        ),
                    ],
                    options={
                        "ordering": [django.db.models.functions.text.Lower("term")],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("term"), name="glossary_term_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Inspection",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "inspectorate",
                            models.CharField(
                                choices=[
                                    ("ofsted", "Ofsted"),
                                    ("hmicfrs", "HMICFRS"),
                                    ("cqc", "CQC"),
                                    ("jtai", "Joint targeted area inspection"),
                                    ("probation", "HM Inspectorate of Probation"),
                                    ("other", "Other"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("title", models.CharField(max_length=240)),
                        ("inspected_on", models.DateField()),
                        ("published_on", models.DateField(blank=True, null=True)),
                        (
                            "judgement",
                            models.CharField(blank=True, max_length=160, verbose_name="overall judgement as published"),
                        ),
                        ("strengths", models.TextField(blank=True)),
                        ("improve", models.TextField(blank=True, verbose_name="areas for improvement")),
                        ("link", models.URLField(blank=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "agencies",
                            models.ManyToManyField(blank=True, related_name="inspections", to="assurance.agency"),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "topics",
                            models.ManyToManyField(blank=True, related_name="inspections", to="assurance.topic"),
                        ),
                    ],
                    options={
                        "ordering": ["-inspected_on", "title"],
                    },
                ),
                migrations.CreateModel(
                    name="InspectionRecommendation",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("text", models.TextField()),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recommendations",
                                to="assurance.inspection",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["inspection", "position"],
                    },
                ),
                migrations.CreateModel(
                    name="ItemComment",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="assurance.agendaitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Lesson",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("title", models.CharField(max_length=240)),
                        ("what", models.TextField(verbose_name="what was learned")),
                        (
                            "change",
                            models.TextField(
                                verbose_name="what should change in training, policy, practice or outcomes"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("local", "Local practice review"),
                                    ("national", "National practice review"),
                                    ("legacy", "Serious case review before September 2019"),
                                    ("child_death", "Child Death Overview Panel"),
                                    ("rapid", "Rapid review"),
                                    ("other", "Other learning"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "review_title",
                            models.CharField(max_length=240, verbose_name="the review or panel it comes from"),
                        ),
                        ("published_on", models.DateField(blank=True, null=True)),
                        ("link", models.URLField(blank=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "rapid_review",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="assurance.rapidreview",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-recorded_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="LessonGiven",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("due_on", models.DateField(verbose_name="by when it tells what changed")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("given", "Given, nothing told yet"),
                                    ("taken_up", "Taken up"),
                                    ("changed", "Led to change"),
                                ],
                                default="given",
                                max_length=8,
                            ),
                        ),
                        ("given_at", models.DateTimeField()),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="given", to="assurance.lesson"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "lessons given",
                        "ordering": ["due_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="LessonChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("training", "Training"),
                                    ("policy", "Policy"),
                                    ("practice", "Practice"),
                                    ("outcomes", "Outcomes for children"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("text", models.TextField(verbose_name="what changed, and how you know")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "given",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="assurance.lessongiven",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        (
                            "held",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not yet decided"),
                                    ("face_to_face", "Face to face"),
                                    ("virtual", "Virtual"),
                                    ("both", "Face to face and virtual"),
                                ],
                                max_length=16,
                                verbose_name="how it is held",
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ordinary", "Ordinary meeting"),
                                    ("extraordinary", "Extraordinary meeting"),
                                    ("working_group", "Working group"),
                                ],
                                default="ordinary",
                                max_length=16,
                            ),
                        ),
                        (
                            "minutes_long",
                            models.PositiveSmallIntegerField(default=120, verbose_name="planned length in minutes"),
                        ),
                        ("place", models.CharField(blank=True, max_length=160, verbose_name="where it is held")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("agreed", "Agenda agreed"),
                                    ("circulated", "Papers circulated"),
                                    ("held", "Held"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="planned",
                                max_length=12,
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                blank=True,
                                max_length=160,
                                verbose_name="what it is about, if it is not an ordinary meeting",
                            ),
                        ),
                        (
                            "instead_of",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rearranged_as",
                                to="assurance.meeting",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="working_groups",
                                to="assurance.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts_at"],
                    },
                ),
                migrations.AddField(
                    model_name="forwardplanitem",
                    name="meeting",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned",
                        to="assurance.meeting",
                    ),
                ),
                migrations.AddField(
                    model_name="escalation",
                    name="meeting",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="assurance.meeting",
                    ),
                ),
                migrations.AddField(
                    model_name="decision",
                    name="meeting",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="assurance.meeting"
                    ),
                ),
                migrations.CreateModel(
                    name="Circulation",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "what",
                            models.CharField(
                                choices=[("papers", "Agenda and papers"), ("minutes", "Minutes")], max_length=8
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("content", models.TextField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("due_on", models.DateField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="circulations",
                                to="assurance.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "number"],
                    },
                ),
                migrations.CreateModel(
                    name="Attendee",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("post", models.CharField(max_length=160)),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("member", "Member"),
                                    ("substitute", "Substitute"),
                                    ("in_attendance", "In attendance"),
                                    ("scrutineer", "Independent Scrutineer"),
                                    ("secretariat", "Business Team"),
                                    ("observer", "Participating observer"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "reply",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No reply yet"),
                                    ("coming", "Coming"),
                                    ("apologies", "Apologies"),
                                    ("sends_substitute", "Sends a substitute"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("replied_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "presence",
                            models.CharField(
                                blank=True,
                                choices=[("", "Not yet recorded"), ("present", "Present"), ("absent", "Absent")],
                                max_length=8,
                            ),
                        ),
                        ("is_in_chair", models.BooleanField(default=False, verbose_name="was in the chair")),
                        (
                            "reason",
                            models.TextField(blank=True, verbose_name="why a substitute comes, as an exception"),
                        ),
                        (
                            "can_contribute",
                            models.BooleanField(
                                blank=True,
                                null=True,
                                verbose_name="can contribute meaningfully and commission work in their own agency",
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "substitutes_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="substitutes",
                                to="assurance.attendee",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendees",
                                to="assurance.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["standing", "post", "pk"],
                    },
                ),
                migrations.AddField(
                    model_name="agendarequest",
                    name="meeting",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="assurance.meeting"
                    ),
                ),
                migrations.AddField(
                    model_name="agendaitem",
                    name="meeting",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agenda", to="assurance.meeting"
                    ),
                ),
                migrations.CreateModel(
                    name="MeetingEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("plan", "Planned"),
                                    ("move", "Moved to another time or place"),
                                    ("agree", "Agenda agreed by the chair"),
                                    ("change_agenda", "Agenda opened for changes"),
                                    ("circulate", "Agenda and papers circulated"),
                                    ("hold", "Held"),
                                    ("cancel", "Cancelled"),
                                    ("rearrange", "Rearranged"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="assurance.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="MemberInput",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "actions_taken",
                            models.TextField(
                                blank=True,
                                verbose_name="feedback on actions taken on priorities and the Strategic Plan",
                            ),
                        ),
                        (
                            "context",
                            models.TextField(blank=True, verbose_name="context and interpretation of the data"),
                        ),
                        (
                            "risks",
                            models.TextField(blank=True, verbose_name="impact of known risks and emerging issues"),
                        ),
                        (
                            "inspection",
                            models.TextField(
                                blank=True, verbose_name="feedback from inspection, and legislative change to come"
                            ),
                        ),
                        ("fora", models.TextField(blank=True, verbose_name="concerns and emerging themes from fora")),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("changed_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inputs",
                                to="assurance.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["agency__name", "sent_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Minutes",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("approved", "Approved by the chair"),
                                    ("circulated", "Circulated"),
                                ],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        (
                            "meeting",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="minutes",
                                to="assurance.meeting",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "minutes",
                    },
                ),
                migrations.CreateModel(
                    name="MinuteEntry",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("discussion", models.TextField(blank=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("changed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="minuted",
                                to="assurance.agendaitem",
                            ),
                        ),
                        (
                            "minutes",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="assurance.minutes",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["item__position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="MinutesEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("begin", "Begun"),
                                    ("approve", "Approved by the chair"),
                                    ("correct", "Opened for correction"),
                                    ("circulate", "Circulated"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "minutes",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="assurance.minutes",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Paper",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(choices=[("file", "File"), ("live", "From the portal")], max_length=8),
                        ),
                        ("title", models.CharField(max_length=240)),
                        ("source", models.CharField(blank=True, max_length=40)),
                        ("file", models.FileField(blank=True, max_length=200, upload_to="papers/%Y/%m")),
                        ("name", models.CharField(blank=True, max_length=160)),
                        ("content_type", models.CharField(blank=True, max_length=120)),
                        ("size", models.PositiveIntegerField(default=0)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="papers",
                                to="assurance.agendaitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["added_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PartnershipGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(unique=True)),
                        ("name", models.CharField(max_length=160, verbose_name="name today")),
                        ("short_name", models.CharField(max_length=60)),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("partnership", "The Partnership"),
                                    ("board", "Board"),
                                    ("sub_group", "Sub-group"),
                                    ("forum", "Forum"),
                                    ("business_support", "Business support"),
                                    ("linked", "Linked partnership"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "area",
                            models.CharField(
                                choices=[("kent", "Kent"), ("kent_and_medway", "Kent and Medway")],
                                default="kent",
                                max_length=20,
                            ),
                        ),
                        ("roles", models.TextField(blank=True, verbose_name="its roles, one a line")),
                        (
                            "represents",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No agency is required"),
                                    ("partners", "The three Safeguarding Partners"),
                                    ("every_agency", "Every Safeguarding Partner and Relevant Agency"),
                                ],
                                max_length=20,
                                verbose_name="agencies it must have",
                            ),
                        ),
                        ("meets", models.CharField(blank=True, max_length=60, verbose_name="how often it meets")),
                        (
                            "asked_each_quarter",
                            models.BooleanField(
                                default=False, verbose_name="is asked for a status return each quarter"
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="where it is laid down")),
                    ],
                    options={
                        "ordering": ["name"],
                        "permissions": [
                            ("draft_return", "Draft return"),
                            ("sign_return", "Sign return"),
                            ("read_return", "Read return"),
                            ("read_pack", "Read pack"),
                            ("comment", "Comment"),
                            ("decide", "Decide"),
                            ("manage_partnership", "Manage partnership"),
                            ("manage_people", "Manage people"),
                            ("manage_accounts", "Manage accounts"),
                            ("track_returns", "Track returns"),
                            ("review_returns", "Review returns"),
                            ("build_pack", "Build pack"),
                            ("read_indicators", "Read indicators"),
                            ("manage_indicators", "Manage indicators"),
                            ("send_figures", "Send figures"),
                            ("give_judgement", "Give judgement"),
                            ("agree_judgement", "Agree judgement"),
                            ("read_warning", "Read warning"),
                            ("raise_warning", "Raise warning"),
                            ("handle_warning", "Handle warning"),
                            ("answer_warning", "Answer warning"),
                            ("read_meeting", "Read meeting"),
                            ("run_meeting", "Run meeting"),
                            ("chair_meeting", "Chair meeting"),
                            ("read_action", "Read action"),
                            ("update_action", "Update action"),
                            ("manage_action", "Manage action"),
                            ("read_escalation", "Read escalation"),
                            ("handle_escalation", "Handle escalation"),
                            ("read_plan", "Read plan"),
                            ("manage_plan", "Manage plan"),
                            ("read_improvement", "Read improvement"),
                            ("manage_theme", "Manage theme"),
                            ("read_assurance", "Read assurance"),
                            ("record_assurance", "Record assurance"),
                            ("manage_assurance", "Manage assurance"),
                            ("read_challenge", "Read challenge"),
                            ("raise_challenge", "Raise challenge"),
                            ("answer_challenge", "Answer challenge"),
                            ("settle_challenge", "Settle challenge"),
                            ("commit_agency", "Commit agency"),
                            ("read_review", "Read review"),
                            ("manage_review", "Manage review"),
                            ("read_funding", "Read funding"),
                            ("manage_funding", "Manage funding"),
                            ("read_directory", "Read directory"),
                            ("read_activity", "Read activity"),
                        ],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="group_ends_after_it_starts",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("level", "partnership")),
                                fields=("level",),
                                name="group_one_partnership",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("text", models.CharField(max_length=200)),
                        ("url", models.CharField(max_length=300)),
                        ("permission", models.CharField(max_length=40)),
                        ("created_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        ("mailed_at", models.DateTimeField(blank=True, null=True)),
                        ("withheld_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("business_team", "Business Team"),
                                    ("partner_lead", "Partner lead"),
                                    ("partner_contributor", "Partner contributor"),
                                    ("agency_representative", "Agency representative"),
                                    ("board_member", "Executive Board member"),
                                    ("board_observer", "Board observer"),
                                    ("saas_chair", "SAAS chair"),
                                    ("saas_deputy", "SAAS deputy chair"),
                                    ("saas_member", "SAAS member"),
                                    ("group_chair", "Sub-group or forum chair"),
                                    ("independent_scrutineer", "Independent Scrutineer"),
                                    ("audit_team_member", "Audit team member"),
                                    ("inspector", "Inspector"),
                                    ("outside_reader", "Outside reader of an improvement plan"),
                                    ("system_administrator", "System administrator"),
                                ],
                                max_length=40,
                            ),
                        ),
                        (
                            "capacity",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "For an agency"),
                                    ("elected_member", "Elected Member"),
                                    ("lay", "Lay member"),
                                    ("voluntary_sector", "Voluntary sector"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "has_authority",
                            models.BooleanField(
                                default=False,
                                verbose_name="can reflect the agency's data processes and has authority to present and commission work",
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "representing",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="representatives",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                        (
                            "speaks_for_chair_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spokespeople",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["person__name", "person__email", "role"],
                    },
                ),
                migrations.AddField(
                    model_name="meeting",
                    name="group",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="assurance.partnershipgroup",
                    ),
                ),
                migrations.CreateModel(
                    name="Liaison",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("on", models.DateField()),
                        ("about", models.TextField(verbose_name="what it was about, and what was agreed")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="liaisons",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "-at"],
                    },
                ),
                migrations.AddField(
                    model_name="lessongiven",
                    name="group",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons",
                        to="assurance.partnershipgroup",
                    ),
                ),
                migrations.CreateModel(
                    name="GroupReview",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("reviewed_on", models.DateField()),
                        ("findings", models.TextField()),
                        ("recommendations", models.TextField(blank=True, verbose_name="recommendations for action")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="group_reviews",
                                to="assurance.meeting",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-reviewed_on", "-at"],
                    },
                ),
                migrations.CreateModel(
                    name="GroupName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        ("note", models.TextField(blank=True)),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="where it is laid down")),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                    },
                ),
                migrations.AddField(
                    model_name="forwardplanitem",
                    name="group",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forward_plan",
                        to="assurance.partnershipgroup",
                    ),
                ),
                migrations.AddField(
                    model_name="document",
                    name="group",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="assurance.partnershipgroup",
                    ),
                ),
                migrations.CreateModel(
                    name="Commission",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("title", models.CharField(max_length=240)),
                        ("what", models.TextField(verbose_name="what is asked, and why")),
                        ("due_on", models.DateField()),
                        ("result", models.TextField(blank=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("awaiting", "Awaiting ratification"),
                                    ("ratified", "Ratified, under way"),
                                    ("refused", "Not ratified"),
                                    ("done", "Done"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="awaiting",
                                max_length=12,
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.decision",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.meeting",
                            ),
                        ),
                        (
                            "from_group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissions_made",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                        (
                            "to_group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissions_received",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "title", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AssuranceItem",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "tier",
                            models.CharField(
                                choices=[
                                    ("1", "First tier: operational"),
                                    ("2", "Second tier: strategic"),
                                    ("3", "Third tier: independent"),
                                ],
                                max_length=1,
                            ),
                        ),
                        (
                            "element",
                            models.CharField(
                                choices=[
                                    ("quantitative", "Quantitative"),
                                    ("qualitative", "Qualitative"),
                                    ("judgement", "Professional judgement"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("title", models.CharField(max_length=240)),
                        ("finding", models.TextField(verbose_name="what it says")),
                        (
                            "strength",
                            models.CharField(
                                choices=[
                                    ("substantial", "Substantial assurance"),
                                    ("partial", "Partial assurance"),
                                    ("little", "Little assurance"),
                                    ("none", "No assurance"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "confidence",
                            models.CharField(
                                choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")], max_length=6
                            ),
                        ),
                        (
                            "voice",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Neither"),
                                    ("child_and_family", "Voice of the child and family"),
                                    ("practitioner", "Voice of practitioners"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("of_operation", models.BooleanField(default=False)),
                        ("of_system", models.BooleanField(default=False)),
                        ("of_standards", models.BooleanField(default=False)),
                        ("source", models.CharField(blank=True, max_length=240, verbose_name="where it comes from")),
                        ("dated_on", models.DateField()),
                        ("current_until", models.DateField()),
                        ("origin", models.CharField(blank=True, max_length=140)),
                        ("address", models.CharField(blank=True, max_length=240)),
                        ("link", models.URLField(blank=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_reason", models.TextField(blank=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.agency",
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
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "tool",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="assurance.assurancetool",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-dated_on", "-recorded_at", "pk"],
                    },
                ),
                migrations.AddField(
                    model_name="agendarequest",
                    name="from_group",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests_made",
                        to="assurance.partnershipgroup",
                    ),
                ),
                migrations.AddField(
                    model_name="agendarequest",
                    name="to_group",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests_received",
                        to="assurance.partnershipgroup",
                    ),
                ),
                migrations.AddField(
                    model_name="agency",
                    name="represented_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="represents_agencies",
                        to="assurance.partnershipgroup",
                    ),
                ),
                migrations.CreateModel(
                    name="Plan",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("strategic", "Strategic plan"),
                                    ("work", "Work plan"),
                                    ("improvement", "Improvement plan"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("title", models.CharField(max_length=240)),
                        ("why", models.TextField(blank=True, verbose_name="what it is for")),
                        (
                            "lead",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="who is responsible for its delivery, by post"
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Being drawn up"), ("agreed", "Agreed"), ("closed", "Closed")],
                                default="draft",
                                max_length=8,
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.decision",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="improvement_plans",
                                to="assurance.inspection",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-starts_on", "title", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PlanEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("draw_up", "Drawn up"),
                                    ("agree", "Agreed"),
                                    ("close", "Closed"),
                                    ("reopen", "Opened for changes"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="assurance.plan"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Policy",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("title", models.CharField(max_length=240, unique=True)),
                        ("about", models.TextField(blank=True, verbose_name="what it covers")),
                        ("link", models.URLField(blank=True)),
                        ("review_on", models.DateField(verbose_name="next review")),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="policies",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                        ("topics", models.ManyToManyField(blank=True, related_name="policies", to="assurance.topic")),
                    ],
                    options={
                        "verbose_name_plural": "policies",
                        "ordering": ["title"],
                    },
                ),
                migrations.CreateModel(
                    name="PolicyAssurance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("assured_on", models.DateField()),
                        (
                            "efficacy",
                            models.CharField(
                                choices=[
                                    ("effective", "Effective"),
                                    ("partly", "Partly effective"),
                                    ("not_effective", "Not effective"),
                                    ("not_known", "Cannot yet be told"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("evidence", models.TextField(verbose_name="the evidence of its efficacy")),
                        ("impact", models.TextField(verbose_name="its impact on practice and for children")),
                        ("review_on", models.DateField(verbose_name="next review")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assurance",
                                to="assurance.policy",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "policy assurance",
                        "ordering": ["-assured_on", "-at"],
                    },
                ),
                migrations.CreateModel(
                    name="Post",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(unique=True)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("chief_officer", "Accountable chief officer"),
                                    ("delegated_lead", "Delegated lead"),
                                    ("chair", "Chair"),
                                    ("deputy_chair", "Deputy chair"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=120)),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["kind", "title"],
                    },
                ),
                migrations.CreateModel(
                    name="PostHolding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="post_holdings",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holdings",
                                to="assurance.post",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                    },
                ),
                migrations.CreateModel(
                    name="Priority",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=240)),
                        ("outcome", models.TextField(verbose_name="what is to be different for children")),
                        ("lead", models.CharField(max_length=160, verbose_name="responsible lead, by post")),
                        ("links", models.TextField(blank=True, verbose_name="links with other strategies and boards")),
                        ("is_current", models.BooleanField(default=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="priorities",
                                to="assurance.plan",
                            ),
                        ),
                        ("topics", models.ManyToManyField(blank=True, related_name="priorities", to="assurance.topic")),
                    ],
                    options={
                        "verbose_name_plural": "priorities",
                        "ordering": ["plan", "position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PriorityReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(verbose_name="first day of the month it is about")),
                        (
                            "progress",
                            models.CharField(
                                choices=[
                                    ("not_started", "Not started"),
                                    ("on_course", "On course"),
                                    ("at_risk", "At risk"),
                                    ("off_course", "Off course"),
                                    ("achieved", "Achieved"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("done", models.TextField(verbose_name="what was done")),
                        (
                            "difference",
                            models.TextField(blank=True, verbose_name="what changed for children, and how you know"),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.partnershipgroup",
                                verbose_name="who reports",
                            ),
                        ),
                        (
                            "priority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="assurance.priority",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["month", "at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RapidReviewEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("notify", "Notified"),
                                    ("note", "Noted"),
                                    ("decide", "Decided"),
                                    ("correct", "Decision taken back"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="assurance.rapidreview",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReportingPeriod",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("financial_year", models.PositiveSmallIntegerField()),
                        ("quarter", models.PositiveSmallIntegerField()),
                        ("opens_on", models.DateField()),
                        ("due_on", models.DateField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "meeting",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reporting_period",
                                to="assurance.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-financial_year", "-quarter"],
                    },
                ),
                migrations.CreateModel(
                    name="PeriodEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("change_dates", "Dates changed"),
                                    ("close", "Closed"),
                                    ("reopen", "Reopened"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="assurance.reportingperiod",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="EvidenceFile",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("file", models.FileField(max_length=200, upload_to="evidence/%Y/%m")),
                        ("name", models.CharField(max_length=160)),
                        ("content_type", models.CharField(max_length=120)),
                        ("size", models.PositiveIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("uploaded_at", models.DateTimeField()),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="files",
                                to="assurance.returnitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["uploaded_at", "pk"],
                    },
                ),
                migrations.AddField(
                    model_name="returnitem",
                    name="section",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="assurance.returnsection"
                    ),
                ),
                migrations.CreateModel(
                    name="ReturnSubmission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("content", models.TextField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("submitted_at", models.DateTimeField()),
                        ("working_days_late", models.PositiveSmallIntegerField(default=0)),
                        ("files", models.ManyToManyField(related_name="submissions", to="assurance.evidencefile")),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                    },
                ),
                migrations.CreateModel(
                    name="Risk",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("number", models.PositiveIntegerField(unique=True)),
                        ("title", models.CharField(max_length=240)),
                        ("cause", models.TextField(verbose_name="what may bring it about")),
                        ("effect", models.TextField(verbose_name="what it would mean for children")),
                        ("owner", models.CharField(max_length=160, verbose_name="who owns it, by post")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("closed", "Closed")], default="open", max_length=8
                            ),
                        ),
                        ("review_on", models.DateField(verbose_name="next review")),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                        (
                            "priority",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="risks",
                                to="assurance.priority",
                            ),
                        ),
                        ("topics", models.ManyToManyField(blank=True, related_name="risks", to="assurance.topic")),
                    ],
                    options={
                        "ordering": ["number"],
                    },
                ),
                migrations.CreateModel(
                    name="Control",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("text", models.TextField()),
                        ("owner", models.CharField(max_length=160, verbose_name="who sees to it, by post")),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("ended_because", models.TextField(blank=True)),
                        (
                            "risk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="controls",
                                to="assurance.risk",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["risk", "ended_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RiskEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("raise", "Entered in the register"),
                                    ("review", "Reviewed"),
                                    ("close", "Closed"),
                                    ("reopen", "Opened again"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("review_on", models.DateField(blank=True, null=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "risk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="assurance.risk"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RiskScore",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("inherent", "Before any control"),
                                    ("current", "As it is now"),
                                    ("target", "As it is meant to be"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("likelihood", models.PositiveSmallIntegerField()),
                        ("impact", models.PositiveSmallIntegerField()),
                        ("reason", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "risk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="assurance.risk"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ScrutineerAppointment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("scope", models.TextField()),
                        ("employer", models.CharField(blank=True, max_length=160)),
                        ("reports_to", models.CharField(blank=True, max_length=160, verbose_name="reporting line")),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scrutineer_appointments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                    },
                ),
                migrations.CreateModel(
                    name="SignUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("signed_on", models.DateField()),
                        (
                            "signed_by",
                            models.CharField(max_length=160, verbose_name="who signed for the agency, by post"),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sign_ups",
                                to="assurance.agency",
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
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sign_ups",
                                to="assurance.documentversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["agency__name"],
                    },
                ),
                migrations.CreateModel(
                    name="StatusReturn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("is_required", models.BooleanField(default=False)),
                        ("due_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Not submitted"),
                                    ("submitted", "Submitted"),
                                    ("returned", "Returned for changes"),
                                    ("accepted", "Accepted"),
                                ],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returns",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returns",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returns",
                                to="assurance.reportingperiod",
                            ),
                        ),
                        (
                            "standing",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stands_for",
                                to="assurance.returnsubmission",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-period__financial_year", "-period__quarter", "agency__name", "group__name"],
                    },
                ),
                migrations.AddField(
                    model_name="returnsubmission",
                    name="status_return",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="assurance.statusreturn",
                    ),
                ),
                migrations.AddField(
                    model_name="returnsection",
                    name="status_return",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="assurance.statusreturn",
                    ),
                ),
                migrations.CreateModel(
                    name="ReturnExtension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "status_return",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extensions",
                                to="assurance.statusreturn",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at"],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("submit", "Signed and submitted"),
                                    ("recall", "Recalled"),
                                    ("return_for_changes", "Returned for changes"),
                                    ("accept", "Accepted"),
                                    ("reopen", "Reopened"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "status_return",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="assurance.statusreturn",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.AddField(
                    model_name="evidencefile",
                    name="status_return",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="assurance.statusreturn"
                    ),
                ),
                migrations.CreateModel(
                    name="Theme",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("title", models.CharField(max_length=240)),
                        ("why", models.TextField(verbose_name="why this theme: what the indicators and risks show")),
                        ("outcome", models.TextField(verbose_name="what is to be different for children")),
                        (
                            "domain",
                            models.CharField(
                                choices=[
                                    ("leadership", "Leadership and Governance"),
                                    ("protecting", "Helping and Protecting Children"),
                                    ("innovation", "Innovation and Improvement"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("lead", models.CharField(max_length=160, verbose_name="who leads, by post")),
                        ("activity", models.TextField(blank=True, verbose_name="the activity proposed")),
                        (
                            "difference",
                            models.TextField(blank=True, verbose_name="what changed for children, and how we know"),
                        ),
                        (
                            "gates",
                            models.JSONField(
                                blank=True, default=dict, verbose_name="the moves its reports come before"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("gathering", "Information gathering and analysis"),
                                    ("proposing", "Propose activity"),
                                    ("agreed", "Activity agreed"),
                                    ("implementing", "Implement activity"),
                                    ("evaluating", "Evaluate and review"),
                                    ("reporting", "Report outcomes"),
                                    ("closed", "Closed with what changed"),
                                    ("dropped", "Dropped"),
                                ],
                                default="planned",
                                max_length=12,
                            ),
                        ),
                        ("begun_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.decision",
                            ),
                        ),
                        (
                            "follows",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="assurance.theme",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="themes",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                        (
                            "priority",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="themes",
                                to="assurance.priority",
                            ),
                        ),
                        ("risks", models.ManyToManyField(blank=True, related_name="themes", to="assurance.risk")),
                        ("topics", models.ManyToManyField(blank=True, related_name="themes", to="assurance.topic")),
                    ],
                    options={
                        "ordering": ["-begun_on", "title", "pk"],
                    },
                ),
                migrations.AddField(
                    model_name="lesson",
                    name="theme",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons",
                        to="assurance.theme",
                    ),
                ),
                migrations.CreateModel(
                    name="ThemeEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("plan", "Planned"),
                                    ("begin", "Information gathering begun"),
                                    ("propose", "Activity being proposed"),
                                    ("agree", "Activity agreed by the Executive Board"),
                                    ("implement", "Implementation begun"),
                                    ("evaluate", "Evaluation begun"),
                                    ("report", "Outcomes being reported"),
                                    ("close", "Closed with what changed for children"),
                                    ("drop", "Dropped"),
                                    ("take_up", "Taken up again"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="assurance.theme"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ThemeReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("analysis", "After information gathering and analysis"),
                                    ("proposal", "After the proposal of activity"),
                                    ("outcomes", "After evaluation and review"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("findings", models.TextField()),
                        ("recommendations", models.TextField(blank=True, verbose_name="recommendations for action")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="theme_reports",
                                to="assurance.meeting",
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="assurance.theme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Support",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supports",
                                to="assurance.assuranceitem",
                            ),
                        ),
                        (
                            "priority",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supports",
                                to="assurance.priority",
                            ),
                        ),
                        (
                            "risk",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supports",
                                to="assurance.risk",
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supports",
                                to="assurance.theme",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supports",
                                to="assurance.topic",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["item", "pk"],
                    },
                ),
                migrations.AddField(
                    model_name="returnitem",
                    name="topic",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assurance.topic",
                    ),
                ),
                migrations.AddField(
                    model_name="rapidreview",
                    name="topic",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assurance.topic",
                    ),
                ),
                migrations.AddField(
                    model_name="lesson",
                    name="topic",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons",
                        to="assurance.topic",
                    ),
                ),
                migrations.CreateModel(
                    name="GroupMessage",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("task", "Task"), ("learning", "Learning"), ("feedback", "Feedback")],
                                max_length=8,
                            ),
                        ),
                        ("title", models.CharField(max_length=240)),
                        ("text", models.TextField()),
                        ("sent_at", models.DateTimeField()),
                        ("answer", models.TextField(blank=True, verbose_name="what the group did with it")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inbox",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.topic",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-sent_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="GoodPractice",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("strength", "Strength"),
                                    ("good", "Good practice"),
                                    ("best", "Best practice"),
                                    ("outstanding", "Outstanding practice"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("title", models.CharField(max_length=240)),
                        ("what", models.TextField(verbose_name="what is done")),
                        ("difference", models.TextField(verbose_name="what difference it makes for children")),
                        ("recorded_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_reason", models.TextField(blank=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="good_practice",
                                to="assurance.agency",
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
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="good_practice",
                                to="assurance.topic",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "good practice",
                        "ordering": ["-recorded_at", "-pk"],
                    },
                ),
                migrations.AddField(
                    model_name="forwardplanitem",
                    name="topic",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assurance.topic",
                    ),
                ),
                migrations.CreateModel(
                    name="Course",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("title", models.CharField(max_length=240, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("face_to_face", "Face to face"), ("e_learning", "E-learning")], max_length=12
                            ),
                        ),
                        ("need", models.TextField(verbose_name="the need it meets, and what shows it")),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "lesson",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="courses",
                                to="assurance.lesson",
                            ),
                        ),
                        (
                            "priority",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="courses",
                                to="assurance.priority",
                            ),
                        ),
                        ("topics", models.ManyToManyField(blank=True, related_name="courses", to="assurance.topic")),
                    ],
                    options={
                        "ordering": ["title"],
                    },
                ),
                migrations.CreateModel(
                    name="Challenge",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("title", models.CharField(max_length=240)),
                        ("what", models.TextField(verbose_name="what is challenged, and on what evidence")),
                        ("asks", models.TextField(verbose_name="what should be different for children")),
                        ("answer_due_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("raised", "Waits for an answer"),
                                    ("answered", "Answered, not yet accepted"),
                                    ("accepted", "Answer accepted, effect not yet seen"),
                                    ("closed", "Closed with its effect"),
                                ],
                                default="raised",
                                max_length=12,
                            ),
                        ),
                        ("raised_at", models.DateTimeField()),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "earlier",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="later",
                                to="assurance.challenge",
                            ),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "warning",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="assurance.earlywarning",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="assurance.meeting",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="assurance.topic",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-raised_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Action",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("title", models.CharField(max_length=240)),
                        (
                            "what",
                            models.TextField(
                                blank=True, verbose_name="what is to be done, and what should change for children"
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("meeting", "Meeting"),
                                    ("warning", "Early warning"),
                                    ("challenge", "Challenge"),
                                    ("escalation", "Escalation"),
                                    ("audit", "Audit"),
                                    ("scrutiny", "Independent scrutiny"),
                                    ("review", "Practice review"),
                                    ("inspection", "Inspection"),
                                    ("plan", "Plan"),
                                    ("theme", "Theme"),
                                    ("risk", "Risk"),
                                    ("commitment", "Commitment of the agency"),
                                    ("other", "Other"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("owner", models.CharField(blank=True, max_length=160, verbose_name="who sees to it, by post")),
                        ("due_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Not started"),
                                    ("under_way", "Under way"),
                                    ("done", "Done, effect not yet seen"),
                                    ("closed", "Closed with its effect"),
                                    ("dropped", "Dropped"),
                                ],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        ("set_at", models.DateTimeField()),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="assurance.agency",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="assurance.agendaitem",
                            ),
                        ),
                        (
                            "challenge",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="assurance.challenge",
                            ),
                        ),
                        (
                            "warning",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="assurance.earlywarning",
                            ),
                        ),
                        (
                            "escalation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="assurance.escalation",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="assurance.inspectionrecommendation",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="assurance.lesson",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="assurance.meeting",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="assurance.partnershipgroup",
                            ),
                        ),
                        (
                            "priority",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="assurance.priority",
                            ),
                        ),
                        (
                            "rapid_review",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="assurance.rapidreview",
                            ),
                        ),
                        (
                            "risk",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="assurance.risk",
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="assurance.theme",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assurance.topic",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "set_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="WarningEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("raise", "Raised"),
                                    ("accept", "Accepted"),
                                    ("explain", "Explained"),
                                    ("escalate", "Escalated to the Executive Board"),
                                    ("answer", "Answered by the Executive Board"),
                                    ("close", "Closed"),
                                    ("reopen", "Reopened"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("cannot_be_resolved", "It cannot be resolved by the members of SAAS"),
                                    ("needs_strategic_leadership", "It needs strategic leadership"),
                                ],
                                max_length=28,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("difference", models.TextField(blank=True, verbose_name="what changed for children")),
                        (
                            "answered_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="date of the Executive Board's answer"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "warning",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="assurance.earlywarning",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ActionUpdate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("set", "Set"),
                                    ("update", "Progress"),
                                    ("move_date", "Given another date"),
                                    ("finish", "Done"),
                                    ("close", "Closed with its effect"),
                                    ("drop", "Dropped"),
                                    ("reopen", "Reopened"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        (
                            "difference",
                            models.TextField(blank=True, verbose_name="what changed for children, and how you know"),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="new date")),
                        ("at", models.DateTimeField()),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="updates",
                                to="assurance.action",
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
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("move__in", ["set", "update", "move_date", "finish", "close", "drop", "reopen"])
                                ),
                                name="action_update_move_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("move", "close"), _negated=True),
                                    models.Q(("difference", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="action_closed_with_its_effect",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("due_on__isnull", False), ("move", "move_date")),
                                    models.Q(models.Q(("move", "move_date"), _negated=True), ("due_on__isnull", True)),
                                    _connector="OR",
                                ),
                                name="action_update_new_date_when_it_moves",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActivityEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sequence", models.PositiveBigIntegerField(unique=True)),
                        ("at", models.DateTimeField()),
                        ("action", models.CharField(max_length=60)),
                        ("subject_type", models.CharField(max_length=60)),
                        ("subject_id", models.CharField(max_length=40)),
                        ("detail", models.TextField(default="{}")),
                        ("previous_hash", models.CharField(max_length=64)),
                        ("entry_hash", models.CharField(max_length=64, unique=True)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "activity entries",
                        "ordering": ["-sequence"],
                        "indexes": [models.Index(fields=["subject_type", "subject_id"], name="activity_subject")],
                    },
                ),
                migrations.CreateModel(
                    name="AgencyDuty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "duty",
                            models.CharField(
                                choices=[
                                    ("acts", "Acts in accordance with the arrangements"),
                                    ("collaborates", "Collaborates"),
                                    ("funds", "Contributes to the funding of the arrangements"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("not_recorded", "Not yet recorded"),
                                    ("met", "Met"),
                                    ("partly", "Partly met"),
                                    ("not_met", "Not met"),
                                ],
                                default="not_recorded",
                                max_length=20,
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                        ("noted_on", models.DateField(blank=True, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="duties",
                                to="assurance.agency",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "agency duties",
                        "ordering": ["duty"],
                        "constraints": [
                            models.UniqueConstraint(fields=("agency", "duty"), name="agency_duty_recorded_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgencyName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="where it is laid down")),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="names", to="assurance.agency"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="agency_name_ends_after_it_starts",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on__isnull", True)),
                                fields=("agency",),
                                name="agency_has_one_name_today",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("secret_sha256", models.CharField(max_length=64, unique=True)),
                        ("made_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_feeds",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-made_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("person",),
                                name="calendar_feed_one_a_person",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChallengeEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("raise", "Raised"),
                                    ("answer", "Answered"),
                                    ("ask_again", "Answer not accepted"),
                                    ("accept", "Answer accepted"),
                                    ("close", "Closed with its effect"),
                                    ("reopen", "Reopened"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        (
                            "effect",
                            models.TextField(blank=True, verbose_name="what changed for children, and how you know"),
                        ),
                        (
                            "answer_due_on",
                            models.DateField(blank=True, null=True, verbose_name="date the answer is due"),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "challenge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="assurance.challenge",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("move__in", ["raise", "answer", "ask_again", "accept", "close", "reopen"])
                                ),
                                name="challenge_event_move_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("move", "close"), _negated=True),
                                    models.Q(("effect", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="challenge_closed_with_its_effect",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommissionEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("ask", "Commissioned"),
                                    ("ratify", "Ratified by the Executive Board"),
                                    ("refuse", "Not ratified by the Executive Board"),
                                    ("finish", "Done"),
                                    ("withdraw", "Withdrawn"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="assurance.commission",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("move__in", ["ask", "ratify", "refuse", "finish", "withdraw"])),
                                name="commission_event_move_is_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contribution",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("financial_year", models.PositiveSmallIntegerField()),
                        (
                            "agreed",
                            models.DecimalField(decimal_places=2, max_digits=12, verbose_name="agreed, in pounds"),
                        ),
                        (
                            "received",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                verbose_name="received, in pounds",
                            ),
                        ),
                        ("in_kind", models.TextField(blank=True, verbose_name="what it gives besides money")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contributions",
                                to="assurance.agency",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-financial_year", "agency__name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("financial_year", "agency"), name="contribution_once_a_year"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agreed__gte", 0),
                                    models.Q(("received__isnull", True), ("received__gte", 0), _connector="OR"),
                                ),
                                name="contribution_is_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ControlAssurance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "view",
                            models.CharField(
                                choices=[
                                    ("works", "The control works"),
                                    ("partly", "The control works in part"),
                                    ("does_not", "The control does not work"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "control",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assurance",
                                to="assurance.control",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="controls",
                                to="assurance.assuranceitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("view__in", ["works", "partly", "does_not"])),
                                name="control_assurance_view_is_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CourseImpact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("seen_on", models.DateField()),
                        ("practice", models.TextField(verbose_name="what changed in practice")),
                        ("outcomes", models.TextField(blank=True, verbose_name="what changed for children")),
                        ("source", models.TextField(verbose_name="how it is known")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="impact",
                                to="assurance.course",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "course impact",
                        "ordering": ["-seen_on", "-at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("practice", ""), _negated=True), models.Q(("source", ""), _negated=True)
                                ),
                                name="course_impact_says_how_it_is_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CourseTakeUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("financial_year", models.PositiveSmallIntegerField()),
                        ("quarter", models.PositiveSmallIntegerField()),
                        ("completed", models.PositiveIntegerField()),
                        ("booked", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assurance.agency"
                            ),
                        ),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="take_up",
                                to="assurance.course",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "course take-up",
                        "ordering": ["-financial_year", "-quarter", "agency__name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("course", "agency", "financial_year", "quarter"),
                                name="course_take_up_once_a_quarter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)),
                                name="course_take_up_quarter_is_1_to_4",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("booked__isnull", True), ("completed__lte", models.F("booked")), _connector="OR"
                                ),
                                name="course_completed_of_those_booked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reviewed_on", models.DateField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("stands", "It stands as it is"), ("revise", "It is to be revised")],
                                max_length=8,
                            ),
                        ),
                        ("text", models.TextField(verbose_name="what the review found")),
                        (
                            "is_early",
                            models.BooleanField(
                                default=False, verbose_name="earlier than due, because legislation or guidance changed"
                            ),
                        ),
                        ("review_on", models.DateField(verbose_name="next review")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="assurance.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-reviewed_on", "-at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["stands", "revise"])),
                                name="document_review_outcome_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("review_on__gt", models.F("reviewed_on"))),
                                name="document_next_review_after_this",
                            ),
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="documentversion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "in_force", "superseded"])),
                        name="document_version_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="documentversion",
                    constraint=models.UniqueConstraint(fields=("document", "number"), name="document_version_once"),
                ),
                migrations.AddConstraint(
                    model_name="documentversion",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "in_force")),
                        fields=("document",),
                        name="document_one_version_in_force",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="documentversion",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "draft")), fields=("document",), name="document_one_draft"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="documentversion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_by", ""), ("agreed_on__isnull", True)),
                            models.Q(("agreed_on__isnull", False), models.Q(("agreed_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="document_version_agreed_on_a_day_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="escalationevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("move__in", ["open", "advance", "name_arbiter", "note", "resolve", "withdraw", "reopen"])
                        ),
                        name="escalation_event_move_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="fundingjudgement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("adequacy__in", ["adequate", "partly", "not_adequate"])),
                        name="funding_adequacy_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="fundingjudgement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("budget__gte", 0)), name="funding_budget_is_not_negative"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inspectionrecommendation",
                    constraint=models.UniqueConstraint(
                        fields=("inspection", "position"), name="inspection_recommendation_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inspectionrecommendation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="inspection_recommendation_says_what"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lessonchange",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["training", "policy", "practice", "outcomes"])),
                        name="lesson_change_kind_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lessonchange",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="lesson_change_says_what"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="escalation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "resolved", "withdrawn"])),
                        name="escalation_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="escalation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "resolved"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="escalation_resolved_with_an_outcome",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="escalation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="escalation_closed_has_its_time",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="decision_says_what"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["stands", "carried_out", "overtaken"])),
                        name="decision_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state", "stands"), models.Q(("outcome", ""), _negated=True), _connector="OR"
                        ),
                        name="decision_ended_with_an_outcome",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="circulation",
                    constraint=models.UniqueConstraint(
                        fields=("meeting", "what", "number"), name="circulation_numbered_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="circulation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("what__in", ["papers", "minutes"])), name="circulation_of_papers_or_minutes"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attendee",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "standing__in",
                                ["member", "substitute", "in_attendance", "scrutineer", "secretariat", "observer"],
                            )
                        ),
                        name="attendee_standing_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attendee",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reply__in", ["", "coming", "apologies", "sends_substitute"])),
                        name="attendee_reply_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attendee",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("presence__in", ["", "present", "absent"])),
                        name="attendee_presence_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attendee",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("meeting", "person"),
                        name="attendee_once_a_meeting",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attendee",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_in_chair", True)), fields=("meeting",), name="attendee_one_in_the_chair"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attendee",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "substitute"), _negated=True),
                            models.Q(("substitutes_for__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="attendee_substitute_names_whom_and_why",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attendee",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("standing", "substitute"),
                            models.Q(("can_contribute", None), ("substitutes_for__isnull", True)),
                            _connector="OR",
                        ),
                        name="attendee_only_a_substitute_stands_in",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attendee",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("substitutes_for__isnull", True),
                            models.Q(("substitutes_for", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="attendee_stands_in_for_another",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attendee",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("can_contribute", None), ("confirmed_at__isnull", True), ("confirmed_by__isnull", True)
                            ),
                            models.Q(
                                ("can_contribute__isnull", False),
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="attendee_confirmed_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agendaitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                [
                                    "",
                                    "priorities",
                                    "dashboards",
                                    "reporting",
                                    "strengths",
                                    "inspection_readiness",
                                    "inspection_feedback",
                                    "practice_reviews",
                                    "policies",
                                    "voice",
                                    "scrutiny",
                                ],
                            )
                        ),
                        name="agenda_item_area_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agendaitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["to_discuss", "to_decide", "to_note"])),
                        name="agenda_item_purpose_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agendaitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("origin__in", ["own", "standing", "forward_plan", "carried_actions", "request"])
                        ),
                        name="agenda_item_origin_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agendaitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "forward_plan"), _negated=True),
                            ("planned__isnull", False),
                            _connector="OR",
                        ),
                        name="agenda_item_of_the_forward_plan_names_it",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agendaitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "request"), _negated=True), ("request__isnull", False), _connector="OR"
                        ),
                        name="agenda_item_of_a_request_names_it",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="meetingevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "move__in",
                                ["plan", "move", "agree", "change_agenda", "circulate", "hold", "cancel", "rearrange"],
                            )
                        ),
                        name="meeting_event_move_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="memberinput",
                    constraint=models.UniqueConstraint(
                        fields=("meeting", "author"), name="member_input_once_a_meeting"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="minutes",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "approved", "circulated"])),
                        name="minutes_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="minuteentry",
                    constraint=models.UniqueConstraint(fields=("minutes", "item"), name="minute_entry_once_an_item"),
                ),
                migrations.AddConstraint(
                    model_name="minuteentry",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("item__isnull", True)),
                        fields=("minutes",),
                        name="minute_entry_one_without_an_item",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="minutesevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("move__in", ["begin", "approve", "correct", "circulate"])),
                        name="minutes_event_move_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paper",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["file", "live"])), name="paper_kind_is_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paper",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "file"),
                                ("source", ""),
                                models.Q(("file", ""), _negated=True),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            models.Q(("file", ""), ("kind", "live"), models.Q(("source", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="paper_is_a_file_or_live",
                    ),
                ),
                migrations.AddIndex(
                    model_name="notice",
                    index=models.Index(fields=["person", "read_at"], name="notice_unread"),
                ),
                migrations.AddConstraint(
                    model_name="membership",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="membership_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membership",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("agency__isnull", True), ("group__isnull", True), _connector="XOR"),
                        name="membership_of_an_agency_or_a_group",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membership",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role__in", ["inspector", "outside_reader"]), _negated=True),
                            ("ends_on__isnull", False),
                            _connector="OR",
                        ),
                        name="membership_inspector_ends",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membership",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "business_team",
                                    "partner_lead",
                                    "partner_contributor",
                                    "agency_representative",
                                    "board_member",
                                    "board_observer",
                                    "saas_chair",
                                    "saas_deputy",
                                    "saas_member",
                                    "group_chair",
                                    "independent_scrutineer",
                                    "audit_team_member",
                                    "inspector",
                                    "outside_reader",
                                    "system_administrator",
                                ],
                            )
                        ),
                        name="membership_role_is_in_the_table",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="meeting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["ordinary", "extraordinary", "working_group"])),
                        name="meeting_kind_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="meeting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("held__in", ["", "face_to_face", "virtual", "both"])),
                        name="meeting_held_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="meeting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "agreed", "circulated", "held", "cancelled"])),
                        name="meeting_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="meeting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("parent__isnull", True), ("kind", "working_group"), _connector="OR"),
                        name="meeting_parent_of_a_working_group",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="meeting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("parent__isnull", True),
                                models.Q(("parent", models.F("pk")), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("instead_of__isnull", True),
                                models.Q(("instead_of", models.F("pk")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="meeting_leads_to_another",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="meeting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("minutes_long__gte", 1)), name="meeting_has_a_length"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="meeting",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("group", "starts_at"),
                        name="meeting_once_at_a_time",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="liaison",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("group", models.F("other")), _negated=True),
                        name="liaison_between_two_groups",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lessongiven",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["given", "taken_up", "changed"])),
                        name="lesson_given_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lessongiven",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("agency__isnull", True), ("group__isnull", True), _connector="XOR"),
                        name="lesson_given_to_an_agency_or_a_group",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lessongiven",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("agency__isnull", False)),
                        fields=("lesson", "agency"),
                        name="lesson_given_once_an_agency",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lessongiven",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("group__isnull", False)),
                        fields=("lesson", "group"),
                        name="lesson_given_once_a_group",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="groupreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("findings", ""), _negated=True), name="group_review_has_findings"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="groupreview",
                    constraint=models.UniqueConstraint(fields=("group", "reviewed_on"), name="group_review_once_a_day"),
                ),
                migrations.AddConstraint(
                    model_name="groupname",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="group_name_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="groupname",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("group",),
                        name="group_has_one_name_today",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["terms_of_reference", "framework", "arrangements", "protocol", "thresholds", "other"],
                            )
                        ),
                        name="document_kind_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("review_months__gte", 1)), name="document_review_within_months"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="commission",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["awaiting", "ratified", "refused", "done", "withdrawn"])),
                        name="commission_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="commission",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("from_group", models.F("to_group")), _negated=True),
                        name="commission_between_two_groups",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="commission",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["ratified", "done"]), _negated=True),
                            ("decision__isnull", False),
                            _connector="OR",
                        ),
                        name="commission_ratified_by_a_decision",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="commission",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("result", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="commission_done_with_its_result",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assuranceitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("tier__in", ["1", "2", "3"])), name="assurance_item_tier_is_one_of_three"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assuranceitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("element__in", ["quantitative", "qualitative", "judgement"])),
                        name="assurance_item_element_is_one_of_three",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assuranceitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("strength__in", ["substantial", "partial", "little", "none"])),
                        name="assurance_item_strength_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assuranceitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("confidence__in", ["high", "medium", "low"])),
                        name="assurance_item_confidence_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assuranceitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("voice__in", ["", "child_and_family", "practitioner"])),
                        name="assurance_item_voice_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assuranceitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("finding", ""), _negated=True), name="assurance_item_says_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assuranceitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("current_until__gte", models.F("dated_on"))),
                        name="assurance_item_current_from_its_date",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assuranceitem",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("origin", ""), _negated=True),
                        fields=("origin",),
                        name="assurance_item_once_a_record",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assuranceitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", ""), _negated=True), ("recorded_by__isnull", False), _connector="OR"
                        ),
                        name="assurance_item_by_hand_has_its_recorder",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assuranceitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_reason", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False), models.Q(("withdrawn_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="assurance_item_withdrawn_with_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agendarequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["item", "chair_attends"])), name="agenda_request_kind_is_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agendarequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "placed", "declined"])),
                        name="agenda_request_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agendarequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="agenda_request_declined_with_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agendarequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("from_group", models.F("to_group")), _negated=True),
                        name="agenda_request_between_two_groups",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agency",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="agency_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agency",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("category__in", ["", "health", "local_authority", "police"])),
                        name="agency_category_is_one_of_three",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agency",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("merged_into__isnull", True), ("ends_on__isnull", False), _connector="OR"),
                        name="agency_merged_has_ended",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plan",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["strategic", "work", "improvement"])),
                        name="plan_kind_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plan",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "agreed", "closed"])), name="plan_state_is_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plan",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="plan_ends_after_it_starts"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plan",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "strategic"), _negated=True),
                            ("state", "draft"),
                            ("decision__isnull", False),
                            _connector="OR",
                        ),
                        name="plan_strategic_agreed_by_the_board",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="planevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("move__in", ["draw_up", "agree", "close", "reopen"])),
                        name="plan_event_move_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="policyassurance",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("efficacy__in", ["effective", "partly", "not_effective", "not_known"])),
                        name="policy_assurance_efficacy_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="policyassurance",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence", ""), _negated=True), models.Q(("impact", ""), _negated=True)
                        ),
                        name="policy_assurance_has_evidence",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="policyassurance",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("review_on__gt", models.F("assured_on"))),
                        name="policy_assurance_next_review_after_it",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="post",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("agency__isnull", True), ("group__isnull", True), _connector="XOR"),
                        name="post_of_an_agency_or_a_group",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="postholding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="post_holding_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="postholding",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("post",),
                        name="post_has_one_holder_at_a_time",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="priorityreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("progress__in", ["not_started", "on_course", "at_risk", "off_course", "achieved"])
                        ),
                        name="priority_review_progress_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="priorityreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("progress", "achieved"), _negated=True),
                            models.Q(("difference", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="priority_achieved_with_what_changed",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rapidreviewevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("move__in", ["notify", "note", "decide", "correct"])),
                        name="rapid_review_event_move_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportingperiod",
                    constraint=models.UniqueConstraint(fields=("financial_year", "quarter"), name="period_once"),
                ),
                migrations.AddConstraint(
                    model_name="reportingperiod",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)), name="period_quarter_is_1_to_4"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportingperiod",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("opens_on"))), name="period_due_after_it_opens"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="control",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="control_says_what"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="control",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True), models.Q(("ended_because", ""), _negated=True), _connector="OR"
                        ),
                        name="control_ended_with_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="riskevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("move__in", ["raise", "review", "close", "reopen"])),
                        name="risk_event_move_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="riskevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("move", "close"), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="risk_closed_with_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="riskscore",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["inherent", "current", "target"])),
                        name="risk_score_kind_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="riskscore",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("impact__gte", 1), ("impact__lte", 5), ("likelihood__gte", 1), ("likelihood__lte", 5)
                        ),
                        name="risk_score_from_1_to_5",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="scrutineerappointment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="scrutineer_appointment_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signup",
                    constraint=models.UniqueConstraint(fields=("version", "agency"), name="sign_up_once_a_version"),
                ),
                migrations.AddConstraint(
                    model_name="statusreturn",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("agency__isnull", True), ("group__isnull", True), _connector="XOR"),
                        name="return_of_an_agency_or_a_group",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="statusreturn",
                    constraint=models.UniqueConstraint(
                        fields=("agency", "period"), name="return_once_an_agency_and_period"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="statusreturn",
                    constraint=models.UniqueConstraint(
                        fields=("group", "period"), name="return_once_a_group_and_period"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="statusreturn",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "submitted", "returned", "accepted"])),
                        name="return_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="statusreturn",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing__isnull", False), ("state__in", ["submitted", "accepted"])),
                            models.Q(("standing__isnull", True), ("state__in", ["draft", "returned"])),
                            _connector="OR",
                        ),
                        name="return_submitted_has_a_standing_version",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="returnsubmission",
                    constraint=models.UniqueConstraint(
                        fields=("status_return", "number"), name="submission_numbered_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="returnsection",
                    constraint=models.UniqueConstraint(
                        fields=("status_return", "section"), name="section_once_a_return"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="themeevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "move__in",
                                [
                                    "plan",
                                    "begin",
                                    "propose",
                                    "agree",
                                    "implement",
                                    "evaluate",
                                    "report",
                                    "close",
                                    "drop",
                                    "take_up",
                                ],
                            )
                        ),
                        name="theme_event_move_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="themereport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["analysis", "proposal", "outcomes"])),
                        name="theme_report_kind_is_one_of_three",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="themereport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("findings", ""), _negated=True), name="theme_report_has_findings"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="theme",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "planned",
                                    "gathering",
                                    "proposing",
                                    "agreed",
                                    "implementing",
                                    "evaluating",
                                    "reporting",
                                    "closed",
                                    "dropped",
                                ],
                            )
                        ),
                        name="theme_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="theme",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("domain__in", ["leadership", "protecting", "innovation"])),
                        name="theme_domain_is_one_of_three",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="theme",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("outcome", ""), _negated=True), name="theme_names_its_outcome"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="theme",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("follows__isnull", True),
                            models.Q(("follows", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="theme_follows_another",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="theme",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["agreed", "implementing", "evaluating", "reporting", "closed"]),
                                _negated=True,
                            ),
                            ("decision__isnull", False),
                            _connector="OR",
                        ),
                        name="theme_activity_agreed_by_the_board",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="theme",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("difference", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="theme_closed_with_what_changed",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="support",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("priority__isnull", True),
                                ("risk__isnull", True),
                                ("theme__isnull", True),
                                ("topic__isnull", False),
                            ),
                            models.Q(
                                ("priority__isnull", False),
                                ("risk__isnull", True),
                                ("theme__isnull", True),
                                ("topic__isnull", True),
                            ),
                            models.Q(
                                ("priority__isnull", True),
                                ("risk__isnull", True),
                                ("theme__isnull", False),
                                ("topic__isnull", True),
                            ),
                            models.Q(
                                ("priority__isnull", True),
                                ("risk__isnull", False),
                                ("theme__isnull", True),
                                ("topic__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="support_of_one_thing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="support",
                    constraint=models.UniqueConstraint(fields=("item", "topic"), name="support_of_a_topic_once"),
                ),
                migrations.AddConstraint(
                    model_name="support",
                    constraint=models.UniqueConstraint(fields=("item", "priority"), name="support_of_a_priority_once"),
                ),
                migrations.AddConstraint(
                    model_name="support",
                    constraint=models.UniqueConstraint(fields=("item", "theme"), name="support_of_a_theme_once"),
                ),
                migrations.AddConstraint(
                    model_name="support",
                    constraint=models.UniqueConstraint(fields=("item", "risk"), name="support_of_a_risk_once"),
                ),
                migrations.AddConstraint(
                    model_name="risk",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "closed"])), name="risk_state_is_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="risk",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("owner", ""), _negated=True), name="risk_has_an_owner"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="returnitem",
                    constraint=models.UniqueConstraint(fields=("section", "identity"), name="item_once_a_section"),
                ),
                migrations.AddConstraint(
                    model_name="rapidreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "decided"])), name="rapid_review_state_is_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rapidreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("decision__in", ["", "local_review", "national_panel", "no_review"])),
                        name="rapid_review_decision_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rapidreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("notified_on"))),
                        name="rapid_review_due_after_notified",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rapidreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on__isnull", True), ("decision", ""), ("state", "open")),
                            models.Q(
                                ("decided_on__isnull", False),
                                ("state", "decided"),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="rapid_review_decided_with_a_decision",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rapidreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("decided_on__isnull", True), ("decided_on__gte", models.F("notified_on")), _connector="OR"
                        ),
                        name="rapid_review_decided_after_notified",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="priority",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("outcome", ""), _negated=True), name="priority_names_its_outcome"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="priority",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("plan", "title"),
                        name="priority_once_in_a_plan",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lesson",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("source__in", ["local", "national", "legacy", "child_death", "rapid", "other"])
                        ),
                        name="lesson_source_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inspection",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("inspectorate__in", ["ofsted", "hmicfrs", "cqc", "jtai", "probation", "other"])
                        ),
                        name="inspection_inspectorate_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inspection",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("published_on__isnull", True),
                            ("published_on__gte", models.F("inspected_on")),
                            _connector="OR",
                        ),
                        name="inspection_published_after_it_began",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="groupmessage",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["task", "learning", "feedback"])),
                        name="group_message_kind_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="groupmessage",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="group_message_answered_with_words",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodpractice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("level__in", ["strength", "good", "best", "outstanding"])),
                        name="good_practice_level_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodpractice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_reason", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="good_practice_withdrawn_with_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="forwardplanitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                [
                                    "",
                                    "priorities",
                                    "dashboards",
                                    "reporting",
                                    "strengths",
                                    "inspection_readiness",
                                    "inspection_feedback",
                                    "practice_reviews",
                                    "policies",
                                    "voice",
                                    "scrutiny",
                                ],
                            )
                        ),
                        name="forward_plan_area_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="forwardplanitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "on_agenda", "covered", "dropped"])),
                        name="forward_plan_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="forwardplanitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dropped"), _negated=True),
                            models.Q(("dropped_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="forward_plan_dropped_with_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="earlywarning",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "weak_performance",
                                    "declining_performance",
                                    "emerging_risk",
                                    "emerging_issue",
                                    "latent_concern",
                                    "recurring_concern",
                                    "area_for_improvement",
                                ],
                            )
                        ),
                        name="early_warning_kind_is_one_of_seven",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="earlywarning",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["raised", "accepted", "explained", "escalated", "answered", "closed"])
                        ),
                        name="early_warning_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="earlywarning",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("escalation_reason__in", ["", "cannot_be_resolved", "needs_strategic_leadership"])
                        ),
                        name="early_warning_escalated_for_one_of_two_reasons",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="earlywarning",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "escalated"), _negated=True),
                            models.Q(("escalation_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="early_warning_escalated_with_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="earlywarning",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="early_warning_closed_has_its_time",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="earlywarning",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("origin", ""), _negated=True), models.Q(("state", "closed"), _negated=True)
                        ),
                        fields=("origin",),
                        name="early_warning_one_open_a_series",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="earlywarning",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("earlier__isnull", True),
                            models.Q(("earlier", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="early_warning_earlier_is_another",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="course",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["face_to_face", "e_learning"])), name="course_kind_is_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="course",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("need", ""), _negated=True), name="course_meets_a_need"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="challenge",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["raised", "answered", "accepted", "closed"])),
                        name="challenge_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="challenge",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("agency__isnull", True), ("group__isnull", True), _connector="XOR"),
                        name="challenge_of_an_agency_or_a_group",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="challenge",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("earlier__isnull", True),
                            models.Q(("earlier", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="challenge_earlier_is_another",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="action",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "under_way", "done", "closed", "dropped"])),
                        name="action_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="action",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("agency__isnull", True), ("group__isnull", True), _connector="XOR"),
                        name="action_of_an_agency_or_a_group",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="action",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "meeting"), _negated=True), ("meeting__isnull", False), _connector="OR"
                        ),
                        name="action_of_a_meeting_names_it",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="action",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "origin__in",
                                [
                                    "meeting",
                                    "warning",
                                    "challenge",
                                    "escalation",
                                    "audit",
                                    "scrutiny",
                                    "review",
                                    "inspection",
                                    "plan",
                                    "theme",
                                    "risk",
                                    "commitment",
                                    "other",
                                ],
                            )
                        ),
                        name="action_origin_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="warningevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("move__in", ["raise", "accept", "explain", "escalate", "answer", "close", "reopen"])
                        ),
                        name="warning_event_move_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="warningevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("move", "escalate"),
                                ("reason__in", ["cannot_be_resolved", "needs_strategic_leadership"]),
                            ),
                            models.Q(models.Q(("move", "escalate"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="warning_event_escalated_for_one_of_two_reasons",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="warningevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_on__isnull", False), ("move", "answer")),
                            models.Q(models.Q(("move", "answer"), _negated=True), ("answered_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="warning_event_answer_has_its_date",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="warningevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("move", "close"), _negated=True),
                            models.Q(
                                models.Q(("text", ""), _negated=True), models.Q(("difference", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="warning_event_closed_with_what_was_done_and_changed",
                    ),
                ),
            ],
        ),
        insert_only(
            "assurance_activityentry",
        ),
        insert_only(
            "assurance_returnsubmission",
        ),
        insert_only(
            "assurance_warningevent",
        ),
        insert_only(
            "assurance_meetingevent",
        ),
        insert_only(
            "assurance_circulation",
        ),
        insert_only(
            "assurance_minutesevent",
        ),
        insert_only(
            "assurance_actionupdate",
        ),
        insert_only(
            "assurance_escalationevent",
        ),
        insert_only(
            "assurance_planevent",
        ),
        insert_only(
            "assurance_priorityreview",
        ),
        insert_only(
            "assurance_themereport",
        ),
        insert_only(
            "assurance_themeevent",
        ),
        insert_only(
            "assurance_riskscore",
        ),
        insert_only(
            "assurance_riskevent",
        ),
        insert_only(
            "assurance_controlassurance",
        ),
        insert_only(
            "assurance_challengeevent",
        ),
        insert_only(
            "assurance_commissionevent",
        ),
        insert_only(
            "assurance_documentreview",
        ),
        insert_only(
            "assurance_signup",
        ),
        insert_only(
            "assurance_rapidreviewevent",
        ),
        insert_only(
            "assurance_lessonchange",
        ),
        insert_only(
            "assurance_policyassurance",
        ),
        insert_only(
            "assurance_courseimpact",
        ),
        insert_only(
            "assurance_fundingjudgement",
        ),
    ]
