"""What was said stays: rows are added, and of those that are there only what a step of their life changes."""

from django.db import migrations

APPEND_ONLY = (
    "meetingevent", "irregularity", "exclusion", "vote", "decision", "ratification", "actionstep", "strategyversion",
    "progress", "riskreview", "declaration", "recusal", "gift",
)  # fmt: skip
ONLY = {  # table: the columns that may change
    "bodyfact": ("replaced",),
    "standingorders": ("replaced",),
    "delegation": ("replaced",),
    "seat": ("replaced",),
    "appointment": ("replaced",),
    "deputy": ("replaced",),
    "interest": ("replaced",),
    "priority": ("replaced",),
    "priorityowner": ("replaced",),
    "paperversion": ("published",),
    "minutes": ("published", "approved_at_id", "approved_on"),
    "action": ("body_id", "owner", "due", "state"),
    "link": ("ended",),
    "body": (),
}
FUNCTIONS = """
CREATE FUNCTION governance_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    named text[] := TG_ARGV[0]::text[];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'rows of % are kept', TG_TABLE_NAME USING ERRCODE = '23514';
    END IF;
    IF to_jsonb(NEW) - named - 'search' IS DISTINCT FROM to_jsonb(OLD) - named - 'search' THEN
        RAISE EXCEPTION 'of rows of % only % may change', TG_TABLE_NAME, array_to_string(named, ', ')
            USING ERRCODE = '23514';
    END IF;
    IF to_jsonb(OLD) ? 'replaced' AND to_jsonb(OLD) ->> 'replaced' IS NOT NULL
       AND to_jsonb(OLD) ->> 'replaced' IS DISTINCT FROM to_jsonb(NEW) ->> 'replaced' THEN
        RAISE EXCEPTION 'a fact of % that was replaced stays so', TG_TABLE_NAME USING ERRCODE = '23514';
    END IF;
    IF to_jsonb(OLD) ? 'published' AND to_jsonb(OLD) ->> 'published' IS NOT NULL
       AND to_jsonb(OLD) ->> 'published' IS DISTINCT FROM to_jsonb(NEW) ->> 'published' THEN
        RAISE EXCEPTION 'what was published stays published' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION governance_action_follows_its_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE governance_action SET body_id = NEW.body_id, owner = NEW.owner, due = NEW.due, state = NEW.state
        WHERE id = NEW.action_id;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_actionstep_kept AFTER INSERT ON governance_actionstep
    FOR EACH ROW EXECUTE FUNCTION governance_action_follows_its_steps();
"""
REFUSE = (
    FUNCTIONS
    + "\n".join(
        f"""CREATE TRIGGER governance_{table}_no_change BEFORE UPDATE OR DELETE ON governance_{table}
                FOR EACH ROW EXECUTE FUNCTION core_refuse();
            CREATE TRIGGER governance_{table}_no_truncate BEFORE TRUNCATE ON governance_{table}
                FOR EACH STATEMENT EXECUTE FUNCTION core_refuse();"""
        for table in APPEND_ONLY
    )
    + "\n".join(
        f"""CREATE TRIGGER governance_{table}_only BEFORE UPDATE OR DELETE ON governance_{table}
                FOR EACH ROW EXECUTE FUNCTION governance_only('{{{",".join(columns)}}}');
            CREATE TRIGGER governance_{table}_no_truncate BEFORE TRUNCATE ON governance_{table}
                FOR EACH STATEMENT EXECUTE FUNCTION core_refuse();"""
        for table, columns in ONLY.items()
    )
)
ALLOW = (
    "\n".join(f"DROP TRIGGER governance_{table}_no_change ON governance_{table};" for table in APPEND_ONLY)
    + "\n".join(f"DROP TRIGGER governance_{table}_only ON governance_{table};" for table in ONLY)
    + "\n".join(
        f"DROP TRIGGER governance_{table}_no_truncate ON governance_{table};" for table in (*APPEND_ONLY, *ONLY)
    )
    + """DROP TRIGGER governance_actionstep_kept ON governance_actionstep;
    DROP FUNCTION governance_action_follows_its_steps();
    DROP FUNCTION governance_only();"""
)


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_governance"), ("core", "0002_append_only")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
