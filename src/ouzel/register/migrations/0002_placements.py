"""Placements are events, several at once; relations are known by their range of numbers."""

from django.db import migrations, models

# A column the database computes cannot be told otherwise: it is made anew, and with it the constraint on it.
SLOT = """
ALTER TABLE register_fact DROP CONSTRAINT fact_one_value_at_a_time;
ALTER TABLE register_fact DROP COLUMN slot;
ALTER TABLE register_fact ADD COLUMN slot bigint GENERATED ALWAYS AS (
    CASE WHEN attribute IN ({several}) OR share IS NOT NULL
    THEN hashtextextended(subject_id::text || ':' || attribute::text || ':' || coalesce(object_id::text, value), 0)
    ELSE subject_id * 256 + attribute END) STORED NOT NULL;
ALTER TABLE register_fact ADD CONSTRAINT fact_one_value_at_a_time
    EXCLUDE USING gist (int8range(slot, slot, '[]') WITH &&, valid WITH &&, known WITH &&, editions WITH &&)"""


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0001_the_register"),
    ]

    operations = [
        migrations.RunSQL(SLOT.format(several="4, 9, 29, 40, 41, 42"), SLOT.format(several="4, 9, 29, 40, 41")),
        migrations.RemoveConstraint(
            model_name="assertion",
            name="assertion_relation_has_object",
        ),
        migrations.RemoveConstraint(
            model_name="fact",
            name="fact_relation_has_object",
        ),
        migrations.AddConstraint(
            model_name="assertion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("attribute__gte", 20), ("attribute__lt", 60), ("object__isnull", False), ("value", "")),
                    models.Q(models.Q(("attribute__gte", 20), ("attribute__lt", 60), _negated=True), ("object", None)),
                    _connector="OR",
                ),
                name="assertion_relation_has_object",
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("attribute__gte", 20), ("attribute__lt", 60), ("object__isnull", False), ("value", "")),
                    models.Q(models.Q(("attribute__gte", 20), ("attribute__lt", 60), _negated=True), ("object", None)),
                    _connector="OR",
                ),
                name="fact_relation_has_object",
            ),
        ),
    ]
