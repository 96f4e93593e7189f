import django.contrib.postgres.indexes
import django.db.models.fields.json
from django.db import migrations, models
from django.db.models.functions import Coalesce, Upper

import onboarding.models.names

# What merchant_portal.cleaning.clean does: composed and half-width, without what nobody sees and blanks at the ends.
# Between the brackets: the format characters (Cf) of Unicode, and what else is drawn as nothing.
CLEAN = r"""
CREATE FUNCTION portal_clean(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(normalize(regexp_replace(normalize($1, NFKC),
        '[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f'
        '\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd'
        '\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]',
        '', 'g'), NFKC), '^\s+|\s+$', '', 'g')
$$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('onboarding', '0004_active_since'),
    ]

    operations = [
        migrations.RunSQL(CLEAN, 'DROP FUNCTION portal_clean(text)'),
        migrations.RemoveIndex(
            model_name='application',
            name='application_by_name',
        ),
        migrations.RemoveIndex(
            model_name='merchant',
            name='merchant_by_name',
        ),
        migrations.AlterField(
            model_name='application',
            name='legal_name',
            field=models.GeneratedField(db_persist=True, expression=Coalesce(django.db.models.fields.json.KeyTextTransform('legal_name', 'answers'), models.Value(''), output_field=models.CharField()), output_field=models.CharField(max_length=500)),
        ),
        migrations.AlterField(
            model_name='merchant',
            name='name',
            field=models.CharField(max_length=500, verbose_name='company name'),
        ),
        migrations.AddField(
            model_name='application',
            name='legal_name_key',
            field=models.GeneratedField(db_persist=True, expression=onboarding.models.names.Cleaned(Coalesce(django.db.models.fields.json.KeyTextTransform('legal_name', 'answers'), models.Value(''), output_field=models.CharField())), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='merchant',
            name='name_key',
            field=models.GeneratedField(db_persist=True, expression=onboarding.models.names.Cleaned('name'), output_field=models.TextField()),
        ),
        migrations.AddIndex(
            model_name='application',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(Upper('legal_name_key'), 'gin_trgm_ops'), name='application_by_name'),
        ),
        migrations.AddIndex(
            model_name='merchant',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(Upper('name_key'), 'gin_trgm_ops'), name='merchant_by_name'),
        ),
    ]
