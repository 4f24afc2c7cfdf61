// Asks a passkey and puts its answer into the form. Without this script the one-time code works as ever.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) break;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const asked = JSON.parse(form.dataset.question);
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    for (const one of asked.allowCredentials || asked.excludeCredentials || []) one.id = bytes(one.id);
    try {
      form.elements.answer.value = written(await navigator.credentials[form.dataset.passkey]({ publicKey: asked }));
    } catch (refused) {
      return; // Cancelled, too late, or no passkey here: the browser has said so, and the page stays as it is.
    }
    form.submit();
  });
}
