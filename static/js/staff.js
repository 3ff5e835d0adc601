/* Warns before a session ends for want of use, and clears the page when it has ended. Without this
   file the server ends it all the same. */
(() => {
  "use strict";
  const { sessionUrl, sessionSeconds } = document.body.dataset;
  const dialog = document.querySelector("[data-session-warning]");
  const otherTabs = new BroadcastChannel("staff-session");
  // The sign-in page shows only in a browser in which nobody is signed in.
  if (document.querySelector("[data-signed-out]")) otherTabs.postMessage("signed out");
  if (!sessionUrl || !dialog) return;
  const limit = sessionSeconds * 1000;
  const warning = Math.min(120000, limit / 2);
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  // The clock on the wall counts, because timers stand still while a tablet sleeps.
  let last = Date.now();
  let asking = false;
  let timer;

  const end = () => {
    document.documentElement.classList.add("covered");
    document.title = "\u2026";
    // The server leads to the sign-in, and back here after it.
    location.replace(location.pathname + location.search);
  };

  const look = () => {
    clearTimeout(timer);
    const left = last + limit - Date.now();
    if (left <= 0) {
      end();
      return;
    }
    if (left <= warning && !dialog.open) dialog.showModal();
    timer = setTimeout(look, Math.max(left > warning ? left - warning : left, 500));
  };

  const used = (at) => {
    last = Math.max(last, at);
    if (dialog.open) dialog.close();
    look();
  };

  const stay = async () => {
    if (asking) return;
    asking = true;
    const at = Date.now();
    try {
      const headers = { Accept: "application/json", "X-CSRFToken": token };
      const answer = await fetch(sessionUrl, { method: "POST", headers });
      if (answer.ok) {
        used(at);
        otherTabs.postMessage(at);
      } else if (answer.status === 401) {
        end();
      }
    } catch {
      // No connection: the time goes on, and the button can be pressed again.
    } finally {
      asking = false;
    }
  };

  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  // Typing a long note is use too, though no page is asked for.
  const active = () => {
    if (!dialog.open && Date.now() - last > limit / 15) stay();
  };
  ["keydown", "pointerdown"].forEach((name) => addEventListener(name, active, { passive: true }));
  ["visibilitychange", "focus", "pageshow"].forEach((name) => addEventListener(name, look));

  otherTabs.addEventListener("message", ({ data }) => {
    if (data === "signed out") end();
    else used(data);
  });
  otherTabs.postMessage(last);
  look();
})();
