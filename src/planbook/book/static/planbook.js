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

  /* What the rows of the table of figures can be chosen by: classes of words in them. */
  FACTS: { chapter: "章", period: "时期", standing: "口径", strength: "力度", mark: "标注", planned: "下年" },

  /* A box above each long table of figures: shows the rows that hold every word typed, and every fact chosen. */
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
    var chosen = {};
    Object.keys(Planbook.FACTS).forEach(function (name) {
      var words = rows.map(function (row) { return (row.querySelector(".fact-" + name) || {}).textContent || ""; });
      var known = words.filter(function (word, i) { return word && words.indexOf(word) === i; });
      if (known.length < 1 || (known.length === 1 && words.indexOf("") === -1)) return;
      var label = document.createElement("label");
      var select = document.createElement("select");
      label.textContent = Planbook.FACTS[name];
      ["全部"].concat(known).forEach(function (word) { select.add(new Option(word, word === "全部" ? "" : word)); });
      select.addEventListener("change", function () { show(); });
      label.appendChild(select);
      box.insertBefore(label, box.lastChild);
      chosen[name] = { select: select, words: words };
    });
    input.setAttribute("aria-label", "筛选" + Planbook.caption(table));
    var output = box.querySelector("output");

    function show() {
      var words = Planbook.fold(input.value).split(/\s+/).filter(Boolean);
      var picked = Object.values(chosen).filter(function (fact) { return fact.select.value; });
      var shown = 0;
      rows.forEach(function (row, i) {
        var hit = words.every(function (word) { return texts[i].indexOf(word) !== -1; }) && picked.every(
          function (fact) { return fact.words[i] === fact.select.value; }
        );
        row.hidden = !hit;
        if (hit) shown += 1;
      });
      output.textContent = words.length || picked.length ? "共 " + rows.length + " 行，显示 " + shown + " 行" : "共 " + rows.length + " 行";
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
        Object.values(chosen).forEach(function (fact) { fact.select.value = ""; });
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
    var drawn = document.querySelectorAll(".planbook-picture a");  /* the title is an element inside */
    if (!links.length && !drawn.length) return;
    var texts = document.createElement("div");
    var note = document.createElement("div");
    var known = {}, open = null, timer = 0, pointer = "";
    texts.hidden = true;
    note.className = "origin-note";
    note.hidden = true;
    note.setAttribute("aria-hidden", "true");  /* it repeats the description */
    note.innerHTML = "<strong></strong><span></span><em></em><nav></nav>";
    function describe(link, title) {
      if (!known[title]) {
        var text = document.createElement("span");
        text.id = known[title] = "origin-" + (texts.childNodes.length + 1);
        text.textContent = title;
        texts.appendChild(text);
      }
      link.setAttribute("aria-describedby", known[title]);
    }
    links.forEach(function (link) {
      describe(link, link.title);
      link.removeAttribute("title");
    });
    drawn.forEach(function (link) {
      var title = link.querySelector("title");
      if (!title) return;
      describe(link, title.textContent);
      title.remove();
    });
    document.querySelector(".bd-article").appendChild(texts);
    document.body.appendChild(note);

    function place() {
      if (!open) return;
      var at = open.querySelector("text") || open, line = at.getClientRects()[0] || at.getBoundingClientRect();
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
      ways();
      place();
    }

    function target(link) { return link.getAttribute("href").split("#")[1]; }

    /* The ways to where the book shows the same figure before and after this place; arrow keys take them, too. */
    function steps(link) {
      var row = target(link), name = row.replace(/^(fig|der)-/, "");
      var same = Array.prototype.filter.call(links, function (other) { return target(other) === row; });
      var pages = (Planbook.pages || {})[name] || [], page = pages.indexOf(Planbook.page()), at = same.indexOf(link);
      return [-1, 1].map(function (step) {
        var near = same[at + step], far = page === -1 ? "" : pages[page + step];
        if (near) return function () { go(near); };
        return far && function () {
          location.href = Planbook.root() + far + ".html#" + (step < 0 ? "last" : "first") + "-of-" + row;
        };
      });
    }
    function ways() {
      var nav = note.children[3];
      nav.textContent = "";
      steps(open).forEach(function (step, i) {
        if (!step) return;
        var button = document.createElement("button");
        button.type = "button";
        button.tabIndex = -1;
        button.textContent = i ? "下一处 →" : "← 上一处";
        button.addEventListener("click", function (e) { e.stopPropagation(); step(); });
        nav.appendChild(button);
      });
    }
    function go(link) {
      for (var fold = link.closest("details"); fold; fold = fold.parentNode.closest("details")) fold.open = true;
      link.scrollIntoView({ block: "center" });
      link.focus({ preventScroll: true });
      show(link);
    }
    function arrive() {
      var found = /^#(first|last)-of-(.+)$/.exec(decodeURIComponent(location.hash));
      var same = found ? Array.prototype.filter.call(links, function (link) { return target(link) === found[2]; }) : [];
      if (same.length) go(same[found[1] === "first" ? 0 : same.length - 1]);
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

    [].slice.call(links).concat([].slice.call(drawn)).forEach(function (link) {
      link.addEventListener("pointerenter", function (e) { if (e.pointerType === "mouse") soon(show, link); });
      link.addEventListener("pointerleave", function (e) { if (e.pointerType === "mouse") soon(hide); });
      link.addEventListener("focus", function () { if (link.matches(":focus-visible") && pointer !== "touch") show(link); });
      link.addEventListener("blur", hide);
      link.addEventListener("keydown", function (e) {
        var step = { ArrowLeft: 0, ArrowRight: 1 }[e.key];
        if (open !== link || step === undefined || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
        step = steps(link)[step];
        if (step) {
          e.preventDefault();
          step();
        }
      });
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
    note.addEventListener("click", function () { if (open) open.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })); });
    document.addEventListener("pointerdown", function (e) {
      pointer = e.pointerType;
      if (open && e.target !== open && !open.contains(e.target) && !note.contains(e.target)) hide();
    }, true);
    document.addEventListener("keydown", function (e) {
      pointer = "";
      if (e.key === "Escape") hide();
    }, true);
    window.addEventListener("hashchange", arrive);
    Planbook.load("_static/occurrences.js", function () {
      if (open) ways();
      arrive();
    });
    window.addEventListener("scroll", place, true);
    window.addEventListener("resize", place);
  },

  /* On the page of the report's text: mark the numerals that are no figures, each with the reason. */
  review: function () {
    var legend = document.querySelector(".review-legend");
    if (!legend) return;
    var label = document.createElement("label"), box = document.createElement("input");
    var article = legend.closest("article");
    label.className = "review-switch";
    box.type = "checkbox";
    label.append(box, "标出不是统计数字的数");
    legend.before(label);
    box.addEventListener("change", function () {
      article.classList.toggle("review", box.checked);
      article.querySelectorAll(".not-figure").forEach(function (numeral) {
        var reason = legend.querySelector("." + Array.prototype.find.call(numeral.classList, function (name) {
          return name.indexOf("reason-") === 0;
        }));
        numeral.title = box.checked ? "不是统计数字：" + reason.textContent : "";
      });
    });
  },

  /* The book's folder as seen from this page; this page in it; a script of the book. */
  root: function () { return document.documentElement.dataset.content_root || "./"; },
  page: function () {
    var root = new URL(Planbook.root(), location.href).pathname;
    return decodeURIComponent(location.pathname.slice(root.length)).replace(/\.html$/, "");
  },
  load: function (file, then) {
    var script = document.createElement("script");
    script.src = Planbook.root() + file;
    script.onload = then;
    document.head.appendChild(script);
  },

  start: function () {
    document.querySelectorAll("table.figure-table").forEach(Planbook.filter);
    Planbook.origins();
    Planbook.review();
    Planbook.scrollable();
    window.addEventListener("resize", Planbook.scrollable);
  },
};

if (Planbook.lacksHan()) document.documentElement.classList.add("needs-han");

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", Planbook.start);
else Planbook.start();
