/* Long tables: filter by words and by facts, sort, sum, download, share. Without this script they are plain tables.

   A row's facts are words with a class (fact-sector, strength, verdict …), its values `data-value` on a cell: the
   number in the base unit, that unit and, where it may be added, what it is the investment of (book/tables.py).
   What is chosen stands in the address: #table?q=风电&行业=储能,风电&sort=总投资-. */
"use strict";

Planbook.explorer = {
  FACTS: {
    chapter: "章", verdict: "结论", period: "时期", standing: "口径", sector: "行业", stage: "阶段", strength: "力度",
    mark: "标注", planned: "下年",
  },
  SELECTORS: { strength: ".strength, .fact-strength", verdict: ".verdict" },
  AMOUNTS: [["1000万元", 1e7], ["1亿元", 1e8], ["10亿元", 1e9], ["100亿元", 1e10]],
  MANY: 100,  /* rows, from which on only the first ones are shown until asked */
  FIRST: 50,
  FEW: 20,  /* rows, below which the bar is folded */
  LINKS: 5,  /* of a table, beyond which they are one stop of the Tab key */
  MOST: 20,  /* chips of one kind, beyond which words that stand once have none */
  ORDINALS: "一二三四五六七八九",

  text: function (node) { return node.textContent.replace(/[\s\u2007\u2008\u3000]+/g, " ").trim(); },

  /* [number, unit, what it may be added for] of a cell; of a cell without value the number that its text begins with. */
  value: function (cell) {
    var parts = (cell.dataset.value || "").split(" ");
    if (parts.length > 1) return [Number(parts[0]), parts[1], parts[2] || ""];
    var number = /^[^\d\u2212-]{0,4}([\u2212-]?\d[\d,]*(?:\.\d+)?)(?!\d*[年])/.exec(Planbook.fold(this.text(cell)));
    return number ? [Number(number[1].replace("\u2212", "-").replace(/,/g, "")), "", ""] : null;
  },

  /* A cell's key as text: digits by value, Chinese ordinals as digits (第二部分（一）第3段). */
  key: function (cell) {
    var ordinals = this.ORDINALS;
    return this.text(cell).replace(/[一二三四五六七八九](?=部分|）)/g, function (c) { return ordinals.indexOf(c) + 1; });
  },

  facts: function (row) {
    var facts = {}, own = this;
    Object.keys(this.FACTS).forEach(function (name) {
      var words = Array.prototype.map.call(
        row.querySelectorAll(own.SELECTORS[name] || ".fact-" + name), function (node) { return own.text(node); }
      );
      if (words.length) facts[own.FACTS[name]] = words;
    });
    var sums = Array.prototype.map.call(row.querySelectorAll("[data-value]"), function (cell) { return own.value(cell); })
      .filter(function (value) { return value[1] === "元"; });
    if (sums.length) {
      var most = Math.max.apply(null, sums.map(function (value) { return value[0]; }));
      facts["金额"] = this.AMOUNTS.filter(function (amount) { return most >= amount[1]; })
        .map(function (amount) { return "\u2265" + amount[0]; });
    }
    return facts;
  },

  /* One explorer: rows (of one table, of several, items of a list), with a bar before `place`. */
  make: function (id, label, rows, place, counter) {
    var own = this, chosen = {}, words = [], sort = null, whole = rows.length <= own.MANY, panel = element("div", "explorer-bar");
    var tables = rows.map(function (row) { return row.closest("table"); }).filter(function (t, i, all) { return t && all.indexOf(t) === i; });
    var known = rows.map(function (row, at) {
      return { row: row, at: at, text: Planbook.fold(row.textContent), facts: own.facts(row) };
    });
    var input = element("input"), output = element("output"), more = button("", function () { whole = true; show(); });
    panel.setAttribute("role", "search");
    panel.setAttribute("aria-label", "筛选" + label);
    input.type = "search";
    input.autocomplete = "off";
    input.spellcheck = false;
    input.placeholder = "输入名称、年份或数字";
    input.setAttribute("aria-label", "筛选" + label);
    input.addEventListener("input", function () { words = Planbook.fold(input.value).split(/\s+/).filter(Boolean); changed(); });
    var fold = rows.length < own.FEW ? panel.appendChild(element("details")) : null, bar = fold || panel;
    if (fold) {
      panel.classList.add("folded");
      fold.appendChild(element("summary")).textContent = "筛选、下载";
    }
    var line = bar.appendChild(element("div", "explorer-line"));
    line.append(input, output, button("下载所示各行（CSV）", function () { own.save(label, shown()); }));
    var groups = chips();
    more.className = "explorer-more";

    function element(name, css) {
      var made = document.createElement(name);
      if (css) made.className = css;
      return made;
    }
    function button(text, act) {
      var made = element("button");
      made.type = "button";
      made.textContent = text;
      made.addEventListener("click", act);
      return made;
    }

    /* Facts that tell rows apart, each word a button; a group is one stop of the Tab key, arrow keys move in it. */
    function chips() {
      var box = element(fold ? "div" : "details"), found = [];
      if (!fold) {
        box.appendChild(element("summary")).textContent = "筛选条件";
        box.open = window.innerWidth > 600;
      }
      Object.values(own.FACTS).concat("金额").forEach(function (name) {
        var counts = {};
        known.forEach(function (one) {
          (one.facts[name] || []).forEach(function (word, i, all) { if (all.indexOf(word) === i) counts[word] = (counts[word] || 0) + 1; });
        });
        var all = Object.keys(counts).filter(function (word) { return counts[word] < rows.length; });
        if (all.length > own.MOST) all = all.filter(function (word) { return counts[word] > 1; });
        if (!all.length) return;
        if (name === "金额") all.sort(function (a, b) { return counts[b] - counts[a]; });
        var group = box.appendChild(element("div", "explorer-group")), title = group.appendChild(element("span"));
        group.setAttribute("role", "group");
        group.setAttribute("aria-label", name);
        title.textContent = name;
        chosen[name] = [];
        all.forEach(function (word, i) {
          var chip = group.appendChild(button(word + " ", function () {
            var at = chosen[name].indexOf(word);
            if (at === -1) chosen[name].push(word);
            else chosen[name].splice(at, 1);
            changed();
          }));
          chip.appendChild(element("small")).textContent = counts[word];
          chip.dataset.word = word;
          chip.tabIndex = i ? -1 : 0;
          chip.addEventListener("focus", function () {
            group.querySelectorAll("button").forEach(function (one) { one.tabIndex = one === chip ? 0 : -1; });
          });
        });
        group.addEventListener("keydown", function (e) {
          var step = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[e.key];
          var next = step && document.activeElement[step];
          if (next && next.tagName === "BUTTON") { e.preventDefault(); next.focus(); }
        });
        found.push([name, group]);
      });
      if (found.length) bar.appendChild(box);
      return found;
    }

    function hits() {
      return known.filter(function (one) {
        return words.every(function (word) { return one.text.indexOf(word) !== -1; }) && Object.keys(chosen).every(function (name) {
          return !chosen[name].length || chosen[name].some(function (word) { return (one.facts[name] || []).indexOf(word) !== -1; });
        });
      });
    }
    function shown() { return hits().map(function (one) { return one.row; }).sort(function (a, b) { return a.compareDocumentPosition(b) & 4 ? -1 : 1; }); }

    function show() {
      var kept = hits(), filtered = kept.length < known.length || words.length, left = 0, order = shown();
      known.forEach(function (one) { one.row.hidden = true; one.row.classList.remove("later"); });
      order.forEach(function (row, i) {
        row.hidden = false;
        if (!whole && i >= own.FIRST) { row.classList.add("later"); left += 1; }
      });
      tables.forEach(function (table) {
        (table.closest(".pst-scrollable-table-container") || table).hidden = tables.length > 1 && !table.querySelector("tbody tr:not([hidden])");
        own.stop(table);
      });
      groups.forEach(function (each) {
        each[1].querySelectorAll("button").forEach(function (chip) {
          chip.setAttribute("aria-pressed", chosen[each[0]].indexOf(chip.dataset.word) !== -1);
        });
      });
      output.textContent = "共 " + known.length + counter + (filtered ? "，显示 " + kept.length + counter : "") + own.sum(kept);
      more.textContent = "再显示 " + left + counter;
      more.hidden = !left;
    }

    /* The state in the address, so that a link can be shared. */
    function changed() {
      var state = [];
      if (input.value.trim()) state.push("q=" + encodeURIComponent(input.value.trim()));
      Object.keys(chosen).forEach(function (name) {
        if (chosen[name].length) state.push(name + "=" + chosen[name].map(encodeURIComponent).join(","));
      });
      if (sort) state.push("sort=" + encodeURIComponent(sort[0]) + (sort[1] < 0 ? "-" : ""));
      history.replaceState(null, "", state.length ? "#" + id + "?" + state.join("&") : location.pathname + location.search);
      show();
    }
    function clear() {
      input.value = "";
      words = [];
      Object.keys(chosen).forEach(function (name) { chosen[name] = []; });
    }
    function arrive() {
      var hash = location.hash.slice(1), at = hash.indexOf("?");
      if (at !== -1 && decodeURIComponent(hash.slice(0, at)) === id) {
        clear();
        hash.slice(at + 1).split("&").forEach(function (part) {
          var name = decodeURIComponent(part.split("=")[0]), value = part.slice(part.indexOf("=") + 1);
          if (name === "q") { input.value = decodeURIComponent(value); words = Planbook.fold(input.value).split(/\s+/).filter(Boolean); }
          else if (name === "sort") order(decodeURIComponent(value.replace(/-$/, "")), /-$/.test(value) ? -1 : 1);
          else if (chosen[name]) chosen[name] = value.split(",").map(decodeURIComponent);
        });
        if (fold) fold.open = true;
        show();
        panel.scrollIntoView();
      } else if (hash && at === -1) {
        var target = document.getElementById(decodeURIComponent(hash)), row = target && target.closest("tr, li");
        if (row && rows.indexOf(row) !== -1 && (row.hidden || row.classList.contains("later"))) {
          clear();
          whole = true;
          show();
          target.scrollIntoView();
        }
      }
    }

    /* Sort all tables by the column of this head; 0: as in the book. */
    function order(head, direction) {
      sort = direction ? [head, direction] : null;
      tables.forEach(function (table) {
        var heads = Array.prototype.slice.call(table.querySelectorAll("thead th"));
        var column = heads.findIndex(function (th) { return own.text(th) === head; });
        heads.forEach(function (th, i) {
          if (sort && i === column) th.setAttribute("aria-sort", direction < 0 ? "descending" : "ascending");
          else th.removeAttribute("aria-sort");
        });
        if (column === -1) return;
        var body = table.querySelector("tbody");
        var keyed = known.filter(function (one) { return one.row.parentNode === body; }).map(function (one) {
          var cell = one.row.cells[column], text = own.key(cell);
          return { one: one, text: text === "—" ? "" : text, value: own.value(cell) };
        });
        var numeric = own.numeric(table, column);
        keyed.sort(function (a, b) { return sort && compare(a, b, numeric, direction) || a.one.at - b.one.at; });
        keyed.forEach(function (each) { body.appendChild(each.one.row); });
      });
    }
    function compare(a, b, numeric, direction) {
      if (!a.text || !b.text) return !a.text - !b.text;  /* what is not known comes last either way */
      if (!numeric) return direction * a.text.localeCompare(b.text, "zh", { numeric: true });
      if (!a.value || !b.value) return !a.value - !b.value;
      return a.value[1] === b.value[1] ? direction * (a.value[0] - b.value[0]) : a.value[1] < b.value[1] ? -1 : 1;
    }

    tables.filter(function (table) { return table.classList.contains("explorer"); }).forEach(function (table) {
      table.querySelectorAll("thead th").forEach(function (th, column) {
        var head = own.text(th), press = button("", function () {
          var now = th.getAttribute("aria-sort"), first = own.numeric(table, column) ? -1 : 1;
          order(head, !now ? first : (now === "descending") === (first < 0) ? -first : 0);
          changed();
        });
        press.append.apply(press, th.childNodes);
        press.className = "explorer-sort";
        th.appendChild(press);
      });
      table.classList.add("sortable");
    });
    place.parentNode.insertBefore(panel, place);
    var last = rows[rows.length - 1].closest(".pst-scrollable-table-container, ul");
    last.parentNode.insertBefore(more, last.nextSibling);
    window.addEventListener("hashchange", arrive);
    show();
    arrive();
  },

  /* Whether most cells of a column are numbers: such a column sorts by value, the largest first. */
  numeric: function (table, column) {
    var own = this, cells = Array.prototype.map.call(table.tBodies[0].rows, function (row) { return row.cells[column]; })
      .filter(function (cell) { return own.text(cell) !== "—"; });
    return cells.filter(function (cell) { return cell.dataset.value || /^[^\d]{0,4}\d/.test(own.text(cell)) && own.value(cell); }).length > cells.length / 2;
  },

  /* What the rows add up to, where adding is allowed: each value the exact investment of another named project, all of
     one kind. */
  sum: function (known) {
    var own = this, cells = [], heads = {}, seen = {}, total = 0;
    known.forEach(function (one) {
      var table = one.row.closest("table");
      Array.prototype.forEach.call(table ? one.row.cells : [], function (cell, i) {
        var each = { head: own.text(table.tHead.rows[0].cells[i]), value: cell.dataset.value && own.value(cell), text: own.text(cell) };
        cells.push(each);
        if (each.value && each.value[2]) heads[each.head] = true;
      });
    });
    if (Object.keys(heads).length !== 1) return "";
    cells = cells.filter(function (each) { return heads[each.head] && each.text && each.text !== "—" && !(each.value && each.value[1] !== "元"); });
    var kind = cells[0].value && cells[0].value[2].split("/")[0];
    var adds = cells.length > 1 && cells.every(function (each) {
      var of = each.value && each.value[2], again = seen[of];
      seen[of] = true;
      total += of ? Math.round(each.value[0] * 100) : 0;
      return of && !again && of.split("/")[0] === kind;
    });
    if (!adds) return "";
    var amount = total / 100, unit = amount >= 1e8 ? 1e8 : amount >= 1e4 ? 1e4 : 1;
    return "；" + cells.length + " 个项目的总投资合计 " + Number((amount / unit).toFixed(8)) + { 1e8: "亿元", 1e4: "万元", 1: "元" }[unit] + "*";
  },

  /* Rows as CSV: a byte order mark, by which Excel and WPS know UTF-8; nothing that they would take for a formula. */
  csv: function (rows) {
    var own = this, heads = [], lines = rows.map(function (row) {
      var line = {}, table = row.closest("table"), id = row.querySelector("[id]");
      function put(head, text) {
        if (heads.indexOf(head) === -1) heads.push(head);
        line[head] = text;
      }
      if (table) Array.prototype.forEach.call(row.cells, function (cell, i) {
        var head = own.text(table.tHead.rows[0].cells[i]), value = cell.dataset.value && own.value(cell);
        put(head, own.text(cell) === "—" ? "" : own.text(cell));
        if (value) { put(head + "：数值", String(value[0])); put(head + "：单位", value[1]); }
      });
      else put("内容", own.text(row));
      if (id) put("编号", id.id.replace(/^(fig|der|task)-/, ""));
      return line;
    });
    function quoted(text) {
      text = text || "";
      if (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = "'" + text;
      return '"' + text.replace(/"/g, '""') + '"';
    }
    return "\ufeff" + [heads].concat(lines.map(function (line) { return heads.map(function (head) { return line[head]; }); }))
      .map(function (cells) { return cells.map(quoted).join(","); }).join("\r\n") + "\r\n";
  },
  save: function (label, rows) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.csv(rows)], { type: "text/csv" }));
    link.download = label + ".csv";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  },

  /* A table that is wider than its place shows its rows as cards, each value with its head; what then still scrolls
     can be reached by keyboard. A head may stick to the window where nothing scrolls. */
  fit: function () {
    var tables = Array.prototype.map.call(document.querySelectorAll(".bd-article table.table"), function (table) {
      return { table: table, box: table.closest(".pst-scrollable-table-container") };
    }).filter(function (each) { return each.box; });
    function wide(each) { return each.box.scrollWidth > each.box.clientWidth + 1; }
    tables.forEach(function (each) { each.table.classList.remove("stacked"); each.box.classList.remove("fits"); });
    tables.filter(wide).forEach(function (each) { Planbook.explorer.label(each.table); each.stacked = true; });
    tables.forEach(function (each) { if (each.stacked) each.table.classList.add("stacked"); });
    tables.forEach(function (each) { each.wide = wide(each); });
    tables.forEach(function (each) {
      each.box.classList.toggle("fits", !each.wide);
      if (each.wide) {
        each.box.tabIndex = 0;
        each.box.setAttribute("role", "region");
        each.box.setAttribute("aria-label", Planbook.caption(each.table) + "，可左右滚动");
      } else ["tabindex", "role", "aria-label"].forEach(function (name) { each.box.removeAttribute(name); });
    });
  },
  label: function (table) {
    var own = this, heads = table.tHead ? Array.prototype.map.call(table.tHead.rows[0].cells, function (th) { return own.text(th); }) : [];
    Array.prototype.forEach.call(table.tBodies, function (body) {
      Array.prototype.forEach.call(body.rows, function (row) {
        Array.prototype.forEach.call(row.cells, function (cell, i) {
          if (cell.tagName === "TD") cell.dataset.head = heads[i] || "";
          cell.classList.toggle("none", own.text(cell) === "—");
        });
      });
    });
  },

  /* The links of a table are one stop of the Tab key; arrow keys move among them: up and down by rows, left and right in
     a row, Home and End to the first and last. */
  links: function (row) {
    return row.hidden || row.classList.contains("later") ? [] : Array.prototype.slice.call(row.querySelectorAll("a[href]"));
  },
  stop: function (table, link) {
    var own = this, all = [];
    if (!table.roving) return;
    Array.prototype.forEach.call(table.tBodies[0].rows, function (row) { all = all.concat(own.links(row)); });
    var chosen = link || all.filter(function (each) { return each.tabIndex === 0; })[0] || all[0];
    table.querySelectorAll("tbody a[href]").forEach(function (each) { each.tabIndex = each === chosen ? 0 : -1; });
  },
  rove: function (table) {
    var own = this;
    if (!table.tBodies.length || table.tBodies[0].querySelectorAll("a[href]").length <= own.LINKS) return;
    table.roving = true;
    own.stop(table);
    table.addEventListener("focusin", function (e) { if (e.target.matches("tbody a[href]")) own.stop(table, e.target); });
    table.addEventListener("keydown", function (e) {
      var row = e.target.closest("tbody tr");
      if (!row || e.target.tagName !== "A" || e.defaultPrevented || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
      var rows = Array.prototype.map.call(table.tBodies[0].rows, own.links).filter(function (links) { return links.length; });
      var at = rows.findIndex(function (links) { return links.indexOf(e.target) !== -1; }), last = rows[rows.length - 1];
      var column = rows[at].indexOf(e.target);
      function near(links) { return links && links[Math.min(column, links.length - 1)]; }
      var next = {
        ArrowUp: near(rows[at - 1]), ArrowDown: near(rows[at + 1]), ArrowLeft: rows[at][column - 1], ArrowRight: rows[at][column + 1],
        Home: rows[0][0], End: last[last.length - 1],
      }[e.key];
      if (next) { e.preventDefault(); next.focus(); }
    });
  },

  start: function () {
    var own = Planbook.explorer, tasks = [], findings = [];
    document.querySelectorAll("table.explorer:not(.tasks)").forEach(function (table) {
      var place = table.closest(".pst-scrollable-table-container") || table;
      own.make(table.id || "table", Planbook.caption(table), Array.prototype.slice.call(table.tBodies[0].rows), place, " 行");
    });
    document.querySelectorAll("[id^=task-]").forEach(function (target) { tasks.push(target.closest("tr, li")); });
    document.querySelectorAll("ul.findings > li").forEach(function (item) { findings.push(item); });
    [["tasks", "任务", tasks, " 项"], ["findings", "核对", findings, " 条"]].forEach(function (each) {
      var rows = each[2].filter(Boolean);
      if (rows.length < 10) return;
      var section = rows[0].closest("section"), box = rows[0].closest(".pst-scrollable-table-container, ul");
      own.make(each[0], each[1], rows, /-tasks-/.test(section.id) ? section : box, each[3]);
    });
    document.querySelectorAll(".bd-article table.table").forEach(function (table) { own.rove(table); });
    own.fit();
    window.addEventListener("resize", own.fit);
    document.addEventListener("toggle", own.fit, true);  /* a fold that opens */
  },
};

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", Planbook.explorer.start);
else Planbook.explorer.start();
