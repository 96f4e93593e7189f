// Sends a file while the page stays: how far it is, cancel, try again. The form is
// the one that works without script. What the page says here, it says in its markup.

const sheet = document.querySelector(".files");
const words = sheet.dataset;
const live = document.getElementById("live");
const underWay = new Set();
const CHECK_EVERY = 2000; // milliseconds
const CHECK_FOR = 60000;

const say = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const make = (tag, className, text = "") => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
};

const link = (text, action) => {
  const button = make("button", "link", text);
  button.type = "button";
  button.addEventListener("click", action);
  return button;
};

// The same page, asked again; a session that ended leads to where the answer came from.
const ask = (method, body, { progress, done, failed }) => {
  const request = new XMLHttpRequest();
  request.open(method, location.href.split("#")[0]);
  request.responseType = "document";
  request.upload.addEventListener("progress", (event) => progress?.(event));
  request.addEventListener("load", () => done(request));
  for (const end of ["error", "timeout"]) request.addEventListener(end, () => failed?.());
  request.send(body);
  return request;
};

const partIn = (answer, part) => answer?.getElementById(part.id);

// Takes a part's rows from a newer answer. Focus stays near where it was.
const renew = (part, answer) => {
  const hadFocus = part.contains(document.activeElement);
  const fresh = partIn(answer, part);
  part.replaceChildren(...fresh.childNodes);
  wire(part);
  if (hadFocus) part.focus();
};

// While a file is checked only the rows change: a choice made meanwhile, or an open form, stays.
const renewRows = (part, answer) => {
  const fresh = partIn(answer, part);
  const [before, rows] = [part.querySelector("ul"), fresh.querySelector("ul")];
  if (!before || !rows) return renew(part, answer);
  const hadFocus = before.contains(document.activeElement);
  if (fresh.querySelector(".better[open]")) part.querySelector(".better")?.setAttribute("open", "");
  before.replaceWith(rows);
  if (hadFocus) part.focus();
};

const trouble = (request) => {
  const told = request.response?.querySelector("#error-summary li") ?? request.response?.querySelector("h1");
  return told ? told.textContent.trim() : words.broken;
};

const start = (part, form) => {
  const file = form.querySelector("input[type=file]").files[0];
  const box = make("div", "sending");
  const bar = make("progress");
  const left = make("p", "whole");
  const began = Date.now();
  let request = null;

  const end = () => {
    underWay.delete(part);
    box.remove();
    form.hidden = false;
  };
  const again = () => {
    end();
    form.querySelector("input[type=file]").focus();
  };
  const fail = (sentence, canRepeat) => {
    underWay.delete(part);
    const actions = make("div", "do");
    if (canRepeat) actions.append(link(words.retry, () => { end(); start(part, form); }));
    actions.append(link(words.other, again));
    box.replaceChildren(make("p", "error", sentence), actions);
    live.textContent = sentence;
    actions.firstChild.focus();
  };
  if (file.size > Number(words.max) * 1024 * 1024) {
    show();
    fail(say(words.tooBig, { name: file.name }), false);
    return;
  }

  function show() {
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    box.append(make("p", "name", file.name), link(words.cancel, () => { request.abort(); again(); }), bar);
    box.append(make("p", "meta", part.querySelector(".file") ? words.keep : ""), left);
    form.after(box);
    form.hidden = true;
  }

  show();
  box.querySelector("button").focus();
  underWay.add(part);
  live.textContent = say(words.started, { name: file.name });
  request = ask("POST", new FormData(form), {
    progress: (event) => {
      const share = event.loaded / event.total;
      const seconds = Math.ceil(((Date.now() - began) / share - (Date.now() - began)) / 1000);
      bar.value = share * 100;
      left.textContent = say(words.left, { percent: Math.floor(share * 100), seconds });
    },
    done: (answer) => {
      const refused = answer.status >= 400 || answer.response?.getElementById("error-summary");
      if (refused) {
        fail(trouble(answer), false);
      } else if (!partIn(answer.response, part)) {
        underWay.clear();
        location.assign(answer.responseURL);
      } else if (document.getElementById("error-summary")) {
        underWay.clear();
        location.replace(location.href.split("#")[0]);
      } else {
        underWay.delete(part);
        renew(part, answer.response);
        history.replaceState(null, "", `#${part.id}`); // whoever loads the page again comes back to this part
        live.textContent = say(words.done, { name: file.name });
        watch();
      }
    },
    failed: () => fail(words.broken, true),
  });
};

// A drop anywhere on the part counts as choosing and sending.
const wire = (part) => {
  const form = part.querySelector(".upload");
  if (!form) return;
  const field = form.querySelector("input[type=file]");
  if (matchMedia("(hover: hover) and (pointer: fine)").matches) {
    form.querySelector(".actions").append(make("p", "muted wide", words.drop));
  }
  form.addEventListener("submit", (event) => {
    if (!field.files.length) return; // the server says what is missing
    event.preventDefault();
    start(part, form);
  });
};

for (const part of sheet.querySelectorAll("section")) {
  wire(part);
  part.addEventListener("dragover", (event) => {
    const form = part.querySelector(".upload:not([hidden])");
    if (!form || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    part.querySelector(".better")?.setAttribute("open", "");
    form.classList.add("over");
  });
  part.addEventListener("dragleave", () => part.querySelector(".upload")?.classList.remove("over"));
  part.addEventListener("drop", (event) => {
    const form = part.querySelector(".upload:not([hidden])");
    if (!form || !event.dataTransfer.files.length) return;
    event.preventDefault();
    form.classList.remove("over");
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    form.querySelector("input[type=file]").files = one.files;
    form.requestSubmit();
  });
}

addEventListener("beforeunload", (event) => {
  if (underWay.size) event.preventDefault();
});

// While a file is being checked the page is asked quietly whether there is a result.
const checking = () => [...sheet.querySelectorAll("section")].filter((part) => part.querySelector("[data-status=checking]"));
const states = (part) => [...part.querySelectorAll("[data-status]")].map((state) => state.dataset.status).join();
let clock = null;

const look = (until) => {
  const waiting = checking().filter((part) => !underWay.has(part));
  if (!waiting.length) return;
  if (Date.now() > until) {
    for (const part of waiting) part.querySelector("[data-status=checking]").closest(".file").querySelector(".said").append(make("p", "hint", words.late));
    return;
  }
  ask("GET", null, {
    done: (answer) => {
      for (const part of waiting) {
        const fresh = partIn(answer.response, part);
        if (!fresh || underWay.has(part) || states(fresh) === states(part)) continue;
        const said = fresh.querySelector(".file");
        const sentence = `${said.querySelector(".name").textContent}: ${said.querySelector(".state").textContent}`;
        renewRows(part, answer.response);
        live.textContent = sentence;
      }
      clock = setTimeout(look, CHECK_EVERY, until);
    },
    failed: () => { clock = setTimeout(look, CHECK_EVERY, until); },
  });
};

const watch = () => {
  clearTimeout(clock);
  clock = setTimeout(look, CHECK_EVERY, Date.now() + CHECK_FOR);
};

watch();
