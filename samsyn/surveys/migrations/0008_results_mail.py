from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0007_kept_blocks")]

    operations = [
        migrations.AlterField(
            model_name="mailing",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "invitation"),
                    ("reminder", "reminder"),
                    ("results", "mail about the results"),
                ],
                max_length=10,
            ),
        ),
    ]
