// A mark and what is said of it light up together, whichever the reader points at or goes to, and
// the list stays where it is while the mark that it leads to is in view.
"use strict";
const root = document.documentElement;
root.classList.add("scripted");

const about = (node) => (node instanceof Element ? node.closest("[data-feature]") : null);

const light = (how, one) => {
  for (const old of document.querySelectorAll(`.${how}`)) old.classList.remove(how);
  if (!one) return;
  const same = `[data-feature="${CSS.escape(one.dataset.feature)}"]`;
  for (const each of document.querySelectorAll(same)) each.classList.add(how);
};

const chosen = () => about(document.getElementById(location.hash.slice(1)));

document.addEventListener("pointerover", (event) => light("lit", about(event.target)));
document.addEventListener("focusin", (event) => {
  const one = about(event.target);
  if (one) light("chosen", one);
});
window.addEventListener("hashchange", () => light("chosen", chosen()));
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest('.feature a[href^="#mark-"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const mark = document.getElementById(link.getAttribute("href").slice(1));
  const box = mark && mark.getBoundingClientRect();
  if (!box || box.bottom < 0 || box.top > innerHeight) return;
  event.preventDefault();
  history.replaceState(null, "", link.getAttribute("href"));
  light("chosen", about(mark));
  mark.focus({ preventScroll: true });
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") light("chosen", null);
});
light("chosen", chosen());
