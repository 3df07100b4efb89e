"""Meetings with agenda, papers, attendance and minutes; actions; escalations."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def give_keys(apps, schema_editor):
    """Each meeting a key of its own: the default is worked out once for all rows."""
    for meeting in apps.get_model("assurance", "Meeting").objects.all():
        meeting.key = uuid.uuid4()
        meeting.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0004_warning_event_insert_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("item", "An item on its agenda"), ("chair_attends", "Its chair attends our meeting")],
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "from_group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests_made",
                        to="assurance.partnershipgroup",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="assurance.meeting"
                    ),
                ),
                (
                    "to_group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests_received",
                        to="assurance.partnershipgroup",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["item", "chair_attends"])), name="agenda_request_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "placed", "declined"])),
                        name="agenda_request_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="agenda_request_declined_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_group", models.F("to_group")), _negated=True),
                        name="agenda_request_between_two_groups",
                    ),
                ],
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
                ("reason", models.TextField(blank=True, verbose_name="why a substitute comes, as an exception")),
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendees", to="assurance.meeting"
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
            ],
            options={
                "ordering": ["standing", "post", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "standing__in",
                                ["member", "substitute", "in_attendance", "scrutineer", "secretariat", "observer"],
                            )
                        ),
                        name="attendee_standing_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reply__in", ["", "coming", "apologies", "sends_substitute"])),
                        name="attendee_reply_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("presence__in", ["", "present", "absent"])),
                        name="attendee_presence_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("meeting", "person"),
                        name="attendee_once_a_meeting",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_in_chair", True)), fields=("meeting",), name="attendee_one_in_the_chair"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "substitute"), _negated=True),
                            models.Q(("substitutes_for__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="attendee_substitute_names_whom_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("standing", "substitute"),
                            models.Q(("can_contribute", None), ("substitutes_for__isnull", True)),
                            _connector="OR",
                        ),
                        name="attendee_only_a_substitute_stands_in",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("substitutes_for__isnull", True),
                            models.Q(("substitutes_for", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="attendee_stands_in_for_another",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="Circulation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "what",
                    models.CharField(choices=[("papers", "Agenda and papers"), ("minutes", "Minutes")], max_length=8),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("due_on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="circulations", to="assurance.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "what", "number"), name="circulation_numbered_once"),
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["papers", "minutes"])), name="circulation_of_papers_or_minutes"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EscalationStage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(unique=True)),
                ("title", models.CharField(max_length=160)),
                ("who", models.CharField(blank=True, max_length=240, verbose_name="who settles it at this stage")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forward_plan",
                        to="assurance.partnershipgroup",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned",
                        to="assurance.meeting",
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
                "ordering": ["meeting__starts_at", "title", "pk"],
                "constraints": [
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "on_agenda", "covered", "dropped"])),
                        name="forward_plan_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dropped"), _negated=True),
                            models.Q(("dropped_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="forward_plan_dropped_with_a_reason",
                    ),
                ],
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
                        choices=[("to_discuss", "To discuss"), ("to_decide", "To decide"), ("to_note", "To note")],
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agenda", to="assurance.meeting"
                    ),
                ),
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
                (
                    "planned",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="assurance.forwardplanitem",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["to_discuss", "to_decide", "to_note"])),
                        name="agenda_item_purpose_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("origin__in", ["own", "standing", "forward_plan", "carried_actions", "request"])
                        ),
                        name="agenda_item_origin_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "forward_plan"), _negated=True),
                            ("planned__isnull", False),
                            _connector="OR",
                        ),
                        name="agenda_item_of_the_forward_plan_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "request"), _negated=True), ("request__isnull", False), _connector="OR"
                        ),
                        name="agenda_item_of_a_request_names_it",
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="assurance.meeting"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="decision_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["stands", "carried_out", "overtaken"])),
                        name="decision_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "stands"), models.Q(("outcome", ""), _negated=True), _connector="OR"
                        ),
                        name="decision_ended_with_an_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=240)),
                ("what", models.TextField(verbose_name="what is in dispute, and what each side says")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="by when this stage is to end")),
                ("arbiter", models.CharField(blank=True, max_length=160, verbose_name="who arbitrates, by post")),
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
                ("agencies", models.ManyToManyField(blank=True, related_name="escalations", to="assurance.agency")),
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="assurance.meeting",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "resolved", "withdrawn"])),
                        name="escalation_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "resolved"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="escalation_resolved_with_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="escalation_closed_has_its_time",
                    ),
                ],
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
                            ("plan", "Strategic plan"),
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
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "escalation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="assurance.escalation",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "set_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
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
                                    "other",
                                ],
                            )
                        ),
                        name="action_origin_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "under_way", "done", "closed", "dropped"])),
                        name="action_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agency__isnull", True), ("group__isnull", True), _connector="XOR"),
                        name="action_of_an_agency_or_a_group",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "meeting"), _negated=True), ("meeting__isnull", False), _connector="OR"
                        ),
                        name="action_of_a_meeting_names_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="updates", to="assurance.action"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
            name="EscalationEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "escalation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="assurance.escalation"
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("move__in", ["open", "advance", "name_arbiter", "note", "resolve", "withdraw", "reopen"])
                        ),
                        name="escalation_event_move_is_known",
                    )
                ],
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="assurance.agendaitem"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assurance.partnershipgroup"
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("group", models.F("other")), _negated=True),
                        name="liaison_between_two_groups",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="assurance.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "move__in",
                                ["plan", "move", "agree", "change_agenda", "circulate", "hold", "cancel", "rearrange"],
                            )
                        ),
                        name="meeting_event_move_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberInput",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "actions_taken",
                    models.TextField(
                        blank=True, verbose_name="feedback on actions taken on priorities and the Strategic Plan"
                    ),
                ),
                ("context", models.TextField(blank=True, verbose_name="context and interpretation of the data")),
                ("risks", models.TextField(blank=True, verbose_name="impact of known risks and emerging issues")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inputs", to="assurance.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["agency__name", "sent_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "author"), name="member_input_once_a_meeting")
                ],
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="minutes", to="assurance.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "minutes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "approved", "circulated"])),
                        name="minutes_state_is_known",
                    )
                ],
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="assurance.minutes"
                    ),
                ),
            ],
            options={
                "ordering": ["item__position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("minutes", "item"), name="minute_entry_once_an_item"),
                    models.UniqueConstraint(
                        condition=models.Q(("item__isnull", True)),
                        fields=("minutes",),
                        name="minute_entry_one_without_an_item",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="assurance.minutes"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("move__in", ["begin", "approve", "correct", "circulate"])),
                        name="minutes_event_move_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("file", "File"), ("live", "From the portal")], max_length=8)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="assurance.agendaitem"
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["file", "live"])), name="paper_kind_is_known"
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="agency",
            options={
                "default_permissions": (),
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
                ],
                "verbose_name_plural": "agencies",
            },
        ),
        migrations.AlterModelOptions(
            name="partnershipgroup",
            options={
                "default_permissions": (),
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
                    ("read_directory", "Read directory"),
                    ("read_activity", "Read activity"),
                ],
            },
        ),
        migrations.AddField(
            model_name="meeting",
            name="held",
            field=models.CharField(
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
        migrations.AddField(
            model_name="meeting",
            name="instead_of",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rearranged_as",
                to="assurance.meeting",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="key",
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="meeting",
            name="key",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ordinary", "Ordinary meeting"),
                    ("extraordinary", "Extraordinary meeting"),
                    ("working_group", "Working group"),
                ],
                default="ordinary",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="minutes_long",
            field=models.PositiveSmallIntegerField(default=120, verbose_name="planned length in minutes"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="working_groups",
                to="assurance.meeting",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="place",
            field=models.CharField(blank=True, max_length=160, verbose_name="where it is held"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="state",
            field=models.CharField(
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
        migrations.AddField(
            model_name="meeting",
            name="title",
            field=models.CharField(
                blank=True, max_length=160, verbose_name="what it is about, if it is not an ordinary meeting"
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
                condition=models.Q(("held__in", ["", "face_to_face", "virtual", "both"])), name="meeting_held_is_known"
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
                        ("parent__isnull", True), models.Q(("parent", models.F("pk")), _negated=True), _connector="OR"
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
        migrations.RemoveConstraint(model_name="meeting", name="meeting_once_at_a_time"),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("group", "starts_at"),
                name="meeting_once_at_a_time",
            ),
        ),
    ]
