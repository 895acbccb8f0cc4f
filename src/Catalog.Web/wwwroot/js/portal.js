// The portal without a circuit.
(() => {
  const root = document.documentElement;
  const read = key => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode */ } };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const find = selector => document.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const say = text => { find("#live").textContent = text; };

  // theme and density; enhanced navigation takes the attributes away
  function dress() {
    const query = new URLSearchParams(location.search);
    const theme = query.get("theme") ?? read("theme") ?? (dark.matches ? "dark" : "light");
    const density = query.get("density") ?? read("density") ?? "comfortable";
    if (root.dataset.theme !== theme) root.dataset.theme = theme;
    if (root.dataset.density !== density) root.dataset.density = density;
  }
  dress();
  dark.addEventListener("change", dress);
  new MutationObserver(dress).observe(root, { attributeFilter: ["data-theme", "data-density"] });
  function flip(key) {
    const [a, b] = key === "theme" ? ["light", "dark"] : ["comfortable", "compact"];
    keep(key, root.dataset[key] === a ? b : a);
    dress();
  }

  // copying; without a secure origin the browser has no clipboard object
  async function copy(button) {
    const code = button.closest(".snip, .panel")?.querySelector("[role=tabpanel]:not([hidden]) pre, .yaml, .hex");
    const text = button.dataset.copy ?? code?.innerText ?? "";
    try {
      if (navigator.clipboard) await navigator.clipboard.writeText(text);
      else copyBySelection(text);
      button.dataset.done = "";
      setTimeout(() => delete button.dataset.done, 1200);
      say("Copied");
    } catch {
      say("Copying is not allowed here; select the text instead");
    }
  }
  function copyBySelection(text) {
    const field = Object.assign(document.createElement("textarea"), { value: text });
    (find("dialog[open]") ?? document.body).append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("copy");
  }

  // tabs inside a page; the language of snippets is remembered
  function select(tab) {
    for (const other of all("[role=tab]", tab.closest("[role=tablist]"))) {
      const on = other === tab;
      other.setAttribute("aria-selected", on);
      other.tabIndex = on ? 0 : -1;
      document.getElementById(other.getAttribute("aria-controls")).hidden = !on;
    }
  }
  function chooseRemembered() {
    for (const list of all("[data-remember]")) {
      const choice = read(list.dataset.remember);
      const tab = choice && all("[role=tab]", list).find(t => t.dataset.choice === choice);
      if (tab) select(tab);
    }
  }
  function chooseTab(tab) {
    select(tab);
    const key = tab.closest("[role=tablist]").dataset.remember;
    if (!key) return;
    keep(key, tab.dataset.choice);
    chooseRemembered();
  }

  // dialogs; a palette that is not connected leads to the search page
  function open(id) {
    const dialog = document.getElementById(id);
    if (!dialog) { if (id === "palette") find(".jump")?.click(); return false; }
    if (id === "keys") for (const key of all("[data-needs]", dialog)) key.hidden = key.nextElementSibling.hidden = !find(key.dataset.needs);
    if (!dialog.open) dialog.showModal();
    const field = dialog.querySelector("input:not([type=checkbox])");
    field?.focus();
    field?.select();
    return true;
  }
  const close = id => document.getElementById(id)?.close();

  // live parts stand still while hidden
  function watch(part) {
    const tell = () => part.invokeMethodAsync("SetVisibleAsync", !document.hidden).catch(() => document.removeEventListener("visibilitychange", tell));
    document.addEventListener("visibilitychange", tell);
    tell();
  }
  window.catalog = { open, close, watch };

  document.addEventListener("click", event => {
    const at = event.target;
    const opener = at.closest?.("[data-open]");
    if (opener && !event.ctrlKey && !event.metaKey && document.getElementById(opener.dataset.open)) {
      event.preventDefault();
      open(opener.dataset.open);
      return;
    }
    if (at.matches?.("dialog.scrim")) { at.close(); return; }
    const target = at.closest?.("[data-flip], .copy, [data-copy], [role=tab], [data-close], [data-reload]");
    if (!target) return;
    if (target.dataset.flip) flip(target.dataset.flip);
    else if (target.matches(".copy, [data-copy]")) copy(target);
    else if (target.matches("[role=tab]")) chooseTab(target);
    else if (target.matches("[data-close]")) target.closest("dialog").close();
    else location.reload();
  }, true);

  document.addEventListener("change", event => {
    if (event.target.matches?.("[data-single-keys]")) keep("single-keys", event.target.checked ? "on" : "off");
  });

  // keys
  let afterG = 0;
  const rowTargets = () => all("main tbody tr").map(row => row.querySelector("a") ?? row.querySelector("button, input")).filter(Boolean);
  function moveRow(step) {
    const targets = rowTargets();
    const row = document.activeElement?.closest?.("main tbody tr");
    const now = targets.findIndex(target => target.closest("tr") === row);
    targets[now < 0 ? Math.max(0, targets.findIndex(t => t.closest("[data-rows]"))) : Math.min(Math.max(now + step, 0), targets.length - 1)]?.focus();
  }
  function moveTab(step) {
    const tabs = all(".tabs a");
    tabs[tabs.findIndex(tab => tab.hasAttribute("aria-current")) + step]?.click();
  }
  function markRow() {
    const box = document.activeElement?.closest?.("main tbody tr")?.querySelector("[type=checkbox]");
    box?.click();
    return !!box;
  }
  function press(key) {
    const link = find(`[data-key="${CSS.escape(key)}"]`);
    link?.click();
    return !!link;
  }
  const acts = {
    "/": () => open("palette"), "?": () => open("keys"), g: () => { afterG = Date.now() + 1500; }, d: () => flip("density"), t: () => flip("theme"),
    j: () => moveRow(1), k: () => moveRow(-1), "[": () => moveTab(-1), "]": () => moveTab(1),
  };
  function single(key) {
    if (Date.now() < afterG) {
      afterG = 0;
      const link = find(`.nav [data-go="${CSS.escape(key)}"]`);
      link?.click();
      return !!link;
    }
    if (acts[key]) { acts[key](); return true; }
    return ["x", " "].includes(key) ? markRow() : ["e", "l", "c", "n"].includes(key) && press(key);
  }
  document.addEventListener("keydown", event => {
    const { key, target: at } = event, command = event.ctrlKey || event.metaKey, stop = () => event.preventDefault();
    if (command && key.toLowerCase() === "k") { stop(); open("palette"); return; }
    if (at.id === "palette-query" && /^(ArrowUp|ArrowDown|Enter|Tab)$/.test(key)) {
      stop();
      if (key === "Tab" && event.shiftKey && !find(".palette-back")) find(".palette-keys").focus();
      if (key === "Enter") all("#palette [aria-selected=true][data-copy]").forEach(copy);
      return;
    }
    if (key === "Tab" && at.closest?.("#palette")) { stop(); find("#palette-query").focus(); return; }
    if (at.matches?.("[role=tab]") && ["ArrowRight", "ArrowLeft"].includes(key)) {
      const tabs = all("[role=tab]", at.closest("[role=tablist]"));
      const next = tabs[(tabs.indexOf(at) + (key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
      chooseTab(next);
      next.focus();
      return;
    }
    const typing = at.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable]") || find("dialog[open]");
    if (typing || command || event.altKey || read("single-keys") === "off") return;
    if (key === " " && at.matches?.("button, [type=checkbox], summary")) return;
    if (single(key)) stop();
  });

  // live numbers, while seen
  let lead = 0;
  const minute = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
  function setClock() {
    const clock = find("[data-clock]");
    if (clock) lead = Date.parse(clock.dateTime) - Date.now();
  }
  function tick() {
    const clock = find("[data-clock]");
    if (!clock || document.hidden) return;
    const now = new Date(Date.now() + lead);
    const stamp = now.toISOString().slice(0, 19);
    clock.dateTime = stamp + "Z";
    clock.title = stamp.replace("T", " ") + " UTC";
    const text = minute.format(now) + " UTC";
    if (clock.textContent !== text) clock.textContent = text;
  }
  async function refresh() {
    if (document.hidden) return;
    const answer = await fetch("/live/frame").catch(() => null);
    if (!answer?.ok) return;
    const { counts, roles } = await answer.json();
    for (const place of all("[data-live-count]")) {
      const count = counts[place.dataset.liveCount];
      const text = count?.text ?? "";
      if (place.textContent !== text) place.textContent = text;
      place.classList.toggle("hot", !!count?.waiting);
    }
    for (const place of all("[data-live-roles]")) place.innerHTML = roles;
  }

  // a wide graph opens at what was chosen in it
  function showNode() {
    const box = find(".node.sel rect"), graph = box?.closest(".graph");
    if (!graph) return;
    const place = box.getBoundingClientRect(), frame = graph.getBoundingClientRect();
    graph.scrollLeft += place.left - frame.left - (graph.clientWidth - place.width) / 2;
  }
  function ready() {
    showNode();
    setClock();
    chooseRemembered();
    const keys = find("[data-single-keys]");
    if (keys) keys.checked = read("single-keys") !== "off";
  }
  document.addEventListener("DOMContentLoaded", () => {
    ready();
    setInterval(tick, 1000);
    setInterval(refresh, 5000);
    window.Blazor?.addEventListener("enhancedload", () => { all("dialog[open]").forEach(dialog => dialog.close()); ready(); });
  });
})();
