// Passkeys: <form data-key="create|get"> asks the browser for a key and sends its answer in the field "credential".
// What the server asks stands in a json block named by data-key-options, or at the address of data-key-url.

const decode = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const withBuffers = (list = []) => list.map((known) => ({ ...known, id: decode(known.id) }));

function questionFor(kind, { publicKey }) {
  const question = { ...publicKey, challenge: decode(publicKey.challenge) };
  if (kind === "get") {
    return { ...question, allowCredentials: withBuffers(publicKey.allowCredentials) };
  }
  return {
    ...question,
    user: { ...publicKey.user, id: decode(publicKey.user.id) },
    excludeCredentials: withBuffers(publicKey.excludeCredentials),
    authenticatorSelection: {
      ...publicKey.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
}

function answerFrom(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = encode(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function optionsOf(form) {
  if (form.dataset.keyUrl) {
    const answer = await fetch(form.dataset.keyUrl, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  }
  const stored = JSON.parse(document.getElementById(form.dataset.keyOptions).textContent);
  return stored.creation_options ?? stored.request_options;
}

async function ask(form) {
  const kind = form.dataset.key;
  const publicKey = questionFor(kind, await optionsOf(form));
  const credential = await navigator.credentials[kind]({ publicKey });
  form.elements.credential.value = JSON.stringify(answerFrom(credential));
  form.submit();
}

export function listenForKeys() {
  for (const form of document.querySelectorAll("form[data-key]")) {
    form.hidden = !window.PublicKeyCredential;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form).catch(() => {
        form.querySelector("[data-key-failed]").hidden = false;
      });
    });
  }
}
