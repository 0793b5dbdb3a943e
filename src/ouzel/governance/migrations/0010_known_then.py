"""What was known on a day can be told: events keep what was before them, and what is taken off or back keeps when.

Of no fact is it said that it was known before it was said.
"""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import TruncDate

from ouzel.governance.knowing import LONDON

DATED = {  # table of facts: what its constraints are named after
    "bodyfact": "body_fact",
    "standingorders": "standing_orders",
    "delegation": "delegation",
    "seat": "seat",
    "appointment": "appointment",
    "deputy": "deputy",
    "interest": "interest",
    "priority": "priority",
    "priorityowner": "priority_owner",
    "strategykeeper": "strategy_keeper",
}
AHEAD = """
ALTER TABLE governance_{table} DISABLE TRIGGER USER;
UPDATE governance_{table} SET recorded = (at AT TIME ZONE 'Europe/London')::date
    WHERE recorded > (at AT TIME ZONE 'Europe/London')::date AND (replaced IS NULL OR replaced >= recorded);
ALTER TABLE governance_{table} ENABLE TRIGGER USER;
"""
LINKS = """
CREATE OR REPLACE TRIGGER governance_link_only BEFORE UPDATE OR DELETE ON governance_link
    FOR EACH ROW EXECUTE FUNCTION governance_only('{{{columns}}}');
"""
PAPERS = """
CREATE TRIGGER governance_itempaper_only BEFORE UPDATE OR DELETE ON governance_itempaper
    FOR EACH ROW EXECUTE FUNCTION governance_only('{label,order,late,taken_off,taken_off_at}');
CREATE TRIGGER governance_itempaper_no_truncate BEFORE TRUNCATE ON governance_itempaper
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse();
"""
NO_PAPERS = """
DROP TRIGGER governance_itempaper_only ON governance_itempaper;
DROP TRIGGER governance_itempaper_no_truncate ON governance_itempaper;
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0009_addresses_go")]

    operations = [
        migrations.AddField(model_name="meetingevent", name="before", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="link", name="ended_at", field=models.DateTimeField(null=True)),
        migrations.RunSQL(LINKS.format(columns="ended,ended_at"), LINKS.format(columns="ended")),
        migrations.AddField(model_name="itempaper", name="taken_off", field=models.TextField(blank=True, default="")),
        migrations.AddField(model_name="itempaper", name="taken_off_at", field=models.DateTimeField(null=True)),
        migrations.RemoveConstraint(model_name="itempaper", name="item_paper_once"),
        migrations.AddConstraint(
            model_name="itempaper",
            constraint=models.UniqueConstraint(
                fields=("item", "paper"), condition=Q(taken_off_at=None), name="item_paper_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="itempaper",
            constraint=models.CheckConstraint(
                condition=Q(taken_off_at=None, taken_off="") | (Q(taken_off_at__isnull=False) & ~Q(taken_off="")),
                name="item_paper_taken_off_with_reason",
            ),
        ),
        migrations.RunSQL(PAPERS, NO_PAPERS),
        *(migrations.RunSQL(AHEAD.format(table=table), migrations.RunSQL.noop) for table in DATED),
        *(
            migrations.AddConstraint(
                model_name=table,
                constraint=models.CheckConstraint(
                    condition=Q(recorded__lte=TruncDate("at", tzinfo=LONDON)), name=f"{name}_not_known_ahead"
                ),
            )
            for table, name in DATED.items()
        ),
    ]
