/* The menu of each picture: PNG, SVG, CSV, copy link, copy citation. All is made here, from what stands in the page:
   it works from `file://`, and without this script nothing is missing that can be read. */
"use strict";

Planbook.pictures = function () {
  var FAMILY = '"Planbook Han", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';
  var PAPER = "#FFFFFF", INK = "#222222", MUTED = "#595959", EDGE = 24;

  function words(figure, name) {
    var element = figure.querySelector(name);
    return element ? element.textContent.replace(/\s+/g, " ").trim() : "";
  }
  function number(figure) { return words(figure, ".caption-number"); }
  function title(figure) { return words(figure, ".caption-text"); }
  function book() { return words(document, ".navbar-brand .logo__title") || document.title; }
  function address(figure) { return location.href.split("#")[0] + "#" + figure.id; }

  /* A line of text as lines of at most `most` Chinese characters. */
  function cut(text, most) {
    var lines = [], line = "", room = 0;
    Array.from(text).forEach(function (char) {
      var wide = /[\u2e80-\u9fff\uff00-\uffee]/.test(char) ? 1 : 0.55;
      if (room + wide > most && !/[，。、；：）”》]/.test(char)) {
        lines.push(line);
        line = "";
        room = 0;
      }
      line += char;
      room += wide;
    });
    return line ? lines.concat(line) : lines;
  }

  /* The drawing for a column of text, with its title above and note and source below, as an element of its own. */
  function whole(figure) {
    var drawing = figure.querySelector(".planbook-picture"), box = drawing.viewBox.baseVal;
    var svg = document.createElementNS(drawing.namespaceURI, "svg"), at = EDGE;
    var inner = document.createElementNS(drawing.namespaceURI, "g");
    function line(text, size, color, weight) {
      var element = document.createElementNS(drawing.namespaceURI, "text");
      at += size * 1.4;
      element.setAttribute("x", EDGE);
      element.setAttribute("y", at - size * 0.35);
      element.setAttribute("font-size", size);
      element.setAttribute("fill", color);
      if (weight) element.setAttribute("font-weight", weight);
      element.textContent = text;
      svg.appendChild(element);
    }
    cut(number(figure) + " " + title(figure), box.width / 19).forEach(function (text) { line(text, 19, INK, 700); });
    cut(words(figure, "p.subtitle"), box.width / 13.5).forEach(function (text) { line(text, 13.5, MUTED); });
    at += 8;
    inner.setAttribute("transform", "translate(" + EDGE + " " + at + ")");
    drawing.querySelectorAll(":scope > rect:first-child ~ *").forEach(function (part) { inner.appendChild(part.cloneNode(true)); });
    inner.querySelectorAll("a").forEach(function (link) { link.replaceWith.apply(link, link.childNodes); });
    inner.querySelectorAll("title").forEach(function (tip) { tip.remove(); });
    at += box.height + 6;
    [words(figure, "p.note"), book()].filter(Boolean).forEach(function (text) {
      cut(text, box.width / 13.5).forEach(function (part) { line(part, 13.5, MUTED); });
    });
    svg.appendChild(inner);
    svg.setAttribute("xmlns", drawing.namespaceURI);
    svg.setAttribute("viewBox", "0 0 " + (box.width + 2 * EDGE) + " " + (at + EDGE));
    svg.setAttribute("width", box.width + 2 * EDGE);
    svg.setAttribute("height", at + EDGE);
    svg.setAttribute("font-family", FAMILY);
    svg.setAttribute("font-size", drawing.getAttribute("font-size"));
    svg.setAttribute("fill", INK);
    svg.insertAdjacentHTML("afterbegin", '<rect width="100%" height="100%" fill="' + PAPER + '"/>');
    return svg;
  }

  /* The same on a canvas, element by element: an image of SVG could not use the page's font. */
  function painted(figure, scale) {
    var svg = whole(figure), box = svg.viewBox.baseVal, canvas = document.createElement("canvas");
    var pen = canvas.getContext("2d"), base = svg.getAttribute("font-size");
    function value(element, name) { return parseFloat(element.getAttribute(name)) || 0; }
    function inherited(element, name) { return element.getAttribute(name) || svg.getAttribute(name); }
    canvas.width = box.width * scale;
    canvas.height = box.height * scale;
    pen.scale(scale, scale);
    svg.querySelectorAll("rect, path, circle, text").forEach(function (element) {
      var moved = /translate\(([\d.]+) ([\d.]+)\)/.exec(element.parentNode.getAttribute("transform") || "");
      var fill = inherited(element, "fill"), stroke = element.getAttribute("stroke"), shape = new Path2D();
      pen.save();
      if (moved) pen.translate(+moved[1], +moved[2]);
      pen.fillStyle = fill === "none" ? "transparent" : fill;
      if (element.localName === "text") {
        pen.font = (element.getAttribute("font-weight") || 400) + " " + (element.getAttribute("font-size") || base) + "px " + FAMILY;
        pen.textAlign = { middle: "center", end: "right" }[element.getAttribute("text-anchor")] || "left";
        pen.translate(value(element, "x"), value(element, "y"));
        var long = value(element, "textLength"), own = pen.measureText(element.textContent).width;
        if (long && own) pen.scale(long / own, 1);
        pen.fillText(element.textContent, 0, 0);
      } else {
        if (element.localName === "circle") shape.arc(value(element, "cx"), value(element, "cy"), value(element, "r"), 0, 2 * Math.PI);
        else if (element.localName === "rect") shape.rect(0, 0, box.width, box.height);
        else shape = new Path2D(element.getAttribute("d"));
        pen.fill(shape);
        if (stroke) {
          pen.strokeStyle = stroke;
          pen.lineWidth = value(element, "stroke-width");
          pen.setLineDash((element.getAttribute("stroke-dasharray") || "").split(" ").filter(Boolean).map(Number));
          pen.stroke(shape);
        }
      }
      pen.restore();
    });
    return canvas;
  }

  /* The table behind the picture: the first one in a fold after it, its unit at the heads of its numbers. */
  function rows(figure) {
    for (var next = figure.nextElementSibling; next && next.localName !== "figure"; next = next.nextElementSibling) {
      var table = next.matches("details") && next.querySelector("table");
      if (!table) continue;
      var unit = words(next, ".table-unit").replace("单位：", "");
      return Array.from(table.rows).map(function (row, line) {
        return Array.from(row.cells).map(function (cell, column) {
          var text = cell.textContent.replace(/\s+/g, " ").trim();
          return unit && !line && column && text.indexOf("（") === -1 && text !== "口径" ? text + "（" + unit + "）" : text;
        });
      });
    }
    return [];
  }
  function csv(figure) {
    return "\ufeff" + rows(figure).map(function (row) {
      return row.map(function (cell) { return /[",\n]/.test(cell) ? '"' + cell.replace(/"/g, '""') + '"' : cell; }).join(",");
    }).join("\r\n") + "\r\n";
  }

  function save(blob, figure, ending) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = (number(figure) + " " + title(figure)).trim().replace(/[\\/:*?"<>|]/g, "_") + "." + ending;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }
  /* Without the Clipboard API too: it is missing on plain http. */
  function copy(text) {
    var box = document.createElement("textarea");
    box.value = text;
    box.style.position = "fixed";
    document.body.appendChild(box);
    box.select();
    var done = document.execCommand("copy");
    box.remove();
    return done;
  }
  function citation(figure) {
    var now = new Date(), day = now.getFullYear() + "-" + ("0" + (now.getMonth() + 1)).slice(-2) + "-" + ("0" + now.getDate()).slice(-2);
    return book() + "：" + number(figure) + " " + title(figure) + "[EB/OL]. [" + day + "]. " + address(figure) + ".";
  }

  var ITEMS = [
    ["PNG 图片", function (figure) { painted(figure, 2).toBlob(function (blob) { save(blob, figure, "png"); }); }],
    ["SVG 矢量图", function (figure) {
      save(new Blob([new XMLSerializer().serializeToString(whole(figure))], { type: "image/svg+xml" }), figure, "svg");
    }],
    ["CSV 数据", function (figure) { save(new Blob([csv(figure)], { type: "text/csv" }), figure, "csv"); }],
    ["复制链接", function (figure) { return copy(address(figure)); }],
    ["复制引用", function (figure) { return copy(citation(figure)); }],
  ];

  document.querySelectorAll("figure.exhibit").forEach(function (figure) {
    if (!figure.querySelector("svg.planbook-picture")) return;
    var menu = document.createElement("details"), head = document.createElement("summary"), list = document.createElement("div");
    menu.className = "picture-menu";
    head.textContent = "下载、引用";
    head.setAttribute("aria-label", "下载、引用" + number(figure));
    ITEMS.forEach(function (item) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = item[0];
      if (item[0].indexOf("CSV") === 0 && !rows(figure).length) return;
      button.addEventListener("click", function () {
        if (item[1](figure) === true) {
          button.textContent = "已复制";
          setTimeout(function () { button.textContent = item[0]; menu.open = false; }, 1200);
        } else menu.open = false;
      });
      list.appendChild(button);
    });
    menu.append(head, list);
    menu.addEventListener("keydown", function (e) {
      if (e.key !== "Escape" || !menu.open) return;
      menu.open = false;
      head.focus();
    });
    menu.addEventListener("focusout", function (e) { if (e.relatedTarget && !menu.contains(e.relatedTarget)) menu.open = false; });
    document.addEventListener("pointerdown", function (e) { if (!menu.contains(e.target)) menu.open = false; });
    figure.appendChild(menu);
  });
};

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", Planbook.pictures);
else Planbook.pictures();
