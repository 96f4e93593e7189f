// Targets are 24 by 24 px at least, the space that belongs to them counted. Exempt are links inside a sentence; in
// the console also small ones that stand far enough from all others (WCAG 2.5.8).
(isStaff) => {
  const wrong = new Set();
  const inSentence = (link) => {
    if (link.localName !== "a" || getComputedStyle(link).display !== "inline") return false;
    const block = link.closest("p, li, dd, td, h2, label, div");
    return block.innerText.trim().length > link.innerText.trim().length + 2;
  };
  const reaches = (stop, x, y) => {
    const top = document.elementFromPoint(x, y);
    return top && (stop.contains(top) || stop.labels?.[0]?.contains(top));
  };
  const centre = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const all = stops();
  const standsApart = (stop, [x, y]) => all.every((other) => {
    const box = other.getBoundingClientRect();
    const [aside, above] = [Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)];
    return other === stop || !box.width || Math.hypot(aside, above) >= 12;
  });
  for (const stop of all) {
    for (const menu of document.querySelectorAll(".menu")) menu.open = menu.contains(stop);
    stop.scrollIntoView({ block: "center" });
    const box = stop.getBoundingClientRect();
    const [x, y] = centre(box);
    const wide = box.width >= 24 || (reaches(stop, x - 11.5, y) && reaches(stop, x + 11.5, y));
    const high = box.height >= 24 || (reaches(stop, x, y - 11.5) && reaches(stop, x, y + 11.5));
    const size = `${box.width.toFixed(1)} × ${box.height.toFixed(1)}`;
    const fits = (wide && high) || inSentence(stop) || (isStaff && standsApart(stop, [x, y]));
    if (!fits) wrong.add(`${size}: ${name(stop)}`);
    const tick = ["checkbox", "radio"].includes(stop.type);
    if (!isStaff && stop.matches("button, .button, input, select, textarea") && !tick && box.height < 43.9) {
      wrong.add(`only ${size} for a finger: ${name(stop)}`);
    }
  }
  return [...wrong];
}
