"""How Django admin writes dates in Chinese: "2026年12月1日 21:06"."""

DATE_FORMAT = "Y年n月j日"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "Y年n月j日 H:i"
