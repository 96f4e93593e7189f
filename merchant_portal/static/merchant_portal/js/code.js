// Sends the form when a complete code arrives in one go: pasted, filled in by the
// keyboard, or read from the text message. Typing the last digit never sends.

const field = document.querySelector("input[data-code]");
const complete = new RegExp(`^[0-9]{${field?.dataset.code}}$`);
const bare = (text) => text.normalize("NFKC").replace(/[\s\u2010-\u2015\u2212-]/g, "");

if (field) {
  let before = bare(field.value);
  let sent = false;

  const send = () => {
    if (sent) return;
    sent = true;
    field.form.requestSubmit();
  };

  field.addEventListener("input", (event) => {
    const now = bare(field.value);
    const inOneGo = before === "" || /^insertFrom(Paste|Drop)|^insertReplacementText/.test(event.inputType ?? "");
    if (inOneGo && now !== before && complete.test(now)) send();
    before = now;
  });

  if ("OTPCredential" in window && field.dataset.sms !== undefined) {
    const waiting = new AbortController();
    field.form.addEventListener("submit", () => waiting.abort());
    navigator.credentials
      .get({ otp: { transport: ["sms"] }, signal: waiting.signal })
      .then((message) => {
        if (!message) return;
        field.value = message.code;
        if (complete.test(bare(message.code))) send();
      })
      .catch(() => {}); // refused or aborted: the person types
  }
}
