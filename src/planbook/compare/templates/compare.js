// Sorting by a column, and filtering by name and by what is marked. Without it the tables stand as they are.
"use strict";
const FEW = 12; // rows that need no filter by name
const MARKS = { preliminary: "不含预计", bounded: "不含只有界限", noted: "不含有范围说明" };
const value = (row, column) => {
  const cell = row.cells[column];
  const number = parseFloat(cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent);
  return Number.isNaN(number) ? cell.textContent : number;
};
const compare = (a, b) =>
  typeof a === typeof b ? (typeof a === "number" ? a - b : a.localeCompare(b, "zh")) : typeof a === "number" ? -1 : 1;
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (head.className === "drawn") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => compare(value(a, column), value(b, column)) * (down ? -1 : 1));
      body.append(...rows);
    });
  });
  const bar = document.createElement("div");
  bar.className = "chips";
  const field = document.createElement("input");
  field.type = "search";
  field.placeholder = "按名称筛选";
  field.setAttribute("aria-label", "按名称筛选");
  const off = new Set();
  const show = () => {
    for (const row of body.rows) {
      const marks = (row.dataset.marks || "").split(" ");
      row.hidden = !row.textContent.includes(field.value.trim()) || marks.some((mark) => off.has(mark));
    }
  };
  field.addEventListener("input", show);
  if (body.rows.length > FEW) bar.append(field);
  for (const [mark, text] of Object.entries(MARKS)) {
    if (!body.querySelector(`tr[data-marks~="${mark}"]`)) continue;
    const chip = document.createElement("button");
    chip.type = "button";
    chip.textContent = text;
    chip.setAttribute("aria-pressed", "false");
    chip.addEventListener("click", () => {
      const on = !off.delete(mark);
      if (on) off.add(mark);
      chip.setAttribute("aria-pressed", String(on));
      show();
    });
    bar.append(chip);
  }
  if (bar.children.length) table.before(bar);
}
