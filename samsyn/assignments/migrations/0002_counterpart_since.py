"""Since when the counterpart has been it, and which of the two took evidence away."""

from typing import Any

from django.db import migrations, models


def set_since(apps: Any, schema_editor: Any) -> None:
    """Of those taken over before: from the event; what was said before it and is open still is settled."""
    events = apps.get_model("organisations", "Event").objects.filter(kind="assignment.taken_over")
    assignments = apps.get_model("assignments", "Assignment").objects
    comments = apps.get_model("assignments", "Comment").objects
    for key, at in events.order_by("at").values_list("matter_id", "at"):
        assignments.filter(pk=key).update(counterpart_since=at)
        said_before = comments.filter(assignment=key, resolved_at=None, created_at__lt=at)
        said_before.update(resolved_at=at)


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0001_initial"),
        ("organisations", "0002_closed_organisations"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="counterpart_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="evidence",
            name="removed_by",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.RunPython(set_since, migrations.RunPython.noop),
    ]
