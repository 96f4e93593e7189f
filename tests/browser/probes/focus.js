// Each stop shows a ring of 2 px at least, 3 to 1 at least, and nothing lies over it. Tab was pressed once before.
() => {
  const wrong = new Set();
  for (const stop of stops()) {
    stop.focus();
    if (document.activeElement !== stop) continue;
    const rings = [getComputedStyle(stop), getComputedStyle(stop, "::after")].filter((style) => style.outlineStyle !== "none");
    if (!rings.length) {
      wrong.add(`no ring: ${name(stop)}`);
      continue;
    }
    const [ring] = rings;
    if (parseFloat(ring.outlineWidth) < 2) wrong.add(`ring of ${ring.outlineWidth}: ${name(stop)}`);
    const inside = parseFloat(ring.outlineOffset) < 0;
    const back = behind(stop, inside);
    const found = contrast(over(parse(ring.outlineColor), back), back);
    if (found < 3) wrong.add(`ring ${found.toFixed(2)} to 1: ${name(stop)}`);
  }
  return [...wrong];
}
