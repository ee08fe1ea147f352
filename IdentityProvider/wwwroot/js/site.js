// What a browser with script does better. Every page works without it.
"use strict";

// A field of a password or secret gets a button that shows what was typed.
for (const input of document.querySelectorAll('input[type="password"]')) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reveal";
  const what = input.labels[0]?.textContent.toLowerCase() ?? "password";
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.textContent = visible ? "Hide" : "Show";
    button.setAttribute("aria-label", `${visible ? "Hide" : "Show"} the ${what}`);
  };
  show(false);
  button.addEventListener("click", () => {
    show(input.type === "password");
    input.focus();
  });
  // Sent as a password whatever it looks like, so that the browser offers to keep it and keeps no history of it.
  input.form?.addEventListener("submit", () => show(false));
  const wrapper = document.createElement("div");
  wrapper.className = "with-reveal";
  input.replaceWith(wrapper);
  wrapper.append(input, button);
}

// A button that may be used only later counts down until then.
for (const button of document.querySelectorAll("button[data-seconds]")) {
  const note = document.getElementById(button.getAttribute("aria-describedby"));
  const end = performance.now() + Number(button.dataset.seconds) * 1000;
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    button.disabled = left > 0;
    if (note) {
      note.hidden = left <= 0;
      if (left > 0 && left <= 90) note.textContent = `Possible in ${left} s.`;
    }
    if (left > 0) setTimeout(tick, 1000);
  };
  tick();
}

// The code of an SMS that names this site fills itself in (WebOTP), where the browser can.
const code = document.querySelector('input[autocomplete="one-time-code"]');
if (code && "OTPCredential" in window) {
  const abort = new AbortController();
  code.form.addEventListener("submit", () => abort.abort());
  navigator.credentials.get({ otp: { transport: ["sms"] }, signal: abort.signal })
    .then((otp) => { if (!code.value) code.value = otp.code; })
    .catch(() => { /* The user declined or the wait ended: the field is still there. */ });
}

// A form is sent once, however often the button is pressed; but for one that is answered with a file, after which the page stays.
for (const form of document.querySelectorAll("form[method=post]:not([data-file])")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  // Coming back with the browser's back button shows the page as it was left: it may be sent again.
  addEventListener("pageshow", () => { sent = false; });
}
