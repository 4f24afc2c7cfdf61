// What a passkey is asked and what it answered, between bytes and base64url; for passkey.js. Why in two: docs/adr/0018.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
function written(answer) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (answer.response[part]) response[part] = text(answer.response[part]);
  const { id, type } = answer;
  return JSON.stringify({ id, rawId: text(answer.rawId), type, response, clientExtensionResults: {} });
}
