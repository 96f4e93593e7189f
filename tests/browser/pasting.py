"""T58: a code that is pasted is sent by itself, a typed one is not."""


def posts_of_a_code(page, code: str) -> tuple[list[str], int]:
    """Types six digits, then pastes `code`, which leads to the application. Returns what typing posted, and how many
    posts there were in all."""
    posts = []
    page.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    field = page.locator("[name=code]")
    field.press_sequentially("000000")
    page.wait_for_timeout(200)
    typed = list(posts)
    field.fill("")
    page.evaluate(f"navigator.clipboard.writeText('{code[:3]} {code[3:]}')")
    field.press("Control+V")
    page.wait_for_url("**/application/")
    return typed, len(posts)
