"""Which browser drives the tests: the one made for it, which takes half the time of a whole one, if it is there."""

import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
MISSING = "NO CHROMIUM ON PATH: no page is looked at in a browser (Debian: apt-get install chromium-headless-shell)"
