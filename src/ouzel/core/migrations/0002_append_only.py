"""The audit trail links itself and refuses change; editions refuse change."""

from django.db import migrations

# The lock number is `locks.AUDIT`, written out because a migration must not change when code does.
LINK = r"""
CREATE FUNCTION core_audit_arrive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number IS NOT NULL OR NEW.at IS NOT NULL OR NEW.previous IS NOT NULL OR NEW.hash IS NOT NULL THEN
        RAISE EXCEPTION 'the audit trail numbers and links its rows itself' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION core_audit_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_number bigint;
    last_hash text;
    moment timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(4711580001);
    SELECT number, hash INTO last_number, last_hash FROM core_auditentry
        WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1;
    last_number := coalesce(last_number, 0) + 1;
    last_hash := coalesce(last_hash, repeat('0', 64));
    moment := clock_timestamp();
    UPDATE core_auditentry SET number = last_number, at = moment, previous = last_hash,
        hash = encode(sha256(convert_to(concat_ws(E'\n',
            last_hash, last_number, trunc(extract(epoch FROM moment) * 1000000)::bigint, content), 'UTF8')), 'hex')
        WHERE id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER core_audit_arrive BEFORE INSERT ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION core_audit_arrive();
CREATE CONSTRAINT TRIGGER core_audit_link AFTER INSERT ON core_auditentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION core_audit_link();
"""

REFUSE = r"""
CREATE FUNCTION core_audit_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.hash IS NULL
        AND (to_jsonb(OLD) - '{number,at,previous,hash}'::text[]) = (to_jsonb(NEW) - '{number,at,previous,hash}'::text[])
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit trail is append-only: a row is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION core_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER core_audit_no_change BEFORE UPDATE ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION core_audit_keep();
CREATE TRIGGER core_audit_no_removal BEFORE DELETE ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION core_refuse();
CREATE TRIGGER core_audit_no_truncate BEFORE TRUNCATE ON core_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse();
CREATE TRIGGER core_edition_no_change BEFORE UPDATE OR DELETE ON core_edition
    FOR EACH ROW EXECUTE FUNCTION core_refuse();
"""

UNDO = """
DROP TRIGGER core_audit_arrive ON core_auditentry;
DROP TRIGGER core_audit_link ON core_auditentry;
DROP TRIGGER core_audit_no_change ON core_auditentry;
DROP TRIGGER core_audit_no_removal ON core_auditentry;
DROP TRIGGER core_audit_no_truncate ON core_auditentry;
DROP TRIGGER core_edition_no_change ON core_edition;
DROP FUNCTION core_audit_arrive, core_audit_link, core_audit_keep, core_refuse;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunSQL(LINK + REFUSE, UNDO)]
