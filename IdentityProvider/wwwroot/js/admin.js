// What the console does better in a browser with script. Every page works without it.
"use strict";

// What is there to be taken over elsewhere gets a button that copies it.
for (const text of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const figure = text.closest("figure");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  const said = document.createElement("span");
  said.className = "unseen";
  said.setAttribute("role", "status");
  const caption = figure.querySelector("figcaption")?.textContent;
  const show = (words) => {
    button.textContent = words;
    button.setAttribute("aria-label", caption ? `${words}: ${caption}` : words);
  };
  show("Copy");
  button.addEventListener("click", async () => {
    let outcome = "Copied";
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      outcome = "Couldn't copy: select the text";
    }
    show(outcome);
    said.textContent = outcome;
    setTimeout(() => { show("Copy"); said.textContent = ""; }, 4000);
  });
  figure.append(button, said);
}
