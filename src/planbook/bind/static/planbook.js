/* The book's own behaviour: search helpers, the filter of the data page, notes under numbers, tables that scroll by
   keyboard. */
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

  /* What a number is and where it comes from. Without this script it is the link's title; with it, a description that
     is read out, and a note under the number: under the pointer, on keyboard focus, or at a first tap (a second one,
     or one on the note, follows the link). Escape closes it. */
  origins: function () {
    var links = document.querySelectorAll(
      '.bd-article a.reference[href*="#fig-"][title], .bd-article a.reference[href*="#der-"][title]'
    );
    if (!links.length) return;
    var texts = document.createElement("div");
    var note = document.createElement("div");
    var known = {}, open = null, timer = 0, pointer = "";
    texts.hidden = true;
    note.className = "origin-note";
    note.hidden = true;
    note.setAttribute("aria-hidden", "true");  /* it repeats the description */
    note.innerHTML = "<strong></strong><span></span><em></em>";
    links.forEach(function (link) {
      if (!known[link.title]) {
        var text = document.createElement("span");
        text.id = known[link.title] = "origin-" + (texts.childNodes.length + 1);
        text.textContent = link.title;
        texts.appendChild(text);
      }
      link.setAttribute("aria-describedby", known[link.title]);
      link.removeAttribute("title");
    });
    document.querySelector(".bd-article").appendChild(texts);
    document.body.appendChild(note);

    function place() {
      if (!open) return;
      var line = open.getClientRects()[0] || open.getBoundingClientRect();
      var page = document.documentElement;
      var left = Math.min(line.left, page.clientWidth - note.offsetWidth - 8);
      var below = line.bottom + note.offsetHeight + 6 <= page.clientHeight;
      var top = below || line.top < note.offsetHeight + 6 ? line.bottom + 6 : line.top - note.offsetHeight - 6;
      note.style.left = Math.max(8, left) + "px";
      note.style.top = top + "px";
    }
    function show(link) {
      clearTimeout(timer);
      open = link;
      var parts = document.getElementById(link.getAttribute("aria-describedby")).textContent.split(" · ");
      note.children[0].textContent = parts[0];
      note.children[1].textContent = parts.slice(1).join(" · ");
      note.children[2].textContent = pointer === "touch" ? "再点一次，看数据页上的这一行" : "";
      note.hidden = false;
      place();
    }
    function hide() {
      clearTimeout(timer);
      open = null;
      note.hidden = true;
    }
    function soon(what, link) {
      clearTimeout(timer);
      timer = setTimeout(function () { what(link); }, 150);
    }

    links.forEach(function (link) {
      link.addEventListener("pointerenter", function (e) { if (e.pointerType === "mouse") soon(show, link); });
      link.addEventListener("pointerleave", function (e) { if (e.pointerType === "mouse") soon(hide); });
      link.addEventListener("focus", function () { if (link.matches(":focus-visible") && pointer !== "touch") show(link); });
      link.addEventListener("blur", hide);
      link.addEventListener("click", function (e) {
        if (pointer === "touch" && open !== link) {
          e.preventDefault();
          show(link);
        }
      });
    });
    note.addEventListener("pointerenter", function () { clearTimeout(timer); });
    note.addEventListener("pointerleave", function (e) { if (e.pointerType === "mouse") soon(hide); });
    note.addEventListener("pointerdown", function (e) { e.preventDefault(); });  /* the link keeps its focus */
    note.addEventListener("click", function () { if (open) open.click(); });
    document.addEventListener("pointerdown", function (e) {
      pointer = e.pointerType;
      if (open && e.target !== open && !open.contains(e.target) && !note.contains(e.target)) hide();
    }, true);
    document.addEventListener("keydown", function (e) {
      pointer = "";
      if (e.key === "Escape") hide();
    }, true);
    window.addEventListener("scroll", place, true);
    window.addEventListener("resize", place);
  },

  start: function () {
    document.querySelectorAll("table.figure-table").forEach(Planbook.filter);
    Planbook.origins();
    Planbook.scrollable();
    window.addEventListener("resize", Planbook.scrollable);
  },
};

if (Planbook.lacksHan()) document.documentElement.classList.add("needs-han");

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", Planbook.start);
else Planbook.start();
