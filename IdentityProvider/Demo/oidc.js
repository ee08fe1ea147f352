// An OpenID Connect client for a browser, small enough to read in one sitting: code flow with PKCE, nothing stored but
// what must survive the trip to the provider. For your own app take a certified library; this one is here to be read.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

const toBase64Url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const fromBase64Url = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));

const random = () => toBase64Url(crypto.getRandomValues(new Uint8Array(32)));

const sha256 = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));

/** The parts of a JWT, or null if it is none. Nothing is checked here. */
export function decode(token) {
  const parts = token?.split(".") ?? [];
  if (parts.length !== 3) return null;
  try {
    const [header, payload] = parts.slice(0, 2).map((part) => JSON.parse(decoder.decode(fromBase64Url(part))));
    return { header, payload, parts };
  } catch {
    return null;
  }
}

/** A refusal in the provider's own words, or a check that failed here. */
export class OidcError extends Error {
  constructor(code, description) {
    super(description || code);
    this.code = code;
  }
}

const algorithms = {
  RS256: { import: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, verify: { name: "RSASSA-PKCS1-v1_5" } },
  ES256: { import: { name: "ECDSA", namedCurve: "P-256" }, verify: { name: "ECDSA", hash: "SHA-256" } },
};

export class OidcClient {
  #metadata;
  #keys;

  /** @param record called with every step: { title, text?, method?, url?, status?, body?, checks?, failed? } */
  constructor({ issuer, clientId, redirectUri, record }) {
    Object.assign(this, { issuer, clientId, redirectUri, record });
  }

  /** What the provider says about itself (OpenID Connect Discovery 1.0). */
  async discover() {
    if (this.#metadata) return this.#metadata;
    const metadata = await this.#call("Read the discovery document", this.issuer + "/.well-known/openid-configuration", {
      text: "It names every endpoint, so the app needs to know the issuer only.",
    });
    // Discovery 4.3: a document that names another issuer speaks for somebody else.
    if (metadata.issuer !== this.issuer) throw new OidcError("issuer_mismatch", `The document names the issuer ${metadata.issuer}.`);
    return (this.#metadata = metadata);
  }

  /** Leaves for the authorization endpoint; what must be checked on return is kept in this tab. */
  async signIn({ scope, prompt }) {
    const { authorization_endpoint } = await this.discover();
    const pending = { state: random(), nonce: random(), verifier: random() };
    const parameters = {
      client_id: this.clientId,
      response_type: "code",
      redirect_uri: this.redirectUri,
      scope,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: toBase64Url(await sha256(pending.verifier)),
      code_challenge_method: "S256",
      ...(prompt && { prompt }),
    };
    sessionStorage.setItem("demo.pending", JSON.stringify(pending));
    this.record({
      title: "Sent you to the provider",
      text: "With a fresh state, nonce and PKCE challenge. What you type there this app never sees.",
      method: "GET", url: authorization_endpoint, body: parameters,
    });
    location.assign(`${authorization_endpoint}?${new URLSearchParams(parameters)}`);
  }

  /** Whether this page load is the answer to a sign-in. */
  static isAnswer(search) {
    const answer = new URLSearchParams(search);
    return answer.has("state") && (answer.has("code") || answer.has("error"));
  }

  /** Checks the answer in the address, redeems its code, and checks the ID token. */
  async finishSignIn(search) {
    const answer = Object.fromEntries(new URLSearchParams(search));
    const pending = JSON.parse(sessionStorage.getItem("demo.pending") ?? "null");
    sessionStorage.removeItem("demo.pending");
    this.record({ title: "You came back", text: "The provider's answer is in the address of this page.", body: answer });
    // RFC 6749 10.12: an answer to a question that this tab never asked is somebody else's.
    if (!pending || answer.state !== pending.state) throw new OidcError("state_mismatch", "The answer doesn't belong to a sign-in that this tab began.");
    const metadata = await this.discover();
    // RFC 9207 2.4: the answer must come from the provider that was asked.
    if (metadata.authorization_response_iss_parameter_supported && answer.iss !== metadata.issuer)
      throw new OidcError("issuer_mismatch", "The answer comes from another provider.");
    this.record({ title: "Checked the answer", checks: ["state is the one this tab sent", `iss is ${metadata.issuer}`] });
    if (answer.error) throw new OidcError(answer.error, answer.error_description);

    const tokens = await this.#call("Traded the code for tokens", metadata.token_endpoint, {
      text: "The PKCE verifier proves that the app that asked is the app that redeems.",
      form: {
        grant_type: "authorization_code", code: answer.code, redirect_uri: this.redirectUri,
        client_id: this.clientId, code_verifier: pending.verifier,
      },
    });
    await this.#check(tokens, { nonce: pending.nonce });
    return tokens;
  }

  /** New tokens for the refresh token, which is spent by it. */
  async refresh(tokens) {
    const { token_endpoint } = await this.discover();
    const next = await this.#call("Refreshed", token_endpoint, {
      text: "The refresh token was spent; the answer holds the next one.",
      form: { grant_type: "refresh_token", refresh_token: tokens.refresh_token, client_id: this.clientId },
    });
    if (next.id_token) await this.#check(next, { subject: decode(tokens.id_token).payload.sub });
    return { ...tokens, ...next };
  }

  async userInfo(tokens) {
    const { userinfo_endpoint } = await this.discover();
    const claims = await this.#call("Called userinfo", userinfo_endpoint, {
      text: "With the access token as bearer: the claims as they are at this moment.",
      headers: { Authorization: `Bearer ${tokens.access_token}` },
    });
    // OpenID Connect Core 5.3.2: claims of another user must not be mixed in.
    if (claims.sub !== decode(tokens.id_token).payload.sub) throw new OidcError("subject_mismatch", "userinfo speaks of another user.");
    return claims;
  }

  async revoke(tokens) {
    const { revocation_endpoint } = await this.discover();
    await this.#call("Revoked the tokens", revocation_endpoint, {
      text: "The refresh token, and with it everything that came from the same sign-in. You are still signed in at the provider.",
      form: { token: tokens.refresh_token ?? tokens.access_token, client_id: this.clientId },
    });
  }

  /** Leaves for the end of the session at the provider (RP-Initiated Logout 1.0). */
  async signOut(tokens) {
    const { end_session_endpoint } = await this.discover();
    const parameters = { id_token_hint: tokens.id_token, post_logout_redirect_uri: this.redirectUri, state: random() };
    sessionStorage.setItem("demo.logout", parameters.state);
    this.record({ title: "Sent you to sign out", method: "GET", url: end_session_endpoint, body: parameters });
    location.assign(`${end_session_endpoint}?${new URLSearchParams(parameters)}`);
  }

  // OpenID Connect Core 3.1.3.7 (and 12.2 after a refresh), in its order.
  async #check(tokens, { nonce, subject }) {
    const token = decode(tokens.id_token);
    const metadata = await this.discover();
    const demand = (holds, claim) => { if (!holds) throw new OidcError("id_token_invalid", `The ID token's ${claim} is not as it must be.`); };
    demand(token, "form");
    const { header, payload } = token;
    demand(payload.iss === metadata.issuer, "iss");
    demand([payload.aud].flat().includes(this.clientId), "aud");
    demand(await this.#isSigned(token), "signature");
    demand(payload.exp > Date.now() / 1000 - 60, "exp");
    if (nonce) demand(payload.nonce === nonce, "nonce");
    if (subject) demand(payload.sub === subject, "sub");
    const checks = [
      `signature: ${header.alg}, key ${header.kid}`, "iss is the provider", "aud is this app", "exp lies ahead",
      nonce ? "nonce is the one this tab sent" : "sub is the same user",
    ];
    if (payload.at_hash) {
      const half = (await sha256(tokens.access_token)).slice(0, 16);
      demand(payload.at_hash === toBase64Url(half), "at_hash");
      checks.push("at_hash fits the access token");
    }
    this.record({ title: "Checked the ID token", checks });
  }

  async #isSigned({ header, parts }) {
    const algorithm = algorithms[header.alg];
    if (!algorithm) return false;
    this.#keys ??= await this.#call("Read the provider's keys", (await this.discover()).jwks_uri, { text: "Public keys, to check signatures with." });
    const jwk = this.#keys.keys.find((key) => key.kid === header.kid);
    if (!jwk) return false;
    const key = await crypto.subtle.importKey("jwk", { kty: jwk.kty, n: jwk.n, e: jwk.e, crv: jwk.crv, x: jwk.x, y: jwk.y }, algorithm.import, false, ["verify"]);
    return crypto.subtle.verify(algorithm.verify, key, fromBase64Url(parts[2]), encoder.encode(`${parts[0]}.${parts[1]}`));
  }

  async #call(title, url, { text, form, headers = {} } = {}) {
    const method = form ? "POST" : "GET";
    const response = await fetch(url, { method, headers, body: form && new URLSearchParams(form) });
    const content = await response.text();
    let answer = {};
    try { if (content) answer = JSON.parse(content); } catch { answer = { error: "no_json", error_description: content.slice(0, 200) }; }
    this.record({ title, text, method, url, status: response.status, body: form, answer, failed: !response.ok });
    if (!response.ok) throw new OidcError(answer.error ?? `http_${response.status}`, answer.error_description);
    return answer;
  }
}
