"""What is written of a proposal stays as it was written: versions, documents, steps, enactments, results."""

from django.db import migrations

TABLES = ("version", "document", "step", "enactment", "benefitresult")
REFUSE = "\n".join(
    f"""CREATE TRIGGER reorganisation_{table}_no_change BEFORE UPDATE OR DELETE ON reorganisation_{table}
            FOR EACH ROW EXECUTE FUNCTION core_refuse();
        CREATE TRIGGER reorganisation_{table}_no_truncate BEFORE TRUNCATE ON reorganisation_{table}
            FOR EACH STATEMENT EXECUTE FUNCTION core_refuse();"""
    for table in TABLES
)
ALLOW = "\n".join(
    f"""DROP TRIGGER reorganisation_{table}_no_change ON reorganisation_{table};
        DROP TRIGGER reorganisation_{table}_no_truncate ON reorganisation_{table};"""
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("reorganisation", "0001_proposals"), ("core", "0002_append_only")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
