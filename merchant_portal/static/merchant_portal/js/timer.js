// Counts down to the moment when something can be asked for again. The digits are
// silent (role=timer); at zero one polite sentence is spoken and shown. What is
// offered only after a while is there from the beginning without script.

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

for (const sentence of document.querySelectorAll("[data-timer]")) {
  const digits = sentence.querySelector("[role=timer]");
  const before = digits.dataset.before;
  const end = Date.now() + Number(sentence.dataset.timer) * 1000;

  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    if (left > 0) {
      digits.textContent = before + minutes(left);
      return;
    }
    clearInterval(clock);
    sentence.textContent = sentence.dataset.over;
    document.getElementById("live").textContent = sentence.dataset.over;
  };

  const clock = setInterval(tick, 1000);
  tick();
}

for (const offer of document.querySelectorAll("[data-after]")) {
  const wait = Number(offer.dataset.after) * 1000;
  if (!wait) continue;
  offer.hidden = true;
  setTimeout(() => {
    offer.hidden = false;
    document.getElementById("live").textContent = offer.dataset.said;
  }, wait);
}
