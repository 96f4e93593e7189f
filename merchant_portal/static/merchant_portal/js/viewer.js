// Zoom and rotation of the pages of a paper. Without script they stand at the width of their column.

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

document.getElementById("error-summary")?.focus();
