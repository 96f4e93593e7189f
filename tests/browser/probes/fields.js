// No bubbles of the browser, no length limit that cuts codes and passwords, no placeholder in place of a label.
() => {
  const wrong = [];
  for (const form of document.forms) {
    const asks = [...form.elements].some((field) => drawn(field) && field.willValidate && (field.required || ["email", "url", "number"].includes(field.type)));
    if (asks && !form.noValidate) wrong.push(`bubbles: ${name(form)}`);
  }
  for (const field of document.querySelectorAll("input:not([type=hidden], [type=submit]), select, textarea")) {
    if (!drawn(field)) continue;
    const secret = field.type === "password" || field.autocomplete === "one-time-code";
    if (secret && field.maxLength !== -1) wrong.push(`maxlength: ${name(field)}`);
    const labels = [...field.labels].map((label) => label.innerText + [...label.querySelectorAll("img")].map((img) => img.alt));
    if (!labels.join("").trim() && !field.ariaLabel) wrong.push(`no label: ${name(field)}`);
  }
  return wrong;
}
