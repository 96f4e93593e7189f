// No text is cut off, neither by its own box nor by the window.
() => {
  const wrong = new Set();
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) wrong.add(`the page scrolls sideways by ${wide} px`);
  for (const element of document.body.querySelectorAll("*")) {
    if (!drawn(element) || !element.textContent.trim() || element.closest("svg, option, select")) continue;
    const style = getComputedStyle(element);
    const cuts = (axis) => ["hidden", "clip"].includes(style[`overflow${axis}`]);
    if (cuts("X") && element.scrollWidth > element.clientWidth + 2) wrong.add(`cut at the side: ${name(element)}`);
    if (cuts("Y") && element.scrollHeight > element.clientHeight + 2) wrong.add(`cut below: ${name(element)}`);
    if (element.matches(".button, .tag, dt")) {
      const box = element.getBoundingClientRect();
      const words = document.createRange();
      for (const part of element.childNodes) {
        if (part.nodeType !== Node.TEXT_NODE) continue;
        words.selectNodeContents(part);
        const text = words.getBoundingClientRect();
        if (text.right > box.right + 1 || text.bottom > box.bottom + 1) wrong.add(`its text leaves it: ${name(element)}`);
      }
    }
  }
  return [...wrong];
}
