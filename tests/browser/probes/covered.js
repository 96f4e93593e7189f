// No stop lies under something else when the focus comes to it.
() => {
  const wrong = new Set();
  for (const stop of stops()) {
    stop.focus();
    if (stop.closest(".menu > div") || document.activeElement !== stop) continue; // an open menu lies over the page
    for (const menu of document.querySelectorAll(".menu")) menu.open = false;
    if (!drawn(stop)) continue;
    const box = stop.getClientRects()[0];
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const top = document.elementFromPoint(x, y);
    if (!top) wrong.add(`outside of the window: ${name(stop)}`);
    else if (!stop.contains(top) && !top.contains(stop) && !stop.labels?.[0]?.contains(top)) {
      wrong.add(`${name(stop)} lies under ${name(top)}`);
    }
  }
  return [...wrong];
}
