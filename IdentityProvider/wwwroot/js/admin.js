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
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = said.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; said.textContent = ""; }, 2000);
  });
  figure.append(button, said);
}
