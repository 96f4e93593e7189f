// What moves: running animations, transitions of elements, transitions between pages.
() => {
  const moving = document.getAnimations().map((animation) => `animation of ${name(animation.effect.target)}`);
  for (const element of document.querySelectorAll("a, .button")) {
    if (drawn(element) && parseFloat(getComputedStyle(element).transitionDuration) > 0) moving.push(`transition of ${name(element)}`);
  }
  const search = (rules) => {
    for (const rule of rules) {
      if (rule.media && !matchMedia(rule.media.mediaText).matches) continue;
      if (rule.cssText.startsWith("@view-transition")) moving.push("transition between pages");
      else if (rule.cssRules) search(rule.cssRules);
    }
  };
  for (const sheet of document.styleSheets) search(sheet.cssRules);
  return moving;
}
