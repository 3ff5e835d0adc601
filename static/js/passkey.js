/* Asks the browser for a passkey, with the scripts of the sign-in library. */
(() => {
  "use strict";
  const button = document.querySelector("[data-passkey]");
  const fault = document.querySelector("[data-passkey-fault]");
  if (!button || !window.PublicKeyCredential) return;
  const ids = {
    add: button.id,
    authenticate: button.id,
    credential: button.form.elements.credential.id,
    data: "passkey-options",
  };
  // Before the library listens, so that a fault at once is not hidden again.
  button.addEventListener("click", () => { fault.hidden = true; });
  const { addForm, authenticateForm } = window.allauth.webauthn.forms;
  (button.dataset.passkey === "add" ? addForm : authenticateForm)({ ids });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    fault.hidden = false;
  });
  button.hidden = false;
})();
