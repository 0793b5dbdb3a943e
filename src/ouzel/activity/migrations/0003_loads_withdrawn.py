"""A load can be withdrawn: the check of its changes named a column whose name PL/pgSQL takes for a word of its own."""

from django.db import migrations

GOES_FORWARD = """
CREATE OR REPLACE FUNCTION activity_load_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'erased' OR (OLD.state = 'withdrawn' AND NEW.state NOT IN ('withdrawn', 'erased'))
       OR (OLD.state = 'ready' AND NEW.state NOT IN ('withdrawn', 'erased'))
       OR (NEW.id, NEW.dataset, NEW.name, NEW.sha256, NEW.policy, NEW.purpose, NEW."by") IS DISTINCT FROM
          (OLD.id, OLD.dataset, OLD.name, OLD.sha256, OLD.policy, OLD.purpose, OLD."by") THEN
        RAISE EXCEPTION 'a load goes from staged to ready to withdrawn to erased, and is otherwise not changed'
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("activity", "0002_kept")]

    operations = [migrations.RunSQL(GOES_FORWARD, migrations.RunSQL.noop)]
