/* The book's own behaviour: the way from a search into a page, notes under numbers; tables are in explorer.js. */
"use strict";

var Planbook = {
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
      var table = link.closest("table"), keys = !pointer && table && table.roving;
      note.children[2].textContent = pointer === "touch" ? "再点一次，看数据页上的这一行" : keys ? "↑ ↓ 在表内移动" : "";
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

  /* The search comes when its field is first used; its own page has it from the start. Escape closes the suggestions
     before the theme, which listens here too, closes the dialog around them. */
  search: function () {
    window.addEventListener("keydown", function (e) {
      if (e.key !== "Escape" || !e.target.matches || !e.target.matches("[role=combobox][aria-expanded=true]")) return;
      e.stopImmediatePropagation();
      e.preventDefault();
      e.target.dispatchEvent(new Event("cancel"));
    }, true);
    document.addEventListener("focusin", function (e) {
      if (Planbook.find || Planbook.book || !e.target.matches("form.bd-search input")) return;
      Planbook.book = {};
      Planbook.load("searchtext.js", function () {
        Planbook.load("_static/search.js", function () { if (e.target.value) e.target.dispatchEvent(new Event("input")); });
      });
    });
  },

  /* Where a link leads: folds around it open; of a search (?mark=词) the words are marked, the first of them in sight.
     Escape takes the marks away. */
  arrive: function () {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var words = new URLSearchParams(location.search).getAll("mark").map(Planbook.fold).filter(Boolean);
    var article = document.querySelector(".bd-article");
    function unfold(node) {
      for (var fold = node.closest("details"); fold; fold = fold.parentNode.closest("details")) fold.open = true;
    }
    if (target) unfold(target);
    if (!article || !words.length || article.querySelector("mark.searched")) return;
    var texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT), found = [], node;
    while ((node = texts.nextNode())) {
      var parent = node.parentNode, text = Planbook.fold(node.data);
      if (!parent.closest("script, style, svg, button, select") && words.some(function (w) { return text.indexOf(w) !== -1; })) found.push(node);
    }
    found.slice(0, 300).forEach(function (node) {
      for (var at; node; ) {
        var text = Planbook.fold(node.data);
        var hit = words.map(function (w) { return [text.indexOf(w), -w.length]; }).filter(function (one) { return one[0] !== -1; })
          .sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; })[0];
        if (!hit) return;
        at = node.splitText(hit[0]);
        node = at.splitText(-hit[1]);
        var mark = document.createElement("mark");
        mark.className = "searched";
        at.replaceWith(mark);
        mark.append(at);
      }
    });
    var marks = Array.prototype.slice.call(article.querySelectorAll("mark.searched"));
    var first = marks.filter(function (mark) { return !target || target.contains(mark) || target === mark; })[0];
    if (!first) return;
    unfold(first);
    function look() { first.scrollIntoView({ block: "center" }); }
    look();
    if (document.readyState !== "complete") window.addEventListener("load", look);  /* the browser itself goes to the #target */
    document.addEventListener("keydown", function (e) {
      if (e.key === "Escape") marks.forEach(function (mark) { mark.classList.remove("searched"); });
    });
  },

  start: function () {
    Planbook.origins();
    Planbook.review();
    Planbook.search();
    Planbook.arrive();
    window.addEventListener("hashchange", Planbook.arrive);
  },
};

if (Planbook.lacksHan()) document.documentElement.classList.add("needs-han");

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", Planbook.start);
else Planbook.start();
