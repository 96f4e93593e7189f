// Sends each form once, says so meanwhile, and leads to what has to be corrected.
// Nothing is disabled, so the pressed button still counts among the sent values.

const { sending } = document.querySelector("[data-sending]").dataset;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "stays" in form.dataset) return; // a file comes, the page stays
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter ?? form.querySelector(".button");
  if (!button?.classList.contains("button")) return;
  button.dataset.words = button.textContent;
  button.setAttribute("aria-disabled", "true");
  button.textContent = sending;
});

// Back from the page cache: the form may be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[data-words]")) {
    button.textContent = button.dataset.words;
    button.removeAttribute("aria-disabled");
    delete button.dataset.words;
  }
});

document.getElementById("error-summary")?.focus();
