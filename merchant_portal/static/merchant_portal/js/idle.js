// Before the session ends for lack of use, says so and offers to stay. The page asks for
// nothing by itself. A page opened in another tab keeps this one signed in as well.

const notice = document.getElementById("idle");
const [soon, over] = notice.children;
const signedOut = over.querySelector("p");
if (document.querySelector("form[data-keeps]")) signedOut.textContent = signedOut.dataset.kept;
const stay = soon.querySelector("form");
const warning = Number(notice.dataset.warning) * 1000;
const tabs = new BroadcastChannel("session");
let end = Date.now() + Number(notice.dataset.left) * 1000;
let timer;
let told;

const show = (part) => {
  notice.hidden = !part;
  soon.hidden = part !== soon;
  over.hidden = part !== over;
  if (part && part !== told) document.getElementById("live").textContent = part.querySelector("p").textContent;
  told = part;
};

const look = () => {
  clearTimeout(timer);
  const left = end - Date.now();
  show(left > warning ? null : left > 0 ? soon : over);
  if (left > 0) timer = setTimeout(look, left > warning ? left - warning : left);
};

const lasts = (session) => {
  end = session.end;
  stay.hidden = session.final;
  soon.querySelector("p").textContent = session.said;
  look();
};

stay.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const answer = await fetch(stay.action, { method: "POST", body: new FormData(stay), redirect: "manual" });
    const session = answer.ok ? await answer.json() : { left: 0, said: "", final: true };
    session.end = Date.now() + session.left * 1000;
    lasts(session);
    if (answer.ok) tabs.postMessage(session);
  } catch {
    // no network: the notice stays, and the button can be pressed again
  }
});

tabs.addEventListener("message", ({ data }) => data.end > end && lasts(data));
tabs.postMessage({ end, said: soon.querySelector("p").textContent, final: stay.hidden });
look();
