"""How Django admin writes dates in Russian: "1 декабря 2026, 21:06"."""

DATE_FORMAT = "j E Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E Y, H:i"
