// With the keyboard of a phone open, each field and the button of its form can be brought into sight.
() => {
  const wrong = [];
  const inSight = (element) => {
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left + Math.min(box.width / 2, innerWidth / 2), box.top + box.height / 2];
    const top = document.elementFromPoint(x, y);
    return box.top >= -1 && box.bottom <= innerHeight + 1 && top && (element.contains(top) || element.labels?.[0]?.contains(top));
  };
  for (const field of document.querySelectorAll("main :is(input:not([type=hidden]), select, textarea)")) {
    if (!drawn(field)) continue;
    field.focus();
    field.scrollIntoView({ block: "nearest" });
    if (!inSight(field)) wrong.push(`hidden: ${name(field)}`);
    const button = field.form?.querySelector(".button, button:not([type=button]), input[type=submit]");
    button?.scrollIntoView({ block: "nearest" });
    if (button && drawn(button) && !inSight(button)) wrong.push(`its button is hidden: ${name(field)}`);
  }
  return wrong;
}
