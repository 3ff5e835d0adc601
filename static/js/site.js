/* Makes leaving quicker and clears a page left alone. Every page works without this file. */
(() => {
  "use strict";
  const root = document.documentElement;
  const body = document.body;
  const on = (names, act) =>
    names.split(" ").forEach((name) =>
      addEventListener(name, act, { capture: true, passive: name !== "submit" }));

  const cover = () => root.classList.add("covered");

  let going = false;
  const goTo = (address) => {
    cover();
    document.title = "\u2026";
    if (!going) location.replace(address);
    going = true;
  };

  // A page with answers never comes back out of the browser's memory: cover it on the way out, ask
  // the server again on the way in. Uncover it if nobody went anywhere: numbers to call stand on it.
  const isPrivate = body.hasAttribute("data-private");
  on("pagehide", () => {
    if (!isPrivate) return;
    cover();
    setTimeout(() => going || root.classList.remove("covered"), 2000);
  });
  on("pageshow", (event) => {
    if (!event.persisted || !(isPrivate || going)) return;
    going = true;
    cover();
    location.reload();
  });

  // Leaving: the link, or Shift three times with at most 5 seconds between.
  const link = document.querySelector("[data-leave]");
  if (link) {
    const status = document.querySelector("[data-leave-status]");
    const say = (name) => { status.textContent = name ? status.dataset[name] : ""; };
    let presses = 0;
    let alone = false;
    let timer;
    const forget = () => {
      clearTimeout(timer);
      presses = 0;
    };
    link.addEventListener("click", (event) => {
      event.preventDefault();
      goTo(link.href);
    });
    on("keydown pointerdown", (event) => {
      alone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
      if (!alone) forget();
    });
    on("keyup", (event) => {
      if (event.key !== "Shift" || !alone) return;
      clearTimeout(timer);
      presses += 1;
      say([, "twoMore", "oneMore", "leaving"][presses]);
      if (presses > 2) goTo(link.href);
      else timer = setTimeout(() => { forget(); say("tooSlow"); }, 5000);
    });
  }

  // A page left alone: cover it, and go where no answer shows. The clock on the wall counts, because
  // timers stand still while a phone sleeps.
  const limit = body.dataset.idleMinutes * 60000;
  if (limit && body.dataset.idleUrl) {
    let last = Date.now();
    const tooLong = () => {
      const long = Date.now() - last >= limit;
      if (long) goTo(body.dataset.idleUrl);
      return long;
    };
    const wait = () => tooLong() || setTimeout(wait, Math.max(limit - (Date.now() - last), 500));
    on("pointerdown pointermove keydown scroll touchstart", () => { if (!tooLong()) last = Date.now(); });
    on("visibilitychange focus pageshow", tooLong);
    wait();
  }

  // The same form sent twice by a shaking thumb counts once. After ten seconds it may be sent again:
  // the connection may have failed. A form whose answer is a file stays: filled in anew, it may too.
  let sent = new WeakMap();
  on("submit", (event) => {
    const form = event.target;
    const filled = "download" in form.dataset && `${new URLSearchParams(new FormData(form))}`;
    const [at, before] = sent.get(form) || [];
    if (Date.now() - at < 10000 && filled === before) event.preventDefault();
    else sent.set(form, [Date.now(), filled]);
  });
  on("pageshow", () => { sent = new WeakMap(); });

  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();

  // Browsers print a folded part as one line: unfold for the printer.
  let unfolded = [];
  on("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details:not([open])")];
    unfolded.forEach((part) => { part.open = true; });
  });
  on("afterprint", () => unfolded.forEach((part) => { part.open = false; }));
})();
