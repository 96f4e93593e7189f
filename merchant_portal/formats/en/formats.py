"""How Django admin writes dates in English: "1 December 2026, 21:06"."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
