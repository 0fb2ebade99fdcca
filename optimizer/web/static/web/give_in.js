"use strict";
// Shows what was chosen, and refuses what is too large before it is sent.
for (const form of document.querySelectorAll("form.give-in")) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector(".chosen");
  const refused = form.querySelector("[data-refused]");
  const drop = form.querySelector(".drop");
  const button = form.querySelector("button.button");
  const megabytes = (bytes) => (bytes / 1048576).toFixed(1);

  function problem() {
    const files = [...input.files];
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (!files.length) return form.dataset.noFile;
    if (files.length > Number(form.dataset.most)) return form.dataset.tooMany;
    if (size > Number(form.dataset.limit)) return form.dataset.tooLarge.replace("SIZE", megabytes(size));
    return "";
  }
  function show() {
    list.replaceChildren(...[...input.files].map((file) => {
      const line = document.createElement("li");
      const size = file.size < 1048576 ? `${Math.ceil(file.size / 1024)} KB` : `${megabytes(file.size)} MB`;
      line.textContent = `${file.name}  ${size}`;
      return line;
    }));
    list.hidden = !input.files.length;
    const why = input.files.length ? problem() : "";
    refused.textContent = why;
    refused.hidden = !why;
  }
  input.addEventListener("change", show);
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.remove("over"); });
  }
  drop.addEventListener("drop", (event) => {
    input.files = event.dataTransfer.files;
    show();
  });
  form.addEventListener("submit", (event) => {
    const why = problem();
    if (why) {
      event.preventDefault();
      refused.textContent = why;
      refused.hidden = false;
      return;
    }
    button.textContent = form.dataset.sending;
    button.disabled = true;
  });
  // Coming back to the page, the button works again.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
