from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_app_step'),
    ]

    operations = [
        migrations.AddField(
            model_name='contactchange',
            name='stamp',
            field=models.CharField(default='', max_length=22),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='contactchange',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['ends_at'], name='contact_by_end_of_wait'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('phone_confirmed_at__isnull', False)), fields=['phone'], name='user_by_confirmed_phone'),
        ),
    ]
