// Text at least 4.5 to 1, borders of controls and pictures that mean something at least 3 to 1.
() => {
  for (const animation of document.getAnimations()) {
    if (animation.effect.getComputedTiming().endTime < Infinity) animation.finish(); // colours on their way
  }
  const wrong = new Set();
  const judge = (what, element, colour, back, least) => {
    const found = contrast(over(parse(colour), back), back);
    if (found < least - 0.005) wrong.add(`${what} ${found.toFixed(2)}: ${name(element)}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !drawn(element) || element.closest("[aria-disabled=true], option, script")) continue;
    judge("text", element, getComputedStyle(element).color, behind(element), 4.5);
  }
  for (const field of document.querySelectorAll("input:not([type=hidden], [type=submit]), select, textarea")) {
    if (drawn(field)) judge("border", field, getComputedStyle(field).borderTopColor, behind(field, false), 3);
  }
  for (const button of document.querySelectorAll(".button")) {
    if (!drawn(button)) continue;
    const style = getComputedStyle(button);
    const edge = parse(style.borderTopColor)[3] ? style.borderTopColor : style.backgroundColor;
    judge("button", button, edge, behind(button, false), 3);
  }
  for (const mark of document.querySelectorAll(".mark svg, .brand svg .plate")) {
    if (!drawn(mark)) continue;
    const style = getComputedStyle(mark);
    judge("picture", mark.closest("li, a"), style.stroke === "none" ? style.fill : style.stroke, behind(mark.parentElement), 3);
  }
  return [...wrong];
}
