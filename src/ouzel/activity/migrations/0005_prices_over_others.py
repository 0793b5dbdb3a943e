"""A price list may stand over another one; prices of a department type and additions for best practice."""

import django.db.models.deletion
from django.db import migrations, models

KEPT = """
CREATE OR REPLACE FUNCTION activity_release_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'withdrawn' OR (OLD.state = 'ready' AND NEW.state <> 'withdrawn')
       OR (NEW.id, NEW.name, NEW.effective, NEW.published, NEW.rounding{new}) IS DISTINCT FROM
          (OLD.id, OLD.name, OLD.effective, OLD.published, OLD.rounding{old}) THEN
        RAISE EXCEPTION 'a price release goes from loading to ready to withdrawn, and is otherwise not changed'
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("activity", "0004_known_on_two_clocks")]

    operations = [
        migrations.AddField(
            model_name="pricerelease",
            name="over",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lists_over",
                to="activity.pricerelease",
            ),
        ),
        migrations.AddField(model_name="pricerow", name="department", field=models.TextField(blank=True, default="")),
        migrations.AddField(model_name="pricerow", name="adds", field=models.BooleanField(default=False)),
        migrations.RemoveConstraint(model_name="pricerow", name="price_row_once"),
        migrations.AddConstraint(
            model_name="pricerow",
            constraint=models.UniqueConstraint(
                fields=("release", "currency", "setting", "specialty", "best_practice", "local", "department"),
                name="price_row_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerow",
            constraint=models.CheckConstraint(
                condition=models.Q(adds=False) | ~models.Q(best_practice=""), name="price_row_adds_for_best_practice"
            ),
        ),
        migrations.RunSQL(
            KEPT.format(new=", NEW.over_id", old=", OLD.over_id"),
            KEPT.format(new="", old=""),
        ),
    ]
