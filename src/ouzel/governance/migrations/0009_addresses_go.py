"""E-mails to one address wait in a table of their own, and the address of who left a follow is kept as a hash alone."""

import django.db.models.functions.datetime
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0008_in_the_room"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.TextField()),
                ("key", models.TextField()),
                ("subject", models.TextField()),
                ("text", models.TextField()),
                ("made", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("sent", models.DateTimeField(null=True)),
                ("failed", models.TextField(blank=True, default="")),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("to", "key"), name="letter_once"),
                    models.CheckConstraint(condition=~Q(to="") & ~Q(key=""), name="letter_whole"),
                ],
            },
        ),
        migrations.AddField(
            model_name="follow",
            name="keyed",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="follow",
            name="email",
            field=models.TextField(blank=True),
        ),
        migrations.RemoveConstraint(
            model_name="follow",
            name="follow_whole",
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.CheckConstraint(
                condition=~Q(token="") & (~Q(email="") | (Q(ended__isnull=False) & ~Q(keyed=""))), name="follow_whole"
            ),
        ),
    ]
