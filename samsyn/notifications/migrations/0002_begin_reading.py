"""From this moment on events are told of; what was recorded before is history."""

from django.db import migrations
from django.utils import timezone


def begin(apps, schema_editor):
    now = timezone.now()
    readings = apps.get_model("notifications", "Reading").objects
    readings.get_or_create(name="events", defaults={"begun_at": now, "read_until": now})


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=False)]
