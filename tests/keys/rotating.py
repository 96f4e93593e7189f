"""Keys as an operator changes them: a new one is put in front, or two processes know them in another order."""

NEW_SECRET = "a-newer-secret-signs-now-and-the-old-one-is-known-11"
NEW_PEPPER = "a-newer-pepper-hashes-now-and-the-old-one-is-known-12"
NEW_FIELD_KEY = b"a newer key for fields, 32 bytes"


def rotate_secret(settings) -> None:
    """Puts a new SECRET_KEY in front."""
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    settings.SECRET_KEY = NEW_SECRET


def rotate_peppers(settings) -> None:
    """Puts a new pepper in front."""
    settings.CODE_PEPPERS = [NEW_PEPPER, *settings.CODE_PEPPERS]


def rotate_field_keys(settings) -> None:
    """Puts a new key for fields in front."""
    settings.FIELD_KEYS = [NEW_FIELD_KEY, *settings.FIELD_KEYS]


def rotate_all(settings) -> None:
    """Puts a new key in front of every list."""
    for rotate in ROTATIONS[:3]:
        rotate(settings)


ROTATIONS = [rotate_secret, rotate_peppers, rotate_field_keys, rotate_all]


def turn(settings) -> None:
    """Goes over to the process that knows the same two keys in the other order."""
    secrets = [*settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = secrets[0], secrets[1:]
    settings.CODE_PEPPERS = settings.CODE_PEPPERS[::-1]
    settings.FIELD_KEYS = settings.FIELD_KEYS[::-1]


def forget_the_old(settings) -> None:
    """Takes every key but the newest off the lists."""
    settings.SECRET_KEY_FALLBACKS = []
    settings.CODE_PEPPERS = settings.CODE_PEPPERS[:1]
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
