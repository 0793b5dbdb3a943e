"""Reference data may be known not to hold from a day on, and is still found as it was known before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_append_only")]

    operations = [
        migrations.AddField(model_name="referencerelease", name="withdrawn", field=models.DateField(null=True)),
        migrations.AddConstraint(
            model_name="referencerelease",
            constraint=models.CheckConstraint(
                condition=models.Q(withdrawn=None) | models.Q(state="withdrawn"), name="release_withdrawn_in_its_state"
            ),
        ),
    ]
