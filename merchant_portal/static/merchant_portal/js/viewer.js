// The case page: zoom and rotation of a document's pages, which stand at the width of their column without script, and
// copying of numbers.

const LEVELS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const QUARTER = 90;

for (const tools of document.querySelectorAll("[data-viewer]")) {
  const pages = document.getElementById(tools.dataset.viewer);
  let level = LEVELS.indexOf(1);
  let turned = 0;
  const show = () => {
    pages.dataset.zoom = LEVELS[level] * 100;
    pages.dataset.turned = turned;
  };
  const acts = {
    in: () => (level = Math.min(level + 1, LEVELS.length - 1)),
    out: () => (level = Math.max(level - 1, 0)),
    fit: () => ((level = LEVELS.indexOf(1)), (turned = 0)),
    turn: () => (turned = (turned + QUARTER) % 360),
  };
  tools.addEventListener("click", (event) => {
    const act = acts[event.target.closest("[data-do]")?.dataset.do];
    if (act) {
      act();
      show();
    }
  });
  tools.hidden = false;
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard; // only on safe origins
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
}

document.getElementById("error-summary")?.focus();
