"""What is posted, run and frozen stays; a price release is filled while it loads, and then no more; loads go forward."""

from django.db import migrations

APPEND_ONLY = ("posting", "pricingrun", "freeze", "planline")
ROWS_OF_RELEASES = ("pricerow", "factorrow", "topuprow")

REFUSE = "\n".join(
    f"""CREATE TRIGGER activity_{table}_no_change BEFORE UPDATE OR DELETE ON activity_{table}
            FOR EACH ROW EXECUTE FUNCTION core_refuse();
        CREATE TRIGGER activity_{table}_no_truncate BEFORE TRUNCATE ON activity_{table}
            FOR EACH STATEMENT EXECUTE FUNCTION core_refuse();"""
    for table in (*APPEND_ONLY, *ROWS_OF_RELEASES)
)
FILLED_WHILE_LOADING = """
CREATE FUNCTION activity_row_of_loading_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM activity_pricerelease r WHERE r.id = NEW.release_id AND r.state = 'loading') THEN
        RAISE EXCEPTION 'rows are added to a price release only while it is being loaded' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION activity_release_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'withdrawn' OR (OLD.state = 'ready' AND NEW.state <> 'withdrawn')
       OR (NEW.id, NEW.name, NEW.effective, NEW.published, NEW.rounding) IS DISTINCT FROM
          (OLD.id, OLD.name, OLD.effective, OLD.published, OLD.rounding) THEN
        RAISE EXCEPTION 'a price release goes from loading to ready to withdrawn, and is otherwise not changed'
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER activity_pricerelease_forward BEFORE UPDATE OR DELETE ON activity_pricerelease
    FOR EACH ROW EXECUTE FUNCTION activity_release_goes_forward();
CREATE FUNCTION activity_load_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'erased' OR (OLD.state = 'withdrawn' AND NEW.state NOT IN ('withdrawn', 'erased'))
       OR (OLD.state = 'ready' AND NEW.state NOT IN ('withdrawn', 'erased'))
       OR (NEW.id, NEW.dataset, NEW.name, NEW.sha256, NEW.policy, NEW.purpose, NEW.by) IS DISTINCT FROM
          (OLD.id, OLD.dataset, OLD.name, OLD.sha256, OLD.policy, OLD.purpose, OLD.by) THEN
        RAISE EXCEPTION 'a load goes from staged to ready to withdrawn to erased, and is otherwise not changed'
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER activity_activityload_forward BEFORE UPDATE OR DELETE ON activity_activityload
    FOR EACH ROW EXECUTE FUNCTION activity_load_goes_forward();
""" + "\n".join(
    f"""CREATE TRIGGER activity_{table}_while_loading BEFORE INSERT ON activity_{table}
            FOR EACH ROW EXECUTE FUNCTION activity_row_of_loading_release();"""
    for table in ROWS_OF_RELEASES
)
ALLOW = "\n".join(
    [
        *(
            f"DROP TRIGGER activity_{table}_no_change ON activity_{table};"
            f" DROP TRIGGER activity_{table}_no_truncate ON activity_{table};"
            for table in (*APPEND_ONLY, *ROWS_OF_RELEASES)
        ),
        *(f"DROP TRIGGER activity_{table}_while_loading ON activity_{table};" for table in ROWS_OF_RELEASES),
        "DROP TRIGGER activity_pricerelease_forward ON activity_pricerelease;",
        "DROP TRIGGER activity_activityload_forward ON activity_activityload;",
        "DROP FUNCTION activity_row_of_loading_release();",
        "DROP FUNCTION activity_release_goes_forward();",
        "DROP FUNCTION activity_load_goes_forward();",
    ]
)


class Migration(migrations.Migration):
    dependencies = [("activity", "0001_activity"), ("core", "0002_append_only")]

    operations = [migrations.RunSQL(REFUSE + FILLED_WHILE_LOADING, ALLOW)]
