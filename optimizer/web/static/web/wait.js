"use strict";
// Asks whether the upload has been read, and then shows it.
const waiting = document.querySelector("[data-wait]");
async function ask() {
  try {
    const answer = await fetch(waiting.dataset.wait, { headers: { Accept: "application/json" } });
    if (answer.ok ? (await answer.json()).over : answer.status === 404) {
      location.reload();
      return;
    }
  } catch (lost) {
    // The server may be starting again; ask on.
  }
  setTimeout(ask, 1000);
}
if (waiting) setTimeout(ask, 700);
