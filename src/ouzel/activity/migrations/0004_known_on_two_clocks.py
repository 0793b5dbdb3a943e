"""Mappings, agreements and withdrawals of price lists get the day they were known, and keep it.

What was ended or withdrawn before takes its day, actor and reason from the audit trail.
"""

from typing import Any

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models

import ouzel.core.ranges

TABLES = {
    "podmapping": ("activity.pod-mapping.ended", "mapping"),
    "agreementrow": ("activity.agreement.ended", "agreement"),
}
LONDON = "(({0} AT TIME ZONE 'Europe/London')::date)"

KNOWN = "\n".join(
    f"""UPDATE activity_{table} SET recorded = {LONDON.format("at")};
        UPDATE activity_{table} AS kept SET
            replaced = coalesce(said.day, kept.recorded), replaced_by = coalesce(said.who, kept."by"),
            why = coalesce(said.why, 'not written down')
        FROM activity_{table} AS row LEFT JOIN LATERAL (
            SELECT {LONDON.format("entry.at")} AS day, entry.by_name AS who, nullif(entry.detail->>'why', '') AS why
            FROM core_auditentry AS entry
            WHERE entry.action = '{action}' AND entry.detail->>'{key}' = row.id::text
            ORDER BY entry.id DESC LIMIT 1
        ) AS said ON true
        WHERE row.id = kept.id AND kept.ended;"""
    for table, (action, key) in TABLES.items()
)
WITHDRAWN = f"""
DROP TRIGGER activity_pricerelease_forward ON activity_pricerelease;
UPDATE activity_pricerelease AS kept SET
    withdrawn = coalesce(said.day, {LONDON.format("kept.at")}), withdrawn_by = coalesce(said.who, kept."by"),
    withdrawn_why = coalesce(said.why, 'not written down')
FROM activity_pricerelease AS row LEFT JOIN LATERAL (
    SELECT {LONDON.format("entry.at")} AS day, entry.by_name AS who, nullif(entry.detail->>'why', '') AS why
    FROM core_auditentry AS entry
    WHERE entry.action = 'activity.prices.withdrawn' AND entry.detail->>'release' = row.id::text
    ORDER BY entry.id DESC LIMIT 1
) AS said ON true
WHERE row.id = kept.id AND kept.state = 'withdrawn';
CREATE TRIGGER activity_pricerelease_forward BEFORE UPDATE OR DELETE ON activity_pricerelease
    FOR EACH ROW EXECUTE FUNCTION activity_release_goes_forward();
"""
REPLACED_ONCE = """
CREATE FUNCTION activity_replaced_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.replaced IS NOT NULL
       OR (to_jsonb(OLD) - '{replaced,replaced_by,why}'::text[]) IS DISTINCT FROM
          (to_jsonb(NEW) - '{replaced,replaced_by,why}'::text[]) THEN
        RAISE EXCEPTION 'what was said stays: it is replaced once, and is otherwise not changed' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
""" + "\n".join(
    f"""CREATE TRIGGER activity_{table}_replaced_once BEFORE UPDATE OR DELETE ON activity_{table}
            FOR EACH ROW EXECUTE FUNCTION activity_replaced_once();"""
    for table in TABLES
)
REWRITTEN = (
    "\n".join(f"DROP TRIGGER activity_{table}_replaced_once ON activity_{table};" for table in TABLES)
    + "DROP FUNCTION activity_replaced_once();"
)


def known_once(name: str, *keys: str) -> Any:
    """One row at a time for its keys, on each day as known on each day."""
    overlaps = "&&"
    return django.contrib.postgres.constraints.ExclusionConstraint(
        name=name,
        expressions=(
            *((ouzel.core.ranges.TextKeyRange(key), overlaps) for key in keys),
            ("valid", overlaps),
            (ouzel.core.ranges.DateSpan("recorded", "replaced"), overlaps),
        ),
    )


def in_order(name: str) -> Any:
    """Replaced by somebody for a reason, not before it was known; or not replaced."""
    return models.CheckConstraint(
        condition=models.Q(("replaced", None), ("replaced_by", ""), ("why", ""))
        | models.Q(
            ("replaced__gte", models.F("recorded")),
            models.Q(("replaced_by", ""), _negated=True),
            models.Q(("why", ""), _negated=True),
        ),
        name=name,
    )


class Migration(migrations.Migration):
    dependencies = [("activity", "0003_loads_withdrawn")]

    operations = [
        migrations.RemoveConstraint("agreementrow", "agreement_one_at_a_time"),
        migrations.RemoveConstraint("podmapping", "pod_mapping_one_at_a_time"),
        *(
            operation
            for model in TABLES
            for operation in (
                migrations.AddField(model, "recorded", models.DateField(null=True)),
                migrations.AddField(model, "replaced", models.DateField(null=True)),
                migrations.AddField(model, "replaced_by", models.TextField(blank=True, default="")),
                migrations.AddField(model, "why", models.TextField(blank=True, default="")),
            )
        ),
        migrations.AddField("pricerelease", "withdrawn", models.DateField(null=True)),
        migrations.AddField("pricerelease", "withdrawn_by", models.TextField(blank=True, default="")),
        migrations.AddField("pricerelease", "withdrawn_why", models.TextField(blank=True, default="")),
        migrations.RunSQL(KNOWN + WITHDRAWN, migrations.RunSQL.noop),
        *(migrations.AlterField(model, "recorded", models.DateField()) for model in TABLES),
        *(migrations.RemoveField(model, "ended") for model in TABLES),
        migrations.AddConstraint("agreementrow", in_order("agreement_known_in_order")),
        migrations.AddConstraint("agreementrow", known_once("agreement_one_at_a_time", "provider", "commissioner")),
        migrations.AddConstraint("podmapping", in_order("pod_mapping_known_in_order")),
        migrations.AddConstraint("podmapping", known_once("pod_mapping_one_at_a_time", "provider", "local_code")),
        migrations.AddConstraint(
            "pricerelease",
            models.CheckConstraint(
                condition=models.Q(
                    ("state", "withdrawn"),
                    ("withdrawn__isnull", False),
                    models.Q(("withdrawn_by", ""), _negated=True),
                    models.Q(("withdrawn_why", ""), _negated=True),
                )
                | models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    ("withdrawn", None),
                    ("withdrawn_by", ""),
                    ("withdrawn_why", ""),
                ),
                name="price_release_withdrawal_said",
            ),
        ),
        migrations.RunSQL(REPLACED_ONCE, REWRITTEN),
    ]
