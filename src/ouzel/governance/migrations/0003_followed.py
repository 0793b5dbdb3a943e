"""What followed from a plan is kept row by row; a follow that was moved leads to the one that continues it."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

REFUSE = """
CREATE TRIGGER governance_carried_no_change BEFORE UPDATE OR DELETE ON governance_carried
    FOR EACH ROW EXECUTE FUNCTION core_refuse();
CREATE TRIGGER governance_carried_no_truncate BEFORE TRUNCATE ON governance_carried
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse();
"""
ALLOW = """
DROP TRIGGER governance_carried_no_change ON governance_carried;
DROP TRIGGER governance_carried_no_truncate ON governance_carried;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0002_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="Carried",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("plan", models.TextField()),
                ("edition", models.IntegerField()),
                ("table", models.TextField()),
                ("row", models.BigIntegerField()),
                ("did", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.AddField(
            model_name="follow",
            name="went_to",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="continues", to="governance.follow"
            ),
        ),
        migrations.AlterField(
            model_name="follow",
            name="came_from",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.follow"
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.CheckConstraint(
                condition=models.Q(("went_to", None), ("ended__isnull", False), _connector="OR"),
                name="follow_moved_is_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="carried",
            constraint=models.UniqueConstraint(fields=("plan", "edition", "table", "row", "did"), name="carried_once"),
        ),
        migrations.AddConstraint(
            model_name="carried",
            constraint=models.CheckConstraint(
                condition=models.Q(("did__in", ("made", "replaced"))), name="carried_did_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="carried",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("plan", ""), _negated=True), models.Q(("table", ""), _negated=True)),
                name="carried_whole",
            ),
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
