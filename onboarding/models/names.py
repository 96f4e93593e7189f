from django.db import models

NAME_MAX = 500  # characters; registers have company names this long


class Cleaned(models.Func):
    """A name as it is compared, cleaned by the database like `merchant_portal.cleaning.clean`, which a test proves."""

    function = "portal_clean"
    arity = 1
    output_field = models.TextField()


def cleaned(name) -> models.GeneratedField:
    """Returns a column that always holds `name`, a column or an expression, as it is compared."""
    return models.GeneratedField(expression=Cleaned(name), output_field=models.TextField(), db_persist=True)
