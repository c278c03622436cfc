/* The book's own behaviour: search helpers, the filter of the data page, tables that scroll by keyboard. */
"use strict";

var Planbook = {
  texts: {},

  /* Full-width letters and digits → half-width, upper → lower case. Never changes the length. */
  fold: function (text) {
    return text
      .replace(/[\uFF01-\uFF5E]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 0xfee0); })
      .replace(/[A-Z]/g, function (c) { return c.toLowerCase(); });
  },

  /* Does this machine lack Chinese letters? It then draws one and the same box for every one of them. */
  lacksHan: function () {
    function picture(letter) {
      var canvas = document.createElement("canvas");
      canvas.width = canvas.height = 24;
      var pen = canvas.getContext("2d");
      pen.font = "20px sans-serif";
      pen.fillText(letter, 2, 20);
      return canvas.toDataURL();
    }
    return picture("县") === picture("年");
  },

  /* The caption of a table without its number, unit and link. */
  caption: function (table) {
    var text = table.querySelector("caption .caption-text");
    return text ? text.textContent.trim() : "表";
  },

  /* A box above each long table of figures: shows the rows that hold every word typed. */
  filter: function (table, index) {
    var rows = Array.prototype.slice.call(table.querySelectorAll("tbody tr"));
    var texts = rows.map(function (row) { return Planbook.fold(row.textContent); });
    var id = "planbook-filter-" + index;
    var box = document.createElement("div");
    box.className = "figure-filter";
    box.setAttribute("role", "search");
    box.setAttribute("aria-label", "筛选" + Planbook.caption(table));
    box.innerHTML =
      '<label for="' + id + '">筛选</label>' +
      '<input type="search" id="' + id + '" autocomplete="off" spellcheck="false" placeholder="指标、项目、年份或数字，空格分开">' +
      '<output for="' + id + '"></output>';
    var input = box.querySelector("input");
    input.setAttribute("aria-label", "筛选" + Planbook.caption(table));
    var output = box.querySelector("output");

    function show() {
      var words = Planbook.fold(input.value).split(/\s+/).filter(Boolean);
      var shown = 0;
      rows.forEach(function (row, i) {
        var hit = words.every(function (word) { return texts[i].indexOf(word) !== -1; });
        row.hidden = !hit;
        if (hit) shown += 1;
      });
      output.textContent = words.length ? "共 " + rows.length + " 行，显示 " + shown + " 行" : "共 " + rows.length + " 行";
    }

    input.addEventListener("input", show);
    var holder = table.closest(".pst-scrollable-table-container") || table;
    holder.parentNode.insertBefore(box, holder);
    /* A link to a row that is filtered away brings the row back. */
    window.addEventListener("hashchange", function () {
      var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      var row = target && target.closest("tr");
      if (row && row.hidden) {
        input.value = "";
        show();
        target.scrollIntoView();
      }
    });
    show();
  },

  /* What scrolls must be reachable by keyboard. */
  scrollable: function () {
    document.querySelectorAll(".pst-scrollable-table-container").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth + 1) {
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", Planbook.caption(box) + "，可左右滚动");
      } else {
        box.removeAttribute("tabindex");
        box.removeAttribute("role");
        box.removeAttribute("aria-label");
      }
    });
  },

  start: function () {
    document.querySelectorAll("table.figure-table").forEach(Planbook.filter);
    Planbook.scrollable();
    window.addEventListener("resize", Planbook.scrollable);
  },
};

if (Planbook.lacksHan()) document.documentElement.classList.add("needs-han");

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", Planbook.start);
else Planbook.start();
