// In forced colours only borders and outlines carry what colours say otherwise.
() => {
  const wrong = new Set();
  const lined = (style) => style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) >= 1;
  for (const element of document.querySelectorAll(".button, input:not([type=hidden]), select, textarea, .tag, .notice, .summary, .panel")) {
    if (!drawn(element)) continue;
    const style = getComputedStyle(element);
    const native = ["checkbox", "radio", "file"].includes(element.type) && style.appearance !== "none";
    if (!lined(style) && !native && element.type !== "file") wrong.add(`no border: ${name(element)}`);
  }
  for (const now of document.querySelectorAll("[aria-current=true]")) {
    const style = getComputedStyle(now);
    const shown = style.textDecorationLine !== "none" || parseFloat(style.borderBottomWidth) > 0 || style.fontWeight >= 600;
    if (drawn(now) && !shown) wrong.add(`current, and nothing shows it: ${name(now)}`);
  }
  for (const stop of stops()) {
    stop.focus();
    const rings = [getComputedStyle(stop), getComputedStyle(stop, "::after")];
    if (!rings.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)) {
      wrong.add(`no ring: ${name(stop)}`);
    }
  }
  return [...wrong];
}
