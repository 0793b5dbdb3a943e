"""Business to come and strategies are handed on; a correction says what it corrects. All of it stays as it was said."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import ouzel.core.ranges

KEPT = """
CREATE FUNCTION governance_forward_follows_its_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE governance_forwarditem SET body_id = NEW.body_id WHERE id = NEW.planned_id;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_forwardstep_kept AFTER INSERT ON governance_forwardstep
    FOR EACH ROW EXECUTE FUNCTION governance_forward_follows_its_steps();
CREATE TRIGGER governance_forwardstep_no_change BEFORE UPDATE OR DELETE ON governance_forwardstep
    FOR EACH ROW EXECUTE FUNCTION core_refuse();
CREATE TRIGGER governance_forwardstep_no_truncate BEFORE TRUNCATE ON governance_forwardstep
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse();
CREATE TRIGGER governance_strategykeeper_only BEFORE UPDATE OR DELETE ON governance_strategykeeper
    FOR EACH ROW EXECUTE FUNCTION governance_only('{replaced}');
CREATE TRIGGER governance_strategykeeper_no_truncate BEFORE TRUNCATE ON governance_strategykeeper
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse();
"""
FREE = """
DROP TRIGGER governance_strategykeeper_no_truncate ON governance_strategykeeper;
DROP TRIGGER governance_strategykeeper_only ON governance_strategykeeper;
DROP TRIGGER governance_forwardstep_no_truncate ON governance_forwardstep;
DROP TRIGGER governance_forwardstep_no_change ON governance_forwardstep;
DROP TRIGGER governance_forwardstep_kept ON governance_forwardstep;
DROP FUNCTION governance_forward_follows_its_steps();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0004_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="forwarditem",
            name="ended",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="gift",
            name="corrected",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="interest",
            name="corrects",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="governance.interest",
            ),
        ),
        migrations.CreateModel(
            name="ForwardStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                ("on", models.DateField()),
                ("note", models.TextField()),
                ("plan", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.body"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.body"
                    ),
                ),
                (
                    "planned",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="governance.forwarditem",
                    ),
                ),
            ],
            options={
                "ordering": ("planned", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("planned", "number"), name="forward_step_numbered_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("note", ""), _negated=True), models.Q(("plan", ""), _negated=True)
                        ),
                        name="forward_step_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StrategyKeeper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("recorded", models.DateField()),
                ("replaced", models.DateField(null=True)),
                ("source", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_strategies",
                        to="governance.body",
                    ),
                ),
                (
                    "strategy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="keepers", to="governance.strategy"
                    ),
                ),
            ],
            options={
                "ordering": ("strategy", "valid"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid__isempty", False)), name="strategy_keeper_some_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced", None), ("replaced__gte", models.F("recorded")), _connector="OR"
                        ),
                        name="strategy_keeper_known_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", ""), _negated=True), models.Q(("by", ""), _negated=True)
                        ),
                        name="strategy_keeper_said",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("replaced", None)),
                        expressions=((ouzel.core.ranges.KeyRange("strategy_id"), "&&"), ("valid", "&&")),
                        name="strategy_keeper_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEPT, FREE),
    ]
