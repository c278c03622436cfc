/* What a reader can do with a page: large letters, reading aloud, sharing, printing, the choice of colours, a citation to copy.
   Each button is in the page, hidden; it is shown where the browser can do what it says. */
"use strict";

/* The reader's choices, before anything is drawn; a browser that keeps nothing shows the defaults. */
(function (page) {
  function kept(name) { try { return localStorage.getItem(name); } catch (error) { return null; } }
  var usual = page.dataset.theme;
  page.dataset.mode = kept("mode") || usual;
  page.dataset.theme = kept("theme") || usual;
  page.classList.toggle("large", kept("large") === "on");
})(document.documentElement);

(function () {
  /* Large letters stay for the next page where the browser keeps anything. */
  function large(button) {
    var page = document.documentElement;
    function show() { button.setAttribute("aria-pressed", String(page.classList.contains("large"))); }
    button.addEventListener("click", function () {
      var on = page.classList.toggle("large");
      try { localStorage.setItem("large", on ? "on" : "off"); } catch (error) { /* then for this page only */ }
      show();
      window.dispatchEvent(new Event("resize"));
    });
    show();
    return true;
  }

  function print(button) {
    button.addEventListener("click", function () { window.print(); });
    return typeof window.print === "function";
  }

  /* The page from what is on the screen on, piece by piece, by the browser's own voice; a second click ends it. */
  var PIECES = "h1, h2, h3, p, li, caption, figcaption, tr";
  function aloud(button) {
    var voice = window.speechSynthesis, pieces = [], at = -1;
    if (!voice || typeof SpeechSynthesisUtterance === "undefined") return false;

    function readable(piece) {
      var fold = piece.closest("details:not([open])");
      return !piece.querySelector(PIECES) && piece.getClientRects().length && !piece.closest(".page-silent") &&
        (!fold || piece.closest("summary")) && text(piece);
    }
    function text(piece) {
      var copy = piece.cloneNode(true);
      copy.querySelectorAll(".headerlink, .place, [hidden]").forEach(function (node) { node.remove(); });
      if (piece.tagName === "TR") {
        return Array.prototype.map.call(copy.cells, function (cell) { return cell.textContent.trim(); })
          .filter(Boolean).join("，");
      }
      return copy.textContent.replace(/\s+/g, " ").trim();
    }
    function leave() {
      if (pieces[at]) pieces[at].classList.remove("read-aloud");
    }
    function stop() {
      leave();
      pieces = [];
      at = -1;
      voice.cancel();
      button.setAttribute("aria-pressed", "false");
      button.textContent = "朗读";
    }
    function next() {
      leave();
      at += 1;
      var piece = pieces[at];
      if (!piece) { stop(); return; }
      var words = new SpeechSynthesisUtterance(text(piece));
      words.lang = "zh-CN";
      words.onend = function () { if (pieces[at] === piece) next(); };
      words.onerror = function () { if (pieces[at] === piece) stop(); };
      piece.classList.add("read-aloud");
      var box = piece.getBoundingClientRect();
      if (box.top < 60 || box.bottom > window.innerHeight) piece.scrollIntoView({ block: "center" });
      voice.speak(words);
    }
    button.addEventListener("click", function () {
      if (pieces.length) { stop(); return; }
      pieces = Array.prototype.filter.call(document.querySelectorAll(".bd-article :is(" + PIECES + ")"), readable);
      var first = pieces.findIndex(function (piece) { return piece.getBoundingClientRect().bottom > 60; });
      at = (first < 0 ? 0 : first) - 1;
      voice.cancel();
      button.setAttribute("aria-pressed", "true");
      button.textContent = "停止朗读";
      next();
    });
    window.addEventListener("pagehide", function () { if (pieces.length) stop(); });
    return true;
  }

  /* The page's address to the system's own sheet where there is one, else into the clipboard; a file has none. */
  function share(button) {
    var copies = !navigator.share && navigator.clipboard;
    if (!address() || !(navigator.share || copies)) return false;
    if (copies) button.title = "复制链接";
    button.addEventListener("click", function () {
      if (!copies) { navigator.share({ title: document.title, url: location.href }).catch(function () { /* changed their mind */ }); return; }
      copied(button, location.href);
    });
    return true;
  }
  function copied(button, words) {
    navigator.clipboard.writeText(words).then(function () { button.textContent = "已复制"; }, function () {
      button.textContent = "复制不了，请选中后复制";
    });
  }

  var TOOLS = { large: large, print: print, aloud: aloud, share: share };

  /* The colours in force, in words, for who hears the button. */
  function colours(button) {
    function show() {
      var state = button.querySelector('[data-mode="' + document.documentElement.dataset.mode + '"]');
      button.setAttribute("aria-label", "颜色：" + (state ? state.dataset.label : ""));
    }
    new MutationObserver(show).observe(document.documentElement, { attributeFilter: ["data-mode"] });
    show();
    button.hidden = false;
  }

  /* The day and the address, which are the reader's; a button to copy. */
  function day() {
    var now = new Date();
    return [now.getFullYear(), ("0" + (now.getMonth() + 1)).slice(-2), ("0" + now.getDate()).slice(-2)].join("-");
  }
  function address() { return /^http/.test(location.protocol) ? location.href.split("#")[0] : ""; }
  function cite() {
    var box = document.querySelector(".cite");
    if (!box) return;
    var page = box.querySelector('[data-cite="online"]'), report = box.querySelector('[data-cite="report"]');
    var link = report.querySelector(".cite-address"), entry = document.createElement("pre");
    var parts = /^(.+?)\. (.+)\[R(?:\/OL)?\]\. \((\d{4})-(\d\d)/.exec(report.textContent);
    if (parts) {
      entry.className = "citation";
      entry.textContent = ["@techreport{report" + parts[3], "author = {{" + parts[1] + "}}", "title = {{" + parts[2] + "}}",
        "year = {" + parts[3] + "}", "month = {" + Number(parts[4]) + "}"]
        .concat(link ? "url = {" + link.textContent + "}" : []).join(",\n  ") + "\n}";
      report.after(entry);
    }
    page.append(" [" + day() + "]." + (address() ? " " + address() + "." : ""));
    if (link) link.before("[" + day() + "]. ");
    if (navigator.clipboard) box.querySelectorAll(".citation").forEach(copy);
  }
  function copy(entry) {
    var button = document.createElement("button"), words = entry.textContent;
    button.type = "button";
    button.className = "page-tool";
    button.textContent = "复制";
    button.addEventListener("click", function () { copied(button, words); });
    entry.after(button);
  }

  /* The foot of a printed page says where it is from, and when it was printed. */
  function foot() {
    var line = document.querySelector(".print-foot"), words = line && line.textContent;
    if (!line) return;
    window.addEventListener("beforeprint", function () {
      line.textContent = [words, address(), "打印日期 " + day()].filter(Boolean).join("　");
    });
  }

  /* The way past the sidebar leads past these buttons, too. */
  function skip() {
    var link = document.querySelector("#pst-skip-link a"), text = document.querySelector(".bd-article");
    if (!link || !text) return;
    text.id = text.id || "page-text";
    text.tabIndex = -1;
    link.hash = text.id;
  }

  function start() {
    skip();
    document.querySelectorAll("[data-tool]").forEach(function (button) {
      button.hidden = !TOOLS[button.dataset.tool](button);
    });
    document.querySelectorAll(".theme-switch-button").forEach(colours);
    cite();
    foot();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
