import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import ouzel.reorganisation.lifecycle


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_append_only"),
        ("register", "0002_placements"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("author", models.TextField()),
                ("author_user", models.BigIntegerField(null=True)),
                ("public", models.BooleanField(default=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ("slug",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[a-z0-9][a-z0-9-]{1,79}$")), name="proposal_slug_shape"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("author", ""), _negated=True), name="proposal_author_given"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.TextField()),
                ("name", models.TextField()),
                ("media_type", models.TextField()),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("by", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="reorganisation.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ("proposal", "at", "id"),
            },
        ),
        migrations.CreateModel(
            name="CheckItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.TextField()),
                ("owner", models.TextField(blank=True, default="")),
                ("done_on", models.DateField(null=True)),
                ("note", models.TextField(blank=True, default="")),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_items",
                        to="reorganisation.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ("proposal", "slug"),
            },
        ),
        migrations.CreateModel(
            name="BenefitResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("benefit", models.TextField()),
                ("on", models.DateField()),
                ("value", models.DecimalField(decimal_places=4, max_digits=20)),
                ("source", models.TextField()),
                ("note", models.TextField(blank=True, default="")),
                ("by", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefit_results",
                        to="reorganisation.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ("proposal", "benefit", "on", "id"),
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                ("text", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("title", models.TextField()),
                ("effective", models.DateField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="reorganisation.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ("proposal", "number"),
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("draft", "draft"),
                            ("proposed", "proposed"),
                            ("approved-in-principle", "approved in principle"),
                            ("approved", "approved"),
                            ("scheduled", "scheduled"),
                            ("enacted", "enacted"),
                            ("proved", "enacted and proved"),
                            ("rejected", "rejected"),
                            ("withdrawn", "withdrawn"),
                            ("reversed", "reversed"),
                        ]
                    ),
                ),
                ("on", models.DateField()),
                ("by", models.TextField()),
                ("by_user", models.BigIntegerField(null=True)),
                ("author", models.TextField()),
                ("author_user", models.BigIntegerField(null=True)),
                ("note", models.TextField(blank=True, default="")),
                ("expected", models.JSONField(null=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="reorganisation.document",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="reorganisation.proposal"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="reorganisation.version"
                    ),
                ),
            ],
            options={
                "ordering": ("proposal", "number"),
            },
        ),
        migrations.CreateModel(
            name="Enactment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("effective", models.DateField()),
                ("known_from", models.DateField()),
                ("by", models.TextField()),
                ("proof", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enactments", to="core.edition"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enactments",
                        to="register.publication",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="reorganisation.enactment",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enactments",
                        to="reorganisation.proposal",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enactments",
                        to="reorganisation.version",
                    ),
                ),
            ],
            options={
                "ordering": ("edition",),
            },
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("title", ""), _negated=True), models.Q(("name", ""), _negated=True)),
                name="document_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="document_sha256"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkitem",
            constraint=models.UniqueConstraint(fields=("proposal", "slug"), name="check_item_once"),
        ),
        migrations.AddConstraint(
            model_name="benefitresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="benefit_result_sourced"
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(fields=("proposal", "number"), name="version_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="version_from_one"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="version_sha256"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("proposal", "number"), name="step_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("scheduled", "enacted"))),
                fields=("proposal",),
                name="step_enacted_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "proposed",
                            "approved-in-principle",
                            "approved",
                            "scheduled",
                            "enacted",
                            "proved",
                            "rejected",
                            "withdrawn",
                            "reversed",
                        ],
                    )
                ),
                name="step_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            [
                                ouzel.reorganisation.lifecycle.State["APPROVED"],
                                ouzel.reorganisation.lifecycle.State["APPROVED_IN_PRINCIPLE"],
                            ],
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        models.Q(("by", models.F("author")), _negated=True),
                        models.Q(
                            ("by_user", None),
                            ("author_user", None),
                            models.Q(("by_user", models.F("author_user")), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="step_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("rejected", "withdrawn", "reversed")), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="step_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="enactment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reverses", None)), fields=("proposal",), name="enactment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="enactment",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="enactment_sha256"
            ),
        ),
    ]
