// A mark and what is said of it light up together, whichever the reader points at.
"use strict";
for (const type of ["pointerover", "focusin"]) {
  document.addEventListener(type, (event) => {
    const over = event.target.closest("[data-feature]");
    for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
    if (!over) return;
    const same = `[data-feature="${CSS.escape(over.dataset.feature)}"]`;
    for (const one of document.querySelectorAll(same)) one.classList.add("lit");
  });
}
