// A list of steps has one current step where there is one, and a log tells the newest first.
(count) => {
  const wrong = [];
  const lists = [...document.querySelectorAll("main ol")].filter((list) => list.querySelector("[aria-current]") || list.matches(".steps, .tracker"));
  const now = lists.map((list) => list.querySelectorAll("[aria-current=step]").length);
  if (count !== null && (lists.length !== 1 || now[0] !== count)) wrong.push(`current steps: ${now}, not ${count}`);
  if (now.some((steps) => steps > 1)) wrong.push(`more than one current step: ${now}`);
  const times = [...document.querySelectorAll(".log li")].map((entry) => entry.querySelector("time")?.dateTime ?? "none");
  if (times.join() !== [...times].sort().reverse().join()) wrong.push(`not the newest first: ${times}`);
  if (count === null || !document.querySelector(".log") || times.length) return wrong;
  return [...wrong, "an empty log"];
}
