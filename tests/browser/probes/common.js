// What the probes share. A probe returns a list of texts: what is wrong on the page.

const name = (element) => {
  const words = (element.innerText || element.getAttribute("aria-label") || element.name || "").trim().slice(0, 40);
  const classes = element.getAttribute("class");
  return `<${element.localName}${element.id ? ` #${element.id}` : ""}${classes ? ` .${classes}` : ""}> ${words}`;
};

const drawn = (element) => {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  if (element.closest(".hidden, .skip:not(:focus), .skip-to-content-link, [inert], .visually-hidden")) return false;
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.height > 1;
};

const STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
const stops = () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  return [...document.querySelectorAll(STOPS)].filter((stop) => drawn(stop) && stop.tabIndex >= 0 && !stop.disabled);
};

// Colours: [red, green, blue, alpha], each from 0 to 1.
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const known = new Map();
const parse = (text) => {
  if (!known.has(text)) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    known.set(text, [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255));
  }
  return known.get(text);
};
const over = (front, back) => front.slice(0, 3).map((part, i) => part * front[3] + back[i] * (1 - front[3])).concat(1);
const luminance = (colour) => {
  const [red, green, blue] = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

// What lies behind an element; with `own` its own colour counts as well.
const behind = (element, own = true) => {
  const layers = [];
  for (let at = own ? element : element.parentElement; at; at = at.parentElement) {
    layers.push(parse(getComputedStyle(at).backgroundColor));
    if (layers.at(-1)[3] === 1) break;
  }
  return layers.reduceRight((back, front) => over(front, back), parse("Canvas"));
};
