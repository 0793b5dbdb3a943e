"""Who was in the room from when to when, recusals taken back, the items that a resolution names, forms sent once."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import ouzel.core.ranges

KEPT = ("recusaltakenback", "excludeditem")
COPIED = """
INSERT INTO governance_stay (meeting_id, body_id, person_id, seat, items, by)
    SELECT meeting_id, body_id, person_id, seat, int4range(from_item, to_item, '[]'), 'ouzel'
    FROM governance_attendance
    WHERE (from_item IS NOT NULL OR to_item IS NOT NULL) AND capacity IN ('member', 'deputy', 'in-attendance');
INSERT INTO governance_excludeditem (exclusion_id, item_id, meeting_id)
    SELECT e.id, i.id, e.meeting_id
    FROM governance_exclusion e JOIN governance_agendaitem i ON i.meeting_id = e.meeting_id
    WHERE i.private AND i.removed = '' AND i.order >= e.from_item AND (e.to_item IS NULL OR i.order <= e.to_item)
      AND i.at <= e.at;
"""
REFUSE = (
    "\n".join(
        f"""CREATE TRIGGER governance_{table}_no_change BEFORE UPDATE OR DELETE ON governance_{table}
            FOR EACH ROW EXECUTE FUNCTION core_refuse();
        CREATE TRIGGER governance_{table}_no_truncate BEFORE TRUNCATE ON governance_{table}
            FOR EACH STATEMENT EXECUTE FUNCTION core_refuse();"""
        for table in KEPT
    )
    + """
CREATE TRIGGER governance_stay_only BEFORE UPDATE OR DELETE ON governance_stay
    FOR EACH ROW EXECUTE FUNCTION governance_only('{replaced}');
CREATE TRIGGER governance_stay_no_truncate BEFORE TRUNCATE ON governance_stay
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse();"""
)
ALLOW = "\n".join(f"DROP TRIGGER governance_{table}_no_change ON governance_{table};" for table in KEPT) + "\n".join(
    (
        *(f"DROP TRIGGER governance_{table}_no_truncate ON governance_{table};" for table in (*KEPT, "stay")),
        "DROP TRIGGER governance_stay_only ON governance_stay;",
    )
)
NOW = django.db.models.functions.datetime.Now()


def key() -> models.BigAutoField:
    """The key that a table has unless it names another."""
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def to(model: str, name: str = "+") -> models.ForeignKey:
    """A row of a table of governance, which stays as long as this one."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=name, to=f"governance.{model}"
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("governance", "0007_seen")]

    operations = [
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("to", models.TextField(blank=True, default="")),
                ("said", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField(db_default=NOW, db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                ("id", key()),
                ("seat", models.TextField(blank=True, default="")),
                ("items", django.contrib.postgres.fields.ranges.IntegerRangeField()),
                ("came", models.TimeField(null=True)),
                ("went", models.TimeField(null=True)),
                ("replaced", models.DateTimeField(null=True)),
                ("by", models.TextField()),
                ("at", models.DateTimeField(db_default=NOW)),
                ("meeting", to("meeting", "stays")),
                ("body", to("body")),
                ("person", to("person")),
            ],
            options={"ordering": ("meeting", "body", "id")},
        ),
        migrations.CreateModel(
            name="RecusalTakenBack",
            fields=[
                ("id", key()),
                ("why", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField(db_default=NOW)),
                (
                    "recusal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="governance.recusal",
                    ),
                ),
                ("meeting", to("meeting")),
            ],
        ),
        migrations.CreateModel(
            name="ExcludedItem",
            fields=[
                ("id", key()),
                ("exclusion", to("exclusion", "named")),
                ("item", to("agendaitem")),
                ("meeting", to("meeting")),
            ],
        ),
        migrations.AddField(
            model_name="exclusion",
            name="items",
            field=models.ManyToManyField(
                related_name="exclusions", through="governance.ExcludedItem", to="governance.agendaitem"
            ),
        ),
        migrations.RunSQL(COPIED, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="attendance", name="attendance_from_before_to"),
        migrations.RemoveField(model_name="attendance", name="from_item"),
        migrations.RemoveField(model_name="attendance", name="to_item"),
        migrations.AlterModelOptions(name="exclusion", options={"ordering": ("meeting", "body", "id")}),
        migrations.RemoveField(model_name="exclusion", name="from_item"),
        migrations.RemoveField(model_name="exclusion", name="to_item"),
        migrations.AddField(model_name="forwarditem", name="first", field=models.DateField(null=True)),
        migrations.AddField(model_name="minutes", name="records", field=models.JSONField(null=True)),
        migrations.RemoveConstraint(model_name="recusal", name="recusal_once_an_item"),
        migrations.AddField(model_name="recusal", name="number", field=models.IntegerField(default=1)),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=models.UniqueConstraint(fields=("item", "person", "number"), name="recusal_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="recusaltakenback",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="recusal_taken_back_with_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="excludeditem",
            constraint=models.UniqueConstraint(fields=("exclusion", "item"), name="excluded_item_once"),
        ),
        migrations.AddConstraint(
            model_name="stay",
            constraint=models.CheckConstraint(condition=models.Q(("items__isempty", False)), name="stay_some_item"),
        ),
        migrations.AddConstraint(
            model_name="stay",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("replaced", None)),
                expressions=(
                    (ouzel.core.ranges.KeyRange("meeting_id"), "&&"),
                    (ouzel.core.ranges.KeyRange("body_id"), "&&"),
                    (ouzel.core.ranges.KeyRange("person_id"), "&&"),
                    (ouzel.core.ranges.TextKeyRange("seat"), "&&"),
                    ("items", "&&"),
                ),
                name="stay_one_at_a_time",
            ),
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
