"use strict";
// Comfort only: all of it works without this file.
document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.into) {  // a reason given before
    const box = document.getElementById(button.dataset.into);
    box.value = button.dataset.words;
    box.focus();
  }
  if (button.dataset.put) {  // a mark goes where the cursor is
    event.preventDefault();
    const box = document.getElementById(button.dataset.put), chip = document.getElementById("chip");
    box.setRangeText(`[[${chip.value}]]`, box.selectionStart, box.selectionEnd, "end");
    box.focus();
  }
});
const words = document.getElementById("words");
if (words && words.tagName === "TEXTAREA") {
  const fit = () => { words.style.height = "auto"; words.style.height = `${words.scrollHeight + 4}px`; };
  words.addEventListener("input", fit);
  fit();
}
for (const link of document.querySelectorAll("a[data-fetch]")) {  // what takes a while comes after the page
  setTimeout(() => fetch(link.href).then(answer => answer.ok ? answer.text() : Promise.reject()).then(text => {
    const place = document.getElementById(link.dataset.fetch);
    const found = new DOMParser().parseFromString(text, "text/html").getElementById(place.id);
    if (found && place.contains(link)) place.replaceWith(found);
  }).catch(() => {}), 2000);
}
