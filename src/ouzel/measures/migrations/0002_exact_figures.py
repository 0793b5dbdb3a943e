from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0001_figures_of_units"),
    ]

    operations = [
        migrations.AlterField(
            model_name="unitfigure",
            name="value",
            field=models.DecimalField(decimal_places=16, max_digits=34, null=True),
        ),
    ]
