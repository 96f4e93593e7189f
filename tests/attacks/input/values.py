"""What no honest browser sends: values of fields, and whole bodies. Everything is bytes, as it comes over the line."""

from urllib.parse import quote_plus

FORM = "application/x-www-form-urlencoded"
ESCAPES = "\x1b[31m\x07"  # what must never be kept: a terminal or a log would obey it

VALUES = {
    "nothing": b"",
    "blank": b"%20%E3%80%80%C2%A0",
    "NUL": b"olive%00@fernhill.example",
    "half a surrogate": b"%ED%A0%80",
    "invalid UTF-8": b"%C3%28%FF%FE",
    "control characters": quote_plus(f"a{ESCAPES}\x7f\x9f").encode(),
    "lines": b"a%0D%0ASet-Cookie:%20x=1%0D%0A%0D%0Ab",
    "right to left, no width": quote_plus("\u202eexe.fdp\u2066\u200b\u200d\ufeff\U000e0041").encode(),
    "digits of others": quote_plus("²٣Ⅷ①৪").encode(),
    "a very long number": b"9" * 5000,
    "a number beyond 64 bits": b"9223372036854775808",
    "less than nothing": b"-1",
    "marks upon marks": quote_plus("e" + "\u0301" * 3000).encode(),
    "one sign that becomes eighteen": quote_plus("\ufdfa" * 40).encode(),
    "patterns": quote_plus("%s%(x)s{0.__class__}{{7*7}}{% debug %}\\' OR 1=1 --<script>x</script>").encode(),
    "long": b"a@" * 2000 + b"x.example",
}
HUGE = 900_000  # just below what a body may have
PAIRS = 16  # of a field and a value for one target
TOO_LARGE = b"x" * 1_100_000


def encoded(fields: dict, **replaced: bytes) -> bytes:
    """Returns the body of a form with `fields`, of which those in `replaced` hold bytes that are encoded already."""
    parts = []
    for name, value in fields.items():
        if name not in replaced:
            values = value if isinstance(value, list | tuple) else [value]
            parts += [f"{quote_plus(name)}={quote_plus(str(one))}".encode() for one in values]
    parts += [quote_plus(name).encode() + b"=" + value for name, value in replaced.items()]
    return b"&".join(parts)


def bodies(fields: dict) -> dict[str, tuple[str, bytes]]:
    """Returns bodies that hold `fields` in a wrong way, or something else: what it is, its type, the body."""
    good = encoded(fields)
    names = [quote_plus(name).encode() for name in fields] or [b"x"]
    part = b'--cut\r\nContent-Disposition: form-data; name="%s"\r\n\r\nvalue\r\n'
    parts = b"".join(part % name for name in names)
    return {
        "an empty body": (FORM, b""),
        "no type": ("", good),
        "plain text": ("text/plain", good),
        "JSON": ("application/json", b'{"email": ["\\ud800", null, 1e999], "code": {"$ne": 1}}'),
        "an unknown charset": (f"{FORM}; charset=nonsense", good),
        "multipart without a boundary": ("multipart/form-data", good),
        "multipart with a wrong boundary": ("multipart/form-data; boundary=\xff", good),
        "multipart garbage": ("multipart/form-data; boundary=cut", b"--cut\r\n\x00\xff\xfe\r\n--cut"),
        "multipart cut off": ("multipart/form-data; boundary=cut", parts[: len(parts) // 2]),
        "multipart of NUL names": ("multipart/form-data; boundary=cut", part % b"\x00%\xff" + b"--cut--\r\n"),
        "multipart in base64 that is none": (
            "multipart/form-data; boundary=cut",
            parts.replace(b"\r\n\r\nvalue", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n=*"),
        ),
        "files for fields": (
            "multipart/form-data; boundary=cut",
            parts.replace(b'"\r\n', b'"; filename="../\x00a\\b/.."\r\n') + b"--cut--\r\n",
        ),
        "arrays": (FORM, b"&".join(name + b"[]=1&" + name + b"[0][a]=1&" + name + b".a=1" for name in names)),
        "every field twice": (FORM, good + b"&" + b"&".join(name + b"=%00" for name in names)),
        "every field a hundred times": (FORM, b"&".join(name + b"=1" for name in names for _ in range(99))[:90_000]),
        "ten thousand fields": (FORM, b"&".join(b"f%d=1" % number for number in range(10_000))),
        "a name of 100,000 signs": (FORM, good + b"&" + b"n" * 100_000 + b"=1"),
        "names of garbage": (FORM, good + b"&%00=1&%ED%A0%80=1&=1&%FF[]=&;&&&=="),
        "one megabyte and more": (FORM, names[0] + b"=" + TOO_LARGE),
        "methods in fields": (
            FORM,
            good + b"&_method=DELETE&__proto__=1&constructor=1&_popup=1&csrfmiddlewaretoken=%00",
        ),
    }


def hostile_one_by_one(fields: dict):
    """Yields bodies in which one field is missing or hostile and the others are honest; not every pair, but many."""
    names = list(fields)
    for name in names:
        yield f"no {name}", encoded({other: value for other, value in fields.items() if other != name})
    yield "huge values", encoded({}, **dict.fromkeys(names, b"x" * (HUGE // len(names))))
    pairs = [(name, what) for what in VALUES for name in names]
    step = max(1, len(pairs) // PAIRS)
    step += step > 1 and len(names) % step == 0  # so that no field is always left out
    for name, what in pairs[::step]:
        yield f"{what} as {name}", encoded(fields, **{name: VALUES[what]})
