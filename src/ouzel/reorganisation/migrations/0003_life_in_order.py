"""The life of a proposal goes in order, and nobody approves a plan of which they saved a version."""

from django.db import migrations

# What may follow what, written out because a migration must not change when code does (`lifecycle.FOLLOWS`).
GUARD = """
CREATE FUNCTION reorganisation_step_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text;
    last_number integer;
BEGIN
    SELECT state, number INTO before, last_number FROM reorganisation_step
        WHERE proposal_id = NEW.proposal_id ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last_number, 0) + 1 OR NOT coalesce(before, '') || '>' || NEW.state = ANY (ARRAY[
        '>draft', 'draft>draft', 'draft>proposed', 'draft>withdrawn',
        'proposed>draft', 'proposed>approved-in-principle', 'proposed>approved', 'proposed>rejected',
        'proposed>withdrawn', 'approved-in-principle>draft', 'approved-in-principle>approved',
        'approved-in-principle>rejected', 'approved-in-principle>withdrawn',
        'approved>draft', 'approved>scheduled', 'approved>enacted', 'approved>withdrawn',
        'scheduled>proved', 'scheduled>reversed', 'enacted>proved', 'enacted>reversed', 'proved>reversed',
        'rejected>draft', 'withdrawn>draft'])
    THEN
        RAISE EXCEPTION 'a proposal that is % cannot be %', coalesce(before, 'new'), NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state IN ('approved', 'approved-in-principle') AND EXISTS (
        SELECT FROM reorganisation_version v WHERE v.proposal_id = NEW.proposal_id AND v."by" = NEW."by")
    THEN
        RAISE EXCEPTION '% saved a version of this plan and cannot approve it', NEW."by"
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reorganisation_step_in_order BEFORE INSERT ON reorganisation_step
    FOR EACH ROW EXECUTE FUNCTION reorganisation_step_in_order();
"""

UNDO = """
DROP TRIGGER reorganisation_step_in_order ON reorganisation_step;
DROP FUNCTION reorganisation_step_in_order;
"""


class Migration(migrations.Migration):
    dependencies = [("reorganisation", "0002_append_only")]

    operations = [migrations.RunSQL(GUARD, UNDO)]
