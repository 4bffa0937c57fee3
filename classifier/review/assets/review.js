// Keys, passages and forms of the letter page. Without it every button still works by mouse and Tab.
"use strict";
(() => {
  const KEYS = "klagepunkt-keys";
  let current = null; // id of the point that keys act on
  let follow = false; // after a decision by key: go on to the next point that is not judged
  let chosen = null; // sentences chosen by keyboard: all of them, the first and the last that are chosen
  let busy = false; // an answer is on its way
  let typed = []; // fields with what nobody has sent yet, or was refused
  let waiting = []; // what a person does meanwhile

  const work = () => document.getElementById("work");
  const points = () => [...document.querySelectorAll("#points .point")];
  const here = () => points().find((each) => each.dataset.point === current);
  const keysOn = () => localStorage.getItem(KEYS) !== "off";

  function choose(point, focus) {
    points().forEach((each) => { each.classList.remove("current"); each.removeAttribute("aria-current"); });
    if (!point) return;
    current = point.dataset.point;
    point.classList.add("current");
    point.setAttribute("aria-current", "true");
    light(current);
    if (focus) { point.focus({ preventScroll: true }); point.scrollIntoView({ block: "nearest" }); }
    const mark = passages(current)[0];
    if (focus && mark) mark.scrollIntoView({ block: "nearest" });
  }

  const passages = (point) =>
    [...document.querySelectorAll("#text mark")].filter((mark) => mark.dataset.points.split(" ").includes(point));

  function light(point) {
    document.querySelectorAll("#text mark").forEach((mark) => mark.classList.remove("lit"));
    if (point) passages(point).forEach((mark) => mark.classList.add("lit"));
  }

  // Outside what is replaced, so that a screen reader tells it.
  function say(text) {
    const said = document.getElementById("said");
    if (!said) return;
    said.className = "sr";
    said.textContent = text;
  }

  function ready() {
    if (!work()) return;
    const all = points();
    const open = all.find((each) => each.classList.contains("suggested"));
    choose((follow && open) || here() || open || all[0], follow);
    if (follow && !open) document.getElementById("confirm")?.focus({ preventScroll: true });
    follow = false;
    chosen = null;
  }

  function step(by) {
    const all = points();
    const at = all.indexOf(here());
    choose(all[Math.min(Math.max(at + by, 0), all.length - 1)], true);
  }

  function press(kind) {
    const button = here()?.querySelector(`[data-key=${kind}]`) ?? document.querySelector(`.finish [data-key=${kind}]`);
    if (!button || button.disabled) return;
    follow = kind === "accept" || kind === "reject";
    button.click();
  }

  // Offsets in the letter count characters as the server does, not the UTF-16 units of the browser.
  const length = (text) => [...text].length;

  function offset(node, units) {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!piece) return null;
    const range = document.createRange();
    range.setStart(piece, 0);
    range.setEnd(node, units);
    return Number(piece.dataset.start) + length(range.toString());
  }

  function selected() {
    const selection = getSelection();
    const text = document.getElementById("text");
    if (!text || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const whole = range.toString();
    let start = offset(range.startContainer, range.startOffset);
    let end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null) return null;
    start += length(whole) - length(whole.trimStart());
    end -= length(whole) - length(whole.trimEnd());
    return start < end ? [start, end] : null;
  }

  function keepEvidence(span) {
    const form = here()?.querySelector("form.evidence");
    if (!form || !span) return;
    form.elements.start.value = span[0];
    form.elements.end.value = span[1];
    form.requestSubmit();
  }

  function sentences() {
    const text = [...document.querySelectorAll("#text [data-start]")].map((each) => each.textContent).join("");
    const found = [];
    let at = 0;
    for (const { segment } of new Intl.Segmenter("da", { granularity: "sentence" }).segment(text)) {
      const lead = length(segment) - length(segment.trimStart());
      const size = length(segment.trim());
      if (size) found.push([at + lead, at + lead + size]);
      at += length(segment);
    }
    return found;
  }

  function select(first, last) {
    const [start, end] = [chosen.all[first][0], chosen.all[last][1]];
    const range = document.createRange();
    for (const piece of document.querySelectorAll("#text [data-start]")) {
      const node = piece.lastChild;
      const characters = [...node.textContent];
      const begin = Number(piece.dataset.start);
      const units = (count) => characters.slice(0, count).join("").length;
      if (begin <= start && start < begin + characters.length) range.setStart(node, units(start - begin));
      if (begin < end && end <= begin + characters.length) range.setEnd(node, units(end - begin));
    }
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
    say(range.toString());
  }

  function choosing(event) {
    const last = chosen.all.length - 1;
    if (event.key === "ArrowRight" || event.key === "ArrowDown") {
      chosen.last = Math.min(chosen.last + 1, last);
      if (!event.shiftKey) chosen.first = chosen.last;
    } else if (event.key === "ArrowLeft" || event.key === "ArrowUp") {
      if (event.shiftKey) chosen.last = Math.max(chosen.last - 1, chosen.first);
      else chosen.first = chosen.last = Math.max(chosen.first - 1, 0);
    } else if (event.key === "Enter") {
      keepEvidence([chosen.all[chosen.first][0], chosen.all[chosen.last][1]]);
      chosen = null;
      return true;
    } else if (event.key === "Escape") {
      chosen = null;
      getSelection().removeAllRanges();
      return true;
    } else {
      return false;
    }
    select(chosen.first, chosen.last);
    return true;
  }

  function evidence() {
    const span = selected();
    if (span) { keepEvidence(span); return; }
    if (!here() || !document.getElementById("text") || !Intl.Segmenter) return;
    const all = sentences();
    if (!all.length) return;
    chosen = { all, first: 0, last: 0 };
    select(0, 0);
  }

  const ACTIONS = {
    ArrowDown: () => step(1), j: () => step(1), ArrowUp: () => step(-1), k: () => step(-1),
    g: () => press("accept"), x: () => press("reject"), d: () => press("definition"), b: evidence,
    t: () => document.getElementById("add-point")?.focus(), n: () => document.getElementById("f-note")?.focus(),
    u: () => document.getElementById("undo")?.click(), v: () => document.getElementById("reveal")?.click(),
    h: () => document.getElementById("f-kind")?.focus(), o: () => document.getElementById("f-area")?.focus(),
    p: () => document.getElementById("before")?.click(), s: () => document.getElementById("next")?.click(), "?": () => help(),
    ...Object.fromEntries([..."123456789"].map((digit) => [digit, () => choose(points()[digit - 1] ?? here(), true)])),
    Enter: () => document.getElementById("confirm")?.click(),
  };

  function help() {
    const dialog = document.getElementById("help");
    if (!dialog || dialog.open) return;
    document.getElementById("keys-on").checked = keysOn();
    dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (!work() || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const target = event.target;
    if (document.querySelector("dialog[open]")) return;
    if (target.matches("input, textarea, select")) {
      if (event.key === "Escape") { target.blur(); choose(here() ?? points()[0], true); }
      if (event.key === "Enter" && target.id === "f-note" && !event.shiftKey) {
        event.preventDefault();
        target.form.requestSubmit();
      }
      return;
    }
    if (chosen && choosing(event)) { event.preventDefault(); return; }
    if (event.key === "Enter" && target.closest("a, button, summary") && target.id !== "confirm") return;
    if (!keysOn() && event.key !== "?") return;
    const action = ACTIONS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    if (event.repeat && event.key === "Enter") return;
    if (busy) waiting.push(action); else action();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (event.target.closest("#show-help")) help();
    if (button?.dataset.key === "evidence") {
      const span = selected();
      const point = button.closest(".point");
      event.preventDefault();
      choose(point, false);
      if (span) keepEvidence(span); else evidence();
      return;
    }
    const mark = event.target.closest("#text mark");
    if (mark && getSelection().isCollapsed) {
      choose(points().find((each) => each.dataset.point === mark.dataset.points.split(" ")[0]), true);
    }
  });

  // A button must not take the selection away before it is read.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-key=evidence]")) event.preventDefault();
  });

  document.addEventListener("mouseover", (event) => {
    const mark = event.target.closest("#text mark");
    const point = event.target.closest("#points .point")?.dataset.point ?? mark?.dataset.points.split(" ")[0];
    light(point ?? current);
  });

  document.addEventListener("change", (event) => {
    if (event.target.id === "keys-on") localStorage.setItem(KEYS, event.target.checked ? "on" : "off");
    if (event.target.matches("[data-submit]") && event.target.reportValidity()) event.target.form.requestSubmit();
  });

  // A new contact begins with three lines for points; another comes when the last is used.
  const lines = [...document.querySelectorAll("#new-points input")];
  const shown = () => {
    const used = lines.findLastIndex((line) => line.value) + 2;
    lines.forEach((line, index) => { line.hidden = index >= Math.max(used, 3); });
  };
  lines.forEach((line) => line.addEventListener("input", shown));
  shown();

  document.addEventListener("focusin", (event) => {
    const point = event.target.closest("#points .point");
    if (point && point.dataset.point !== current) choose(point, false);
  });

  // A note that nobody has sent goes along with the confirmation, and is sent before the page is left.
  const isUnsent = (field) => field.value !== (field.dataset.kept ?? field.defaultValue);
  function unsent() {
    const note = document.getElementById("f-note");
    return note && isUnsent(note) ? note : null;
  }
  document.addEventListener("htmx:configRequest", (event) => {
    const { parameters } = event.detail;
    const note = unsent();
    if (parameters.action === "confirm" && note) parameters.text = note.value;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]:not([download], [target])");
    const note = link && !event.ctrlKey && !event.metaKey && !event.shiftKey && unsent();
    if (!note || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    note.form.requestSubmit();
    waiting.push(() => location.assign(link.href));
  });

  // While an answer is on its way nothing else may be sent: it would name a version that has passed. It waits.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!busy) { busy = true; return; }
    event.preventDefault();
    const form = event.detail.elt;
    const id = form.querySelector("[id]")?.id;
    const given = [...new FormData(form)].filter(([name]) => name !== "version");
    waiting.push(() => {
      const again = document.getElementById(id)?.form;
      given.forEach(([name, value]) => { if (again?.elements[name]) again.elements[name].value = value; });
      again?.requestSubmit();
    });
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr.getResponseHeader("hx-redirect")) return; // the next letter comes
    busy = false;
    if (!event.detail.successful) waiting = [];
    while (waiting.length && !busy) waiting.shift()();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const kept = event.detail.xhr.status < 300;
    const fields = [...document.querySelectorAll("#work input[id], #work textarea[id]")];
    typed = fields.filter((each) => isUnsent(each) && !(kept && each.form === event.detail.requestConfig.elt));
  });
  document.addEventListener("htmx:afterSettle", () => {
    typed.forEach(({ id, value }) => { const field = document.getElementById(id); if (field) field.value = value; });
    typed = [];
    say(work()?.dataset.said ?? "");
    ready();
  });
  document.addEventListener("htmx:sendError", () => failed());
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) location.reload(); else failed();
  });

  function failed() {
    const said = document.getElementById("said");
    if (!said) return;
    said.className = "message";
    said.textContent = document.documentElement.lang === "da"
      ? "Det blev ikke gemt. Prøv igen." : "It was not kept. Try again.";
  }

  ready();
})();
