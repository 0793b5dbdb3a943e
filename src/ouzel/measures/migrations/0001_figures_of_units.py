import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnitFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit", models.TextField()),
                ("measure", models.TextField()),
                ("value", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("gap", models.TextField(blank=True, default="")),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unit_figures",
                        to="core.referencerelease",
                    ),
                ),
            ],
            options={
                "ordering": ("release", "measure", "unit"),
                "indexes": [models.Index(fields=["unit", "measure"], name="unit_figure_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("release", "measure", "unit"), name="unit_figure_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("gap", ""), ("value__isnull", False)),
                            models.Q(("gap__in", ("suppressed", "missing")), ("value", None)),
                            _connector="OR",
                        ),
                        name="unit_figure_value_or_gap",
                    ),
                ],
            },
        ),
    ]
