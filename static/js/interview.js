/* An interview: saves while it is filled in, shows the questions that the answers call for, and lets
   digits choose. Without this file there are buttons for the same. */
(() => {
  "use strict";
  const form = document.getElementById("interview");
  const find = (name) => document.querySelector(`[data-${name}]`);
  const edit = form.elements.edit;
  const status = find("status");
  const alarm = find("alarm");
  const boxes = [...form.querySelectorAll("[data-question]")];
  const inputs = (box) => [...box.querySelectorAll("input")];
  const boxOf = (element) => element.closest("[data-question]");
  const isOpen = (box) => !box.hidden && !inputs(box).some((input) => input.checked);

  // Said aloud only where it differs from what was said last: not after every answer.
  const say = (name, more = "") => {
    const text = status.dataset[name] + more;
    if (status.textContent !== text) status.textContent = text;
    status.dataset.state = name;
  };

  // --- saving: one request at a time, so that the server hears of the answers in their order

  let changed = 0; // how often something was chosen, and up to where it was saved
  let saved = 0;
  let underWay = null;
  let waiting;
  let news = 0; // how many questions came, less those that went, since it was said
  let stopped = false; // until the person decided something

  const show = (shown) => {
    const before = boxes.filter((box) => !box.hidden).length;
    for (const box of boxes) box.hidden = !shown.includes(box.dataset.question);
    for (const part of form.querySelectorAll(".interview-part")) {
      part.hidden = !part.querySelector("[data-question]:not([hidden])");
    }
    return shown.length - before;
  };

  const count = () => {
    const total = boxes.filter((box) => !box.hidden).length;
    const open = boxes.filter(isOpen).length;
    const place = find("progress");
    place.textContent = place.dataset.words
      .replace("[answered]", total - open).replace("[total]", total);
    find("next").hidden = open === 0;
  };

  const send = (state) => {
    const sent = new FormData(form);
    sent.set("edit", state);
    return fetch(form.dataset.saveUrl, {
      method: "POST", body: new URLSearchParams(sent), keepalive: true,
      headers: { Accept: "application/json" },
    });
  };

  const stop = (name, button) => {
    stopped = true;
    if (name === "signedOut") for (const box of boxes) box.inert = true;
    say(name);
    find(button).hidden = false;
    return false;
  };

  const fail = () => {
    say("failed");
    find("retry").hidden = false;
    clearTimeout(waiting);
    waiting = setTimeout(save, 5000);
    return false;
  };

  const put = async () => {
    const upTo = changed;
    let answer;
    try {
      answer = await send(edit.value);
      if (answer.status === 401) return stop("signedOut", "sign-in");
      if (answer.status === 409) return stop("conflict", "settle");
      if (!answer.ok || answer.redirected) return fail();
      answer = await answer.json();
    } catch {
      return fail();
    }
    edit.value = answer.edit;
    saved = upTo;
    find("retry").hidden = true;
    news += show(answer.shown);
    find("left").hidden = !answer.left;
    count();
    if (upTo === changed) {
      const more = news > 0 ? status.dataset.more : news < 0 ? status.dataset.fewer : "";
      say("saved", ` ${answer.saved_at}. ${more}`);
      news = 0;
    }
    return true;
  };

  async function save() {
    clearTimeout(waiting);
    while (underWay) await underWay;
    if (stopped || saved === changed) return;
    underWay = put();
    const worked = await underWay;
    underWay = null;
    if (worked && saved !== changed) save();
  }

  find("retry").addEventListener("click", save);

  form.addEventListener("change", (event) => {
    const box = boxOf(event.target);
    if (!box) return;
    aloneOrWithOthers(event.target, box);
    if (alarm) {
      alarm.hidden = !boxes.some((one) => (one.dataset.alarms || "").split(" ").some((code) =>
        code && inputs(one).some((input) => input.checked && input.value === code)));
    }
    changed += 1;
    count();
    if (stopped) return;
    status.dataset.state = "unsaved";
    clearTimeout(waiting);
    waiting = setTimeout(save, 400);
  });

  // "Nothing of this" stands alone: choosing it takes the others back, and the other way round.
  const aloneOrWithOthers = (chosen, box) => {
    if (chosen.type !== "checkbox" || !chosen.checked) return;
    const alone = (box.dataset.alone || "").split(" ");
    for (const other of inputs(box)) {
      if (other !== chosen && (alone.includes(chosen.value) || alone.includes(other.value))) {
        other.checked = false;
      }
    }
  };

  // The page goes away: what waits to be saved is sent once more. If a request is under way, the
  // server will count one up before it reads this one.
  addEventListener("pagehide", () => {
    if (!stopped && saved !== changed) send(Number(edit.value) + (underWay ? 1 : 0));
  });

  // The buttons send the whole form: only once nothing else is on its way.
  form.addEventListener("submit", (event) => {
    if (!underWay) {
      stopped = true;
      return;
    }
    event.preventDefault();
    const then = document.createElement("input");
    Object.assign(then, { type: "hidden", name: "then", value: event.submitter?.value || "update" });
    form.append(then);
    stopped = true;
    underWay.finally(() => form.submit());
  });

  // --- the keyboard

  const go = (box) => {
    const into = inputs(box);
    (into.find((input) => input.checked) || into[0]).focus();
    box.scrollIntoView({ block: "nearest" });
  };

  const goOn = (from) => {
    const after = boxes.slice(boxes.indexOf(from) + 1).find((box) => !box.hidden);
    if (after) go(after);
    else find("finish").focus();
  };

  form.addEventListener("keydown", (event) => {
    const box = boxOf(event.target);
    if (!box || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      goOn(box);
      return;
    }
    const input = /^[1-9]$/.test(event.key) && inputs(box)[event.key - 1];
    if (!input) return;
    event.preventDefault();
    if (input.type === "radio" && input.checked) goOn(box);
    else input.click();
    if (input.type === "radio") goOn(box);
    else input.focus();
  });

  find("next").addEventListener("click", (event) => {
    event.preventDefault();
    const all = boxes.filter(isOpen);
    const here = document.activeElement;
    const next = all.find((box) => here.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (all.length) go(next && boxOf(here) ? next : all[0]);
  });

  find("keys").hidden = false;
  count();

  // Whoever has a keyboard begins at the first open question, unless there is something to mend.
  if (matchMedia("(min-width: 44rem)").matches && !find("error-summary")) {
    const first = boxes.find(isOpen);
    if (first) inputs(first)[0].focus({ preventScroll: boxes[0] === first });
  }
})();
