// What forms need of the browser: finding a place, keeping a draft, sending a file, saying what changed.
const find = id => document.getElementById(id);
const target = "input, select, textarea, button, a[href], [tabindex]";

// The first of the places that is on the page gets the focus.
export function reveal(ids) {
  for (const id of ids) {
    const place = find(id);
    if (!place) continue;
    place.scrollIntoView({ block: "center" });
    (place.matches(target) ? place : place.querySelector(target) ?? place.closest("[tabindex]"))?.focus({ preventScroll: true });
    return true;
  }
  return false;
}

// A line of a text area, from 1.
export function revealLine(id, line) {
  const area = find(id);
  if (!area) return false;
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  const height = parseFloat(getComputedStyle(area).lineHeight);
  const pane = area.closest(".yaml-area");
  pane.scrollTop = Math.max(0, height * line - pane.clientHeight / 2);
  return true;
}

export function read(key) { try { return localStorage.getItem(key); } catch { return null; } }
export function keep(key, value) { try { localStorage.setItem(key, value); return true; } catch { return false; } }
export function drop(key) { try { localStorage.removeItem(key); } catch { /* private mode */ } }

// One polite region, at most one message in five seconds; the newest wins.
let waiting, text, last = 0;
export function say(words) {
  text = words;
  waiting ??= setTimeout(() => { find("live").textContent = text; waiting = undefined; last = Date.now(); }, Math.max(0, last + 5000 - Date.now()));
}
