from django.contrib.auth.models import User
from django.db import models


class Code(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    digits = models.CharField(max_length=6)
    used = models.BooleanField(default=False)

    class Meta:
        app_label = "bare"

    def __str__(self):
        return str(self.pk)
