"""Records when the portal was installed: what has not run yet is late only after that."""

from django.db import migrations

NOTE = """
    INSERT INTO operations_heartbeat (name, at, clock_difference_seconds, detail)
    VALUES ('installed', clock_timestamp(), 0, '') ON CONFLICT (name) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_initial")]

    operations = [migrations.RunSQL(NOTE, "DELETE FROM operations_heartbeat WHERE name = 'installed'")]
