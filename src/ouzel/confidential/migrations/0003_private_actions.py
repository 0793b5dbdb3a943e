"""What a decision in private commits, who dissented and how each voted; actions asked for in private."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

REFUSE = """CREATE TRIGGER confidential_privateaction_no_change BEFORE UPDATE OR DELETE ON confidential_privateaction
    FOR EACH ROW EXECUTE FUNCTION core_refuse();"""
ALLOW = "DROP TRIGGER confidential_privateaction_no_change ON confidential_privateaction;"


class Migration(migrations.Migration):
    dependencies = [("confidential", "0002_kept"), ("governance", "0002_kept")]

    operations = [
        migrations.AddField("privatedecision", "pence", models.BigIntegerField(null=True)),
        migrations.AddField("privatedecision", "dissent", models.TextField(blank=True, default="")),
        migrations.AddField("privatedecision", "votes", models.JSONField(default=list)),
        migrations.CreateModel(
            "PrivateAction",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.action"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="private_action_said")
                ]
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
