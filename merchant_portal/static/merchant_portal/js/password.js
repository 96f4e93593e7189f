// A button that uncovers a password. It is made here, so that it is absent where
// it could not work. Its name stays, aria-pressed tells its state.

for (const field of document.querySelectorAll("input[type=password][data-show]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = field.dataset.show;
  button.setAttribute("aria-label", field.dataset.showName);
  button.setAttribute("aria-controls", field.id);

  const show = (visible) => {
    field.type = visible ? "text" : "password";
    button.setAttribute("aria-pressed", String(visible));
  };

  show(false);
  button.addEventListener("click", () => show(field.type === "password"));
  field.form?.addEventListener("submit", () => show(false));
  field.after(button);
}
