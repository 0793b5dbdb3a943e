"""Private papers, decisions and minutes stay as they were put down."""

from django.db import migrations

TABLES = ("privatepaper", "privatedecision")
ONLY = {"privateminutes": "approved_at_id,approved_on", "privateitem": "title,text,presenter"}
REFUSE = "\n".join(
    f"""CREATE TRIGGER confidential_{table}_no_change BEFORE UPDATE OR DELETE ON confidential_{table}
            FOR EACH ROW EXECUTE FUNCTION core_refuse();"""
    for table in TABLES
) + "\n".join(
    f"""CREATE TRIGGER confidential_{table}_only BEFORE UPDATE OR DELETE ON confidential_{table}
            FOR EACH ROW EXECUTE FUNCTION governance_only('{{{columns}}}');"""
    for table, columns in ONLY.items()
)
ALLOW = "\n".join(
    f"DROP TRIGGER confidential_{table}_no_change ON confidential_{table};" for table in TABLES
) + "\n".join(f"DROP TRIGGER confidential_{table}_only ON confidential_{table};" for table in ONLY)


class Migration(migrations.Migration):
    dependencies = [("confidential", "0001_confidential"), ("governance", "0002_kept")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
