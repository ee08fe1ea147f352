// A confidential client on openid-client v6: everything a relying party does, one line of output a step.
// The person at the browser is played by the test: this prints the address to go to and reads where that led.
// Arguments: issuer, client id, client secret, redirect URI, machine client id, its secret, API name, its secret.
import readline from "node:readline/promises";
import * as oidc from "openid-client";

const [issuer, clientId, clientSecret, redirectUri, machineId, machineSecret, apiName, apiSecret] = process.argv.slice(2);
const overHttp = { execute: [oidc.allowInsecureRequests] };
const terminal = readline.createInterface({ input: process.stdin });
const answers = terminal[Symbol.asyncIterator]();

const say = (step, detail = "") => console.log(`${step}: ${typeof detail === "string" ? detail : JSON.stringify(detail)}`);
const check = (condition, message) => {
  if (!condition) throw new Error(message);
};
const browse = async (step, url) => {
  say(step, url.href);
  return new URL((await answers.next()).value);
};

const config = await oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, overHttp);
say("discovery", config.serverMetadata().issuer);

const verifier = oidc.randomPKCECodeVerifier();
const state = oidc.randomState();
const nonce = oidc.randomNonce();
const callback = await browse("authorize", oidc.buildAuthorizationUrl(config, {
  redirect_uri: redirectUri,
  scope: "openid profile email phone offline_access orders.read",
  prompt: "consent",
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
  nonce,
}));

const tokens = await oidc.authorizationCodeGrant(config, callback, {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
  idTokenExpected: true,
});
const claims = tokens.claims();
say("code", { token_type: tokens.token_type, expires_in: tokens.expires_in, scope: tokens.scope });
say("id_token", { iss: claims.iss, sub: claims.sub, aud: claims.aud });

const user = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
say("userinfo", Object.keys(user).sort());

const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token);
check(refreshed.refresh_token !== tokens.refresh_token, "the refresh token was not rotated");
check(refreshed.claims().sub === claims.sub, "another sub after refreshing");
say("refresh", { rotated: true, expires_in: refreshed.expires_in });

const machine = await oidc.discovery(new URL(issuer), machineId, machineSecret, undefined, overHttp);
const machineTokens = await oidc.clientCredentialsGrant(machine, { scope: "orders.read" });
say("client_credentials", { token_type: machineTokens.token_type, refresh_token: machineTokens.refresh_token ?? null });

const api = await oidc.discovery(new URL(issuer), apiName, apiSecret, oidc.ClientSecretBasic(apiSecret), overHttp);
const live = await oidc.tokenIntrospection(api, refreshed.access_token);
check(live.active && live.sub === claims.sub, "the access token is not active");
say("introspection", { active: live.active, scope: live.scope, client_id: live.client_id });

await oidc.tokenRevocation(config, refreshed.refresh_token);
const dead = await oidc.tokenIntrospection(api, refreshed.access_token);
check(!dead.active, "the access token outlived its refresh token");
await oidc.refreshTokenGrant(config, refreshed.refresh_token).then(
  () => check(false, "a revoked refresh token still works"),
  (error) => check(error.error === "invalid_grant", `refused as ${error.error}`));
say("revocation", { active: dead.active });

const signedOut = await browse("logout", oidc.buildEndSessionUrl(config, {
  id_token_hint: refreshed.id_token ?? tokens.id_token,
  post_logout_redirect_uri: new URL("/signed-out", redirectUri).href,
  state: "after-logout",
}));
check(signedOut.searchParams.get("state") === "after-logout", `no state in ${signedOut}`);
say("done");
terminal.close();
