"""Search: the words of items, minutes and titles of papers are indexed; papers are listed by the day they were for."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0003_followed"),
    ]

    operations = [
        migrations.AddField(
            model_name="minutes",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("text"),
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                    template="to_tsvector('english'::regconfig, left(text, 500000))",
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="day",
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name="agendaitem",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("title", config="english"), name="agenda_item_title_search"
            ),
        ),
        migrations.AddIndex(
            model_name="agendaitem",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("title", "text", config="english"),
                name="agenda_item_search",
            ),
        ),
        migrations.AddIndex(
            model_name="minutes",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="minutes_search"),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("title", config="english"), name="paper_title_search"
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                models.OrderBy(models.F("day"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                name="paper_day",
            ),
        ),
    ]
