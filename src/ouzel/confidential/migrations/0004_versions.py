"""What a private item says is kept by version, whom it concerns and who is kept from it are recorded, and nothing of
the private part is ever changed or emptied.
"""

import hashlib
import json
import secrets
from typing import Any

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

APPEND_ONLY = ("privateitem", "keptfrom", "letback")
TABLES = (*APPEND_ONLY, "privatepaper", "privatedecision", "privateaction", "privateminutes")
REFUSE = "\n".join(
    f"""CREATE TRIGGER confidential_{table}_no_change BEFORE UPDATE OR DELETE ON confidential_{table}
            FOR EACH ROW EXECUTE FUNCTION core_refuse();"""
    for table in APPEND_ONLY
) + "\n".join(
    f"""CREATE TRIGGER confidential_{table}_no_truncate BEFORE TRUNCATE ON confidential_{table}
            FOR EACH STATEMENT EXECUTE FUNCTION core_refuse();"""
    for table in TABLES
)
ALLOW = "\n".join(
    f"DROP TRIGGER confidential_{table}_no_change ON confidential_{table};" for table in APPEND_ONLY
) + "\n".join(f"DROP TRIGGER confidential_{table}_no_truncate ON confidential_{table};" for table in TABLES)
ONLY = """CREATE TRIGGER confidential_privateitem_only BEFORE UPDATE OR DELETE ON confidential_privateitem
    FOR EACH ROW EXECUTE FUNCTION governance_only('{title,text,presenter}');"""
NOT_ONLY = "DROP TRIGGER confidential_privateitem_only ON confidential_privateitem;"


def hash_what_is_there(apps: Any, schema_editor: Any) -> None:
    """What was written before there were versions is the first."""
    for row in apps.get_model("confidential", "PrivateItem").objects.all():
        row.salt = secrets.token_hex(16)
        said = [row.salt, row.title, row.text, row.presenter, row.parties]
        row.sha256 = hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        row.save(update_fields=["salt", "sha256"])


def _key() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _now() -> models.DateTimeField:
    return models.DateTimeField(db_default=django.db.models.functions.datetime.Now())


class Migration(migrations.Migration):
    dependencies = [("confidential", "0003_private_actions"), ("governance", "0002_kept"), ("core", "0002_append_only")]

    operations = [
        migrations.RunSQL(NOT_ONLY, ONLY),
        migrations.AddField("privatepaper", "afterwards", models.BooleanField(default=False)),
        migrations.AlterModelOptions("privateitem", {"ordering": ("item", "number")}),
        migrations.AlterField(
            "privateitem",
            "item",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.agendaitem"
            ),
        ),
        migrations.AddField("privateitem", "number", models.IntegerField(default=1), preserve_default=False),
        migrations.AddField("privateitem", "parties", models.JSONField(default=list)),
        migrations.AddField("privateitem", "why", models.TextField(blank=True, default="")),
        migrations.AddField("privateitem", "salt", models.CharField(default="", max_length=32), preserve_default=False),
        migrations.AddField(
            "privateitem", "sha256", models.CharField(default="", max_length=64), preserve_default=False
        ),
        migrations.RunPython(hash_what_is_there, migrations.RunPython.noop),
        migrations.AddConstraint(
            "privateitem",
            models.UniqueConstraint(fields=("item", "number"), name="private_item_numbered_once"),
        ),
        migrations.AddConstraint(
            "privateitem",
            models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="private_item_sha256"
            ),
        ),
        migrations.CreateModel(
            "KeptFrom",
            [
                ("id", _key()),
                ("reason", models.TextField()),
                ("on", models.DateField()),
                ("by", models.TextField()),
                ("at", _now()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.agendaitem"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.person"
                    ),
                ),
            ],
            options={
                "ordering": ("item", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="kept_from_with_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "LetBack",
            [
                ("id", _key()),
                ("reason", models.TextField()),
                ("on", models.DateField()),
                ("by", models.TextField()),
                ("at", _now()),
                (
                    "kept",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="let_back",
                        to="confidential.keptfrom",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="let_back_with_reason"
                    )
                ],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]  # fmt: skip
