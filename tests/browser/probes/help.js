// In the head: the site first, then languages, then help, then sign-in or account. The console has no help.
(isConsole) => {
  const head = document.querySelector("header");
  const kinds = [];
  for (const stop of head.querySelectorAll("a, form.languages, details.menu, #user-tools")) {
    if (!drawn(stop) || stop.closest("details > div")) continue;
    const path = stop.localName === "a" ? new URL(stop.href).pathname : "";
    const kind = stop.matches(".brand") ? "site" : path === "/help/" ? "help" : path === "/sign-in/" ? "account"
      : stop.matches(".languages") ? "languages" : stop.matches(".menu") ? "account" : null;
    if (kind && kinds.at(-1) !== kind) kinds.push(kind);
  }
  const order = ["site", "languages", "help", "account"];
  const wanted = [...kinds].sort((one, other) => order.indexOf(one) - order.indexOf(other));
  const wrong = [];
  if (kinds.join() !== wanted.join()) wrong.push(`order: ${kinds.join(", ")}`);
  if (!isConsole && !document.querySelector("body.console") && !kinds.includes("help")) wrong.push("no help");
  return wrong;
}
