// Keys for the review, and the progress of a job. Every page works without this script.
"use strict";

// 1. Keys: what carries data-key is pressed, or, where it is a place on the page, gone to.
document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input, select, textarea");
  if (event.key === "Escape" && field) { field.blur(); return; }
  if (field || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!wanted) return;
  event.preventDefault();
  const place = wanted.matches("a[href^='#']") && document.querySelector(wanted.getAttribute("href"));
  if (place) {
    place.scrollIntoView({ block: "nearest" });
    (place.matches("select") ? place : place.querySelector("input, select")).focus();
  } else if (wanted.matches("input")) {
    const fold = wanted.closest("details");
    if (fold) fold.open = true;
    wanted.focus();
  } else {
    wanted.click();
  }
});

// 2. A form is sent once.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));

// 3. The row that is looked at, in the middle of its text.
const now = document.querySelector(".desk .mark.now");
if (now && now.closest(".text").scrollHeight > now.closest(".text").clientHeight) {
  const box = now.closest(".text");
  box.scrollTop += now.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 2;
}

// 4. A job as it goes on.
const job = document.getElementById("job");
if (job && job.dataset.state === "running") {
  const events = new EventSource("/job/events");
  events.onmessage = (event) => {
    const told = JSON.parse(event.data);
    if (String(told.number) !== job.dataset.number || told.state !== "running") {
      events.close();
      location.reload();
      return;
    }
    const bar = document.getElementById("bar");
    if (told.whole) { bar.max = told.whole; bar.value = told.done; }
    document.getElementById("log").replaceChildren(...told.lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }));
  };
}

// 5. Brackets in a line of the text: what is selected becomes one row, or none.
const told = document.getElementById("told");
document.querySelectorAll("[data-brackets]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const plain = (text) => text.replace(/[[\]［］]/g, "").length;
    const from = plain(told.value.slice(0, told.selectionStart));
    const to = plain(told.value.slice(0, told.selectionEnd));
    if (from === to) { told.focus(); return; }
    let spans = [], at = 0, text = "";
    for (const letter of told.value) {
      if ("[［".includes(letter)) spans.push([at, at]);
      else if ("]］".includes(letter)) { if (spans.length) spans[spans.length - 1][1] = at; }
      else { text += letter; at += letter.length; }
    }
    if (button.dataset.brackets === "drop") spans = spans.filter(([a, b]) => b <= from || to <= a);
    else spans = [...spans.flatMap(([a, b]) => [[a, Math.min(b, from)], [Math.max(a, to), b]]), [from, to]];
    spans = spans.filter(([a, b]) => a < b).sort((one, other) => one[0] - other[0]);
    let out = "", end = 0;
    for (const [a, b] of spans) { out += text.slice(end, a) + "[" + text.slice(a, b) + "]"; end = b; }
    told.value = out + text.slice(end);
    told.focus();
  });
});
