"""Work is kept: what was asked stays as it was asked, and what has ended is not changed."""

from django.db import migrations

KEPT = r"""
CREATE FUNCTION work_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended IS NOT NULL OR (OLD.begun IS NOT NULL AND NEW.begun IS DISTINCT FROM OLD.begun)
       OR (NEW.id, NEW.kind, NEW.subject, NEW.given, NEW.by_kind, NEW.by_name, NEW.by_user, NEW.asked)
          IS DISTINCT FROM
          (OLD.id, OLD.kind, OLD.subject, OLD.given, OLD.by_kind, OLD.by_name, OLD.by_user, OLD.asked) THEN
        RAISE EXCEPTION 'work goes from asked to begun to ended, and is otherwise not changed' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER work_piece_forward BEFORE UPDATE ON work_piece
    FOR EACH ROW EXECUTE FUNCTION work_goes_forward();
CREATE TRIGGER work_piece_no_removal BEFORE DELETE ON work_piece
    FOR EACH ROW EXECUTE FUNCTION core_refuse();
CREATE TRIGGER work_piece_no_truncate BEFORE TRUNCATE ON work_piece
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse();
"""
UNDO = """
DROP TRIGGER work_piece_forward ON work_piece;
DROP TRIGGER work_piece_no_removal ON work_piece;
DROP TRIGGER work_piece_no_truncate ON work_piece;
DROP FUNCTION work_goes_forward();
"""


class Migration(migrations.Migration):
    dependencies = [("work", "0001_work"), ("core", "0002_append_only")]

    operations = [migrations.RunSQL(KEPT, UNDO)]
