import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import ouzel.core.ranges


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.TextField(blank=True, default="")),
                ("is_active", models.BooleanField(default=True)),
                ("joined", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ("email",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("email", ""), _negated=True), name="user_email_given"),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="user_email_lower_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(null=True, unique=True)),
                ("at", models.DateTimeField(null=True)),
                ("by_kind", models.TextField()),
                ("by_name", models.TextField()),
                ("by_user", models.BigIntegerField(null=True)),
                ("on_behalf_of", models.TextField(blank=True, default="")),
                ("action", models.TextField()),
                ("subject", models.TextField()),
                ("detail", models.JSONField()),
                ("content", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64, null=True)),
                ("hash", models.CharField(max_length=64, null=True, unique=True)),
            ],
            options={
                "ordering": ("number",),
                "indexes": [models.Index(fields=["action", "subject"], name="audit_action_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at", None), ("hash", None), ("number", None), ("previous", None)),
                            models.Q(
                                ("at__isnull", False),
                                ("hash__isnull", False),
                                ("number__gte", 1),
                                ("previous__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="audit_link_all_or_none",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_kind", "person"), ("by_user__isnull", False)),
                            models.Q(("by_kind__in", ("command", "system")), ("by_user__isnull", True)),
                            _connector="OR",
                        ),
                        name="audit_person_has_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_name", ""), _negated=True),
                            models.Q(("action", ""), _negated=True),
                            models.Q(("content", ""), _negated=True),
                        ),
                        name="audit_said_in_full",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("load", "load"),
                            ("withdraw", "withdrawal"),
                            ("release", "release from quarantine"),
                            ("settle", "settlement"),
                            ("enact", "enactment"),
                        ]
                    ),
                ),
                ("by", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("note", models.TextField(blank=True, default="")),
            ],
            options={
                "ordering": ("number",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="edition_number_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["load", "withdraw", "release", "settle", "enact"])),
                        name="edition_kind_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("by", ""), _negated=True), name="edition_by_given"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferenceRelease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField()),
                ("name", models.TextField()),
                (
                    "state",
                    models.TextField(
                        choices=[("loading", "loading"), ("ready", "ready"), ("withdrawn", "withdrawn")],
                        default="loading",
                    ),
                ),
                ("effective", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("published", models.DateField()),
                ("source", models.TextField()),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="core.edition",
                    ),
                ),
            ],
            options={
                "ordering": ("kind", "effective", "name"),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "name"), name="release_name_once_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", ""), _negated=True),
                            models.Q(("name", ""), _negated=True),
                            models.Q(("source", ""), _negated=True),
                        ),
                        name="release_described",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["loading", "ready", "withdrawn"])), name="release_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("effective__isempty", False)), name="release_effective_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sha256", ""), models.Q(("state", "ready"), _negated=True)),
                            ("sha256__regex", "^[0-9a-f]{64}$"),
                            _connector="OR",
                        ),
                        name="release_sha256_when_whole",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("state", "ready")),
                        expressions=((ouzel.core.ranges.TextKeyRange("kind"), "&&"), ("effective", "&&")),
                        name="release_ready_once_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.TextField()),
                ("body_code", models.TextField(blank=True, default="")),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("cancelled", models.BooleanField(default=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("user", "role", "since"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("role", ""), _negated=True), name="role_given"),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gt", models.F("since")), _connector="OR"),
                        name="role_since_before_until",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("cancelled", False)),
                        expressions=(
                            (ouzel.core.ranges.KeyRange("user_id"), "&&"),
                            (ouzel.core.ranges.TextKeyRange("role"), "&&"),
                            (ouzel.core.ranges.TextKeyRange("body_code"), "&&"),
                            (ouzel.core.ranges.DateSpan("since", "until"), "&&"),
                        ),
                        name="role_held_once",
                    ),
                ],
            },
        ),
    ]
