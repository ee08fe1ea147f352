// The page around oidc.js. Tokens live in memory only: a reload forgets them, as it should be in a browser.
import { OidcClient, OidcError, decode } from "./oidc.js";

const find = (id) => document.getElementById(id);
const client = new OidcClient({
  issuer: location.origin + location.pathname.replace(/\/demo\/$/, ""),
  clientId: "demo-spa",
  redirectUri: location.origin + location.pathname,
  record,
});

let tokens = null;
let claims = null;

const meanings = {
  iss: "who issued it", sub: "the user, as this provider knows them", aud: "whom it is meant for", exp: "until when it counts", iat: "when it was issued",
  nbf: "from when it counts", auth_time: "when the user last proved who they are", nonce: "ties it to this tab's request", sid: "the session at the provider", amr: "how the user signed in",
  acr: "how strong the sign-in was", at_hash: "fits it to the access token", azp: "which app asked for it", client_id: "which app it was issued to", scope: "what it permits", jti: "its own number", grant_id: "the sign-in that all its relatives come from",
  name: "full name", email: "e-mail address", email_verified: "whether the address was proven", phone_number: "phone number",
  phone_number_verified: "whether the number was proven", updated_at: "when the profile last changed",
};

/** An element, with attributes and children; text is always text, never markup. */
function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// The trail survives the trip to the provider and back, in this tab; the secrets in it don't.
const secrets = ["access_token", "refresh_token", "id_token", "id_token_hint", "token", "code", "code_verifier"];
const forgetSecrets = (name, value) => (secrets.includes(name) ? "(forgotten when the page was left)" : value);

function record(step) {
  const steps = JSON.parse(sessionStorage.getItem("demo.steps") ?? "[]");
  steps.push(step);
  sessionStorage.setItem("demo.steps", JSON.stringify(steps.slice(-40), forgetSecrets));
  showStep(step);
}

function showStep({ title, text, method, url, status, body, answer, checks, failed }) {
  find("trail-empty").hidden = true;
  const details = [[method ? "Sent" : "Received", body], ["Answer", answer]].filter(([, value]) => value && Object.keys(value).length > 0);
  find("steps").append(element("li", { class: failed ? "step failed" : "step" },
    element("h3", {}, title),
    text && element("p", {}, text),
    method && element("span", { class: "line" }, element("b", {}, method), ` ${new URL(url).pathname}`, status ? ` → ${status}` : ""),
    checks && element("ul", { class: "checks" }, checks.map((check) => element("li", {}, check))),
    details.length > 0 && element("details", {},
      element("summary", {}, details.map(([label]) => label).join(" and ").replace("and Answer", "and answer")),
      details.map(([, value]) => element("pre", { class: "raw", tabindex: "0" }, JSON.stringify(value, null, 2))))));
}

function showProblem(error) {
  const code = error instanceof OidcError ? error.code : "failed";
  const explained = { login_required: "You are not signed in at the provider, and prompt=none forbids to ask you.", access_denied: "You did not agree, so the app gets nothing." };
  find("problem").replaceChildren(element("div", { class: "summary" },
    element("h2", {}, explained[code] ?? "That did not work"),
    element("p", {}, element("code", {}, code), error.message === code ? "" : `: ${error.message}`)));
  record({ title: "Stopped", text: `${code}: ${error.message}`, failed: true });
}

const isTime = (name) => ["exp", "iat", "nbf", "auth_time", "updated_at"].includes(name);

function table(values) {
  return element("table", { class: "table" }, element("tbody", {}, Object.entries(values).map(([name, value]) => {
    const meaning = [isTime(name) ? new Date(value * 1000).toLocaleString() : null, meanings[name]].filter(Boolean).join(": ");
    return element("tr", {},
      element("th", { scope: "row" }, name),
      element("td", { class: "value" }, typeof value === "object" ? JSON.stringify(value) : String(value)),
      element("td", { class: "meaning" }, meaning));
  })));
}

function tokenCard(title, token, text) {
  if (!token) return null;
  const jwt = decode(token);
  const raw = jwt
    ? [element("span", { class: "head" }, jwt.parts[0]), ".", jwt.parts[1], ".", element("span", { class: "sign" }, jwt.parts[2])]
    : [token];
  return element("article", { class: "token" },
    element("header", {},
      element("h2", {}, title),
      jwt && element("span", { class: "life", "data-until": jwt.payload.exp })),
    element("p", { class: "small" }, jwt ? `${text} Signed with ${jwt.header.alg}, key ${jwt.header.kid}.` : text),
    jwt && table(jwt.payload),
    element("details", {}, element("summary", {}, "As it travels"), element("pre", { class: "raw", tabindex: "0" }, raw)));
}

function show() {
  find("signed-out").hidden = tokens !== null;
  find("signed-in").hidden = tokens === null;
  if (!tokens) return;
  const id = decode(tokens.id_token).payload;
  const name = claims?.name ?? id.name ?? "Signed in";
  find("name").textContent = name;
  find("initial").textContent = name.slice(0, 1).toUpperCase();
  find("subject").textContent = id.sub;
  find("refresh").disabled = !tokens.refresh_token;
  find("claims").replaceChildren(...(claims
    ? [element("article", { class: "claims" }, element("header", {}, element("h2", {}, "userinfo")), element("p", { class: "small" }, "What the provider says about you now."), table(claims))]
    : []));
  find("tokens").replaceChildren(...[
    tokenCard("ID token", tokens.id_token, "For this app: who signed in, when and how."),
    tokenCard("Access token", tokens.access_token, "For APIs: what this app may do for you."),
    tokenCard("Refresh token", tokens.refresh_token, "For the token endpoint: the next access token without you. It is random, and changes with each use."),
  ].filter(Boolean));
  countDown();
}

function countDown() {
  for (const node of document.querySelectorAll("[data-until]")) {
    const left = Math.floor(Number(node.dataset.until) - Date.now() / 1000);
    node.textContent = left > 0 ? `expires in ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "expired";
  }
}

/** Runs what a button does; a failure is shown, not thrown. */
async function run(action) {
  find("problem").replaceChildren();
  try {
    await action();
  } catch (error) {
    showProblem(error);
  }
  show();
}

const onClick = (id, action) => find(id).addEventListener("click", () => run(action));
onClick("userinfo", async () => { claims = await client.userInfo(tokens); });
onClick("refresh", async () => { tokens = await client.refresh(tokens); });
onClick("revoke", async () => { await client.revoke(tokens); tokens = claims = null; });
onClick("sign-out", () => client.signOut(tokens));
find("sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  const choice = new FormData(event.target);
  sessionStorage.removeItem("demo.steps");
  find("steps").replaceChildren();
  run(() => client.signIn({ scope: ["openid", ...choice.getAll("scope")].join(" "), prompt: choice.get("prompt") }));
});
setInterval(countDown, 1000);

const search = location.search;
// The code leaves the address bar and the history at once; it is good for one use, and that is ours.
if (search) history.replaceState(null, "", location.pathname);
const isAnswer = OidcClient.isAnswer(search);
const signedOutState = sessionStorage.getItem("demo.logout");
if (isAnswer || signedOutState) for (const step of JSON.parse(sessionStorage.getItem("demo.steps") ?? "[]")) showStep(step);
else sessionStorage.removeItem("demo.steps");
sessionStorage.removeItem("demo.logout");

if (isAnswer) {
  await run(async () => { tokens = await client.finishSignIn(search); });
} else {
  if (signedOutState && new URLSearchParams(search).get("state") === signedOutState)
    record({ title: "You are signed out", text: "Here and at the provider. The state came back as it was sent." });
  show();
}
