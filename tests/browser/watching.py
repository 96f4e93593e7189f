"""What no page may do: ask another host, break the Content-Security-Policy, complain, or fail."""


class Watch:
    """Listens to everything that happens in the contexts it was given. `faults` is what should not have happened."""

    def __init__(self, site: str):
        self.site = site
        self.seen: list[str] = []  # faults for certain
        self.complaints: list[tuple[str, str]] = []  # of the console, with the address they are about
        self.pages: set[str] = set()  # addresses that were opened as pages
        self.meant: set[int] = set()  # statuses from 500 on that a test opens on purpose

    def listen(self, context) -> None:
        """Begins to watch every page of `context`."""
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.seen.append(f"script error: {error.error}"))

    def _request(self, request):
        if request.is_navigation_request():
            self.pages.add(request.url)
        if not request.url.startswith((f"{self.site}/", "data:", "blob:", "about:")):
            self.seen.append(f"asks another host: {request.url}")

    def _response(self, response):
        if response.status >= 500 and response.status not in self.meant:
            self.seen.append(f"{response.status} of {response.url}")

    def _console(self, message):
        if message.type == "error":
            self.complaints.append((message.text, message.location["url"]))

    @property
    def faults(self) -> list[str]:
        """A page that is meant to answer 404 or 429 is no fault, though the console repeats it; a missing file is."""
        return self.seen + [text for text, url in self.complaints if not self._is_a_page_with_its_status(text, url)]

    def _is_a_page_with_its_status(self, text: str, url: str) -> bool:
        return text.startswith("Failed to load resource: the server responded") and url in self.pages

    def forget(self) -> None:
        """Begins anew, after a test that provoked faults on purpose."""
        self.seen.clear()
        self.complaints.clear()
