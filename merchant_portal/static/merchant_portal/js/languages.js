// Switching the language keeps what was typed: the open form is sent along and comes back as it was, not saved.
// Passwords, codes and files stay here and are not sent.

let touched;

const isSecret = (field) => field.type === "password" || field.type === "file" || "code" in field.dataset;

const openForm = () => {
  const forms = document.querySelectorAll("form[data-keeps]");
  return touched ?? (forms.length === 1 ? forms[0] : null);
};

document.addEventListener("input", ({ target }) => {
  if (target.form && "keeps" in target.form.dataset) touched = target.form;
});

document.addEventListener("submit", (event) => {
  const form = event.target.classList.contains("languages") ? openForm() : null;
  if (!form || !event.submitter) return;
  event.preventDefault();
  const copy = document.createElement("form");
  copy.method = "post";
  copy.action = form.action;
  const add = (name, value) => {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    copy.append(field);
  };
  const secrets = new Set([...form.elements].filter(isSecret).map((field) => field.name));
  for (const [name, value] of new FormData(form)) if (!secrets.has(name) && name !== "form_id") add(name, value);
  add("language", event.submitter.value);
  document.body.append(copy);
  copy.submit();
});
