from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0006_answer_files")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="kept_blocks",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
