/* Search: what is asked is cut into known names, years, amounts and words such as 目标 or 增速; the figures that answer it
   come first, then what the pages say. Everything is in searchtext.js (see book/search.py), so it works from file://. */
"use strict";

(function () {
  var book = Object.assign({ pages: {}, years: ["", ""], units: {}, figures: [], unlisted: [], county: "" }, Planbook.book);
  var WANTS = {
    target: ["目标", "预期目标", "计划目标", "目标值", "计划", "预期"],
    growth: ["增速", "增长", "增长率", "增长速度", "增幅", "涨幅", "同比", "同比增长"],
    rank: ["排名", "位次", "名次", "排第几", "第几名", "第几"],
    actual: ["完成", "完成情况", "实绩", "实际", "达到", "实现"],
    project: ["项目", "工程"],
    planned: ["今年", "本年", "本年度"],
    reviewed: ["去年", "上年", "上年度"],
  };
  var IDLE = ("的 了 吗 呢 是 与 和 及 以及 有关 相关 关于 多少 是多少 有多少 哪些 哪个 哪几个 有哪些 几个 什么 是什么 怎么样 怎样 如何 请问 " +
    "全县 本县 我县 我们县 县里 报告 报告里 报告中 书里 数字 数据 情况 一共 总共 名单 为什么 查询 查").split(" ");
  /* Short forms that no county's tables need to say. */
  var SAME = [
    ["经济技术开发区", "经济开发区", "经开区", "开发区"], ["高新技术产业开发区", "高新区"],
    ["医疗保险", "医保"], ["社会保险", "社保"], ["养老保险", "养老"], ["规模以上", "规上"], ["限额以上", "限上"],
    ["增加值", "附加值"], ["住房", "房屋"], ["公共预算", "财政"], ["高速公路", "高速"], ["卫生间", "厕所"],
    ["生猪", "养猪", "猪"], ["肉牛", "养牛", "牛"], ["肉羊", "养羊", "羊"], ["家禽", "养鸡", "鸡"],
    ["对不上", "不一致", "不相符", "矛盾", "错误", "差错", "出入"], ["核对", "检查"],
  ];
  var COMPARE = {
    "超过": "gt", "超": "gt", "大于": "gt", "高于": "gt", "多于": "gt", ">": "gt",
    "不少于": "ge", "不低于": "ge", "至少": "ge", "达到": "ge", "≥": "ge", ">=": "ge",
    "不到": "lt", "不足": "lt", "低于": "lt", "小于": "lt", "少于": "lt", "<": "lt",
    "不超过": "le", "≤": "le", "<=": "le", "以上": "ge", "及以上": "ge", "以下": "le", "以内": "le", "": "eq",
  };
  var WORDS = { eq: "", gt: "超过", ge: "不少于", lt: "少于", le: "不超过" };
  var DIGITS = "零一二三四五六七八九";

  function key(text) { return Planbook.fold(text).replace(/\s+/g, ""); }
  function escaped(text) { return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); }
  function either(words) {
    return words.slice().sort(function (a, b) { return b.length - a.length; }).map(escaped).join("|");
  }
  function unique(list) { return list.filter(function (one, i) { return list.indexOf(one) === i; }); }

  /* 1. What is known: every figure with the names that it goes by; the names are the words that a question is cut at. */
  var known = new Set(), unlisted = {};
  var figures = book.figures.map(function (row) {
    var indicator = row[1] < 0 ? null : book.indicators[row[1]], project = row[3] < 0 ? ["", ""] : book.projects[row[3]];
    var names = indicator ? indicator[0].split(";") : [row[2]];
    var part = indicator ? row[2] || project[0] : "";
    var figure = {
      anchor: row[0], item: row[2], project: project[0], measure: row[4], period: row[5], standing: row[6], shown: row[7],
      place: row[8], note: row[9], value: row[10], unit: row[11], bound: row[12], derived: !indicator, names: names,
      title: part && part !== names[0] ? names[0] + "（" + part + "）" : names[0],
    };
    figure.subject = row.slice(1, 4).join("|");
    figure.main = indicator ? indicator[2] : 0;
    figure.planned = figure.period.indexOf(book.years[1]) !== -1;
    figure.fields = names.map(function (name, i) { return [key(name), figure.derived ? 0.96 : i ? 0.997 : 1]; });
    figure.fields.push([key(figure.title), figure.derived ? 0.96 : 0.999], [key(row[2]), figure.derived ? 0.96 : 0.99], [key(project[0]), 0.99], [key(project[1]), 0.6],
      [key(indicator ? indicator[1] : ""), 0.2], [key(row[9]), 0.35], [row[4] === "位次" ? key(row[7]) : "", 0.6]);
    names.concat(figure.title, row[2], project[0], project[1]).forEach(function (name) {
      if (key(name).length > 1) known.add(key(name));
    });
    return figure;
  });
  var exact = {};
  figures.forEach(function (figure) {
    figure.fields.forEach(function (field) { if (field[1] > 0.9) exact[field[0]] = true; });
  });
  book.unlisted.forEach(function (names) {
    names.split(";").forEach(function (name) {
      if (!unlisted[key(name)]) unlisted[key(name)] = names.split(";")[0];
      known.add(key(name));
    });
  });
  SAME.forEach(function (group) { group.forEach(function (word) { known.add(word); }); });
  var longest = Math.max.apply(null, [1].concat(Array.from(known, function (name) { return name.length; })));
  var units = Object.keys(book.units);
  var amountAt = new RegExp("^(" + either(Object.keys(COMPARE).filter(Boolean)) + ")?\\s*(\\d+(?:\\.\\d+)?|[" + DIGITS +
    "两十百千]+)\\s*(" + either(units.concat("亿", "万")) + ")(及?以上|以下|以内)?");
  var intents = {};
  Object.keys(WANTS).forEach(function (want) { WANTS[want].forEach(function (word) { intents[word] = want; }); });
  if (book.county) IDLE.push(book.county, book.county.slice(0, -1));
  var spoken = Object.keys(intents).concat(IDLE);
  var spokenAt = new RegExp("^(?:" + either(spoken) + ")");

  /* 二十五 → 25; digits as they are. */
  function number(text) {
    if (/\d/.test(text)) return Number(text);
    var sum = 0, last = 0;
    text.replace("两", "二").split("").forEach(function (sign) {
      var times = { 十: 10, 百: 100, 千: 1000 }[sign];
      if (times) { sum += (last || 1) * times; last = 0; } else last = DIGITS.indexOf(sign);
    });
    return sum + last;
  }
  function amount(match) {
    var unit = match[3], digits = number(match[2]);
    if (/^[^\d]/.test(match[2]) && !match[1] && !/^[亿万]|元$/.test(unit)) return null;  /* 三次, 两个 are words */
    if (unit === "亿" || unit === "万") unit = book.units[unit + "元"] ? unit + "元" : "";
    if (!unit) return null;
    return {
      op: COMPARE[match[4] || match[1] || ""], base: book.units[unit][0], value: digits * book.units[unit][1],
      shown: digits + unit, source: match[0],
    };
  }

  /* 2. A question → {pieces, wants, years, amount}; a piece is a word that a name or a text must hold. */
  function parse(question) {
    var text = Planbook.fold(question).replace(/(\d),(?=\d{3})/g, "$1").trim(), rest = "";
    var asked = { pieces: [], wants: {}, years: [], amount: null, text: text };
    function piece(word, isNumber) {
      if (!word) return;
      var forms = [word];
      SAME.forEach(function (group) {
        var has = group.filter(function (one) { return word.indexOf(one) !== -1; })[0];
        if (has) group.forEach(function (one) { forms.push(word.replace(has, one)); });
      });
      asked.pieces.push({ text: word, forms: unique(forms), number: isNumber });
    }
    function flush() {
      rest = rest.replace(/^[的了吗呢是与和及跟在]+(?=.)|[的了吗呢是与和及跟]+$/g, "");
      piece(rest);
      rest = "";
    }
    if (exact[key(text)] || unlisted[key(text)]) {
      piece(key(text));
      return asked;
    }
    for (var at = 0; at < text.length; ) {
      var here = text.slice(at), name = "", match;
      for (var n = Math.min(longest, here.length); n > 1 && !name; n--) {
        if (known.has(here.slice(0, n))) name = here.slice(0, n);
      }
      match = spokenAt.exec(here);
      if (name && !(match && match[0].length > name.length) && (name.length > 2 || !intents[name])) {
        flush();
        piece(name);
        at += name.length;
      } else if ((match = /^(20\d\d)(年度?|(?!\d|[.%a-z]))/.exec(here)) && !/\d$/.test(rest)) {
        flush();
        asked.years.push(match[1]);
        at += match[0].length;
      } else if (units.length && !/[\d.]$/.test(rest) && (match = amountAt.exec(here)) && amount(match)) {
        flush();
        asked.amount = amount(match);
        at += match[0].length;
      } else if (!/[\da-z.]$/.test(rest) && (match = /^\d+(?:\.\d+)?(?![\d.]*[a-z])/.exec(here))) {
        flush();
        piece(match[0], true);
        at += match[0].length;
      } else if ((match = spokenAt.exec(here)) && (match[0].length > 1 || !rest)) {
        if (match[0].length > 1) flush();
        if (intents[match[0]]) asked.wants[intents[match[0]]] = true;
        at += match[0].length;
      } else if (/[\s？?！!。，、；;：“”‘’"…]/.test(here[0])) {
        flush();
        at += 1;
      } else {
        rest += here[0];
        at += 1;
      }
    }
    flush();
    asked.projects = /项目|工程/.test(text);
    if (asked.wants.planned) asked.years.push(book.years[1]);
    if (asked.wants.reviewed) asked.years.push(book.years[0]);
    if (!asked.pieces.length && !asked.amount && !asked.years.length && !Object.keys(asked.wants).length) piece(text.replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, ""));
    return asked;
  }

  /* 3. Figures. How close a word is to a name, 0–100: the same, its beginning, a part, an abbreviation (经开区). */
  function closeness(word, name) {
    if (!name || !word) return 0;
    if (name === word) return 100;
    var at = name.indexOf(word), part = word.length / name.length;
    if (at === 0) return 60 + 30 * part;
    if (at > 0) return 50 + 30 * part + (at + word.length === name.length ? 5 : 0);
    if (name.length > 1 && word.indexOf(name) !== -1 && 1 / part > 0.6) return 40 + 30 / part;
    if (word.length < 3) return 0;
    for (var i = 0, j = 0; i < name.length && j < word.length; i++) if (name[i] === word[j]) j++;
    return j === word.length ? 10 + 25 * part : 0;
  }
  /* Places of a word in a text; a number is not found inside a longer number. */
  function places(text, word) {
    var list = [];
    for (var at = text.indexOf(word); at !== -1 && word; at = text.indexOf(word, at + 1)) {
      var before = text[at - 1] || " ", after = text[at + word.length] || " ", beyond = text[at + word.length + 1] || " ";
      if (/^\d/.test(word) && (/\d/.test(before) || (before === "." && /\d/.test(text[at - 2] || " ")))) continue;
      if (/\d$/.test(word) && (/\d/.test(after) || (after === "." && /\d/.test(beyond)))) continue;
      list.push(at);
    }
    return list;
  }
  function near(figure, piece) {
    if (piece.number && places(figure.shown.replace(/,/g, ""), piece.text).length) return 90;
    return Math.max.apply(null, piece.forms.map(function (form, i) {
      return (i ? 0.95 : 1) * Math.max.apply(null, figure.fields.map(function (field) {
        return closeness(form, field[0]) * field[1];
      }));
    }));
  }
  function within(figure, asked, op) {
    if (figure.value === null || !book.units[figure.unit] || book.units[figure.unit][0] !== asked.base) return false;
    var value = figure.value * book.units[figure.unit][1], same = Math.abs(value - asked.value) < 1e-9 * (1 + Math.abs(value));
    if (same) return { gt: figure.bound === "gt", lt: figure.bound === "lt" }[op] || op === "eq" || /e$/.test(op);
    return { gt: value > asked.value, ge: value > asked.value, lt: value < asked.value, le: value < asked.value }[op] || false;
  }
  /* How well a figure is of the kind that was asked for. */
  function kind(figure, asked) {
    var wants = asked.wants, aim = /^(目标|计划)/.test(figure.standing), score = 0;
    if (asked.years.length) score += asked.years.some(function (year) { return figure.period.indexOf(year) !== -1; }) ? 20 : -20;
    if (wants.target) score += /^目标/.test(figure.standing) ? 25 : aim ? 15 : figure.planned ? 10 : -10;
    if (wants.growth) score += figure.measure === "增速" ? 15 : 0;
    if (wants.rank) score += figure.measure === "位次" ? 15 : 0;
    if (wants.actual) score += aim ? -10 : 10;
    return score;
  }
  /* The figures that answer, grouped by what they are about, best first. */
  function subjects(asked) {
    var op = asked.amount && asked.amount.op, ofProjects = asked.amount && asked.projects;
    var list = asked.amount && (op !== "eq" || ofProjects);
    var most = asked.pieces.length || asked.amount ? 0 : Math.max.apply(null, [1].concat(figures.map(function (figure) {
      return kind(figure, asked);
    })));
    if (list && op === "eq") op = "ge";
    if (asked.amount && op === "eq" && asked.amount.base !== "%" && !figures.some(function (f) { return within(f, asked.amount, "eq"); })) {
      op = "ge";
      list = true;
    }
    function pass(loose) {
      return figures.map(function (figure) {
        if (most && kind(figure, asked) < most) return null;
        if (asked.amount && !within(figure, asked.amount, op)) return null;
        if ((list && figure.derived) || (ofProjects && !figure.project)) return null;
        var total = 0, held = 0, length = 0;
        for (var i = 0; i < asked.pieces.length; i++) {
          var close = near(figure, asked.pieces[i]);
          if (!loose && close <= (list ? 40 : 0)) return null;
          length += asked.pieces[i].text.length;
          if (close >= (loose ? 50 : 0)) held += asked.pieces[i].text.length;
          total += loose && close < 50 ? 0 : close;
        }
        if (loose && held < length / 2) return null;
        var score = asked.pieces.length ? total / asked.pieces.length : 90;
        /* The whole before its parts, main indicators first, the kind that was asked for; little of it where a name is the
           very word, which stands above all. */
        var more = (figure.item || figure.project ? -6 : 0) + (figure.main ? 8 : 0) + kind(figure, asked) / 5;
        score += score > 98 ? 20 + more / 100 : more;
        return { figure: figure, score: score, kind: kind(figure, asked) };
      }).filter(Boolean);
    }
    var hits = pass(false), loose = false;
    if (!hits.length && asked.pieces.length > 1) {
      hits = pass(true);
      loose = true;
    }
    var groups = new Map();
    hits.forEach(function (hit) {
      var name = !list ? hit.figure.subject : ofProjects ? hit.figure.project : hit.figure.anchor;
      if (!groups.has(name)) groups.set(name, { title: hit.figure.title, score: 0, hits: [], loose: loose });
      var group = groups.get(name);
      group.score = Math.max(group.score, hit.score);
      group.hits.push(hit);
    });
    var made = Array.from(groups.values());
    made.forEach(function (group) {
      var first = group.hits.slice().sort(function (a, b) { return b.kind - a.kind; })[0].kind;
      group.figures = group.hits.map(function (hit) { return hit.figure; });
      if (first) group.figures = group.hits.sort(function (a, b) { return b.kind - a.kind; }).map(function (hit) { return hit.figure; });
      if (list) group.figures.sort(function (a, b) { return size(b) - size(a); });
      group.strong = group.score >= 45 && !loose;
    });
    made.sort(list
      ? function (a, b) { return size(b.figures[0]) - size(a.figures[0]); }
      : function (a, b) { return b.score - a.score; });
    return { groups: made, list: list ? op : "" };
  }
  function size(figure) { return figure.value * book.units[figure.unit][1]; }

  /* 4. What the pages say: sections that hold every word, with the block that holds most of them. */
  function passages(asked, top) {
    var words = asked.pieces.map(function (piece) {
      var same = figures.filter(function (figure) {
        return top && figure.subject === top && figure.fields.some(function (field) { return field[1] > 0.98 && field[0] === piece.text; });
      })[0];
      return unique(piece.forms.concat(same ? same.names.map(key).filter(function (name) { return name.length > 2; }) : []));
    });
    if (asked.amount) words.push([key(asked.amount.shown)]);
    if (!words.length && /[^\s\p{P}]/u.test(asked.text)) words.push([asked.text]);
    if (!words.length) return [];
    var results = [];
    Object.keys(book.pages).forEach(function (page, number) {
      book.pages[page].forEach(function (section, order) {
        var title = Planbook.fold(section[1]), lines = [];
        section[2].forEach(function (block) {
          if (typeof block === "string") lines.push({ text: block });
          else block.slice(1).forEach(function (row) { lines.push({ text: row.join(" · "), head: block[0], row: row }); });
        });
        var score = number ? 0 : -5, held = new Set();  /* the landing page says what others tell in full */
        lines.forEach(function (line) { line.folded = Planbook.fold(line.text); line.count = 0; });
        var all = words.every(function (forms) {
          var inTitle = 0, inText = 0;
          forms.forEach(function (form) {
            var hits = places(title, form).length;
            inTitle += hits;
            lines.forEach(function (line) {
              var many = places(line.folded, form).length;
              if (many) line.count += form.length;
              inText += many;
              hits += many;
            });
            if (hits) held.add(form);
          });
          score += 20 * Math.min(inTitle, 1) + Math.min(inText, 2);
          return inTitle || inText;
        });
        if (!all) return;
        if (title.indexOf(asked.text) !== -1 || lines.some(function (line) { return line.folded.indexOf(asked.text) !== -1; })) score += 30;
        var best = lines.reduce(function (a, b) { return b.count > (a ? a.count : 0) ? b : a; }, null);
        results.push({
          page: page, anchor: section[0], title: section[1], chapter: book.pages[page][0][1], first: order === 0,
          words: Array.from(held), line: best || lines[0], score: score, order: number * 1000 + order,
        });
      });
    });
    return results.sort(function (a, b) { return b.score - a.score || a.order - b.order; });
  }

  /* Names that look like the question: how many pairs of characters they share. */
  function nearest(text) {
    function pairs(word) {
      var list = [];
      for (var i = 0; i + 1 < word.length; i++) list.push(word.substr(i, 2));
      return list;
    }
    var mine = pairs(key(text));
    return unique(figures.reduce(function (list, figure) { return list.concat(figure.names, figure.title); }, []))
      .map(function (name) {
        var its = pairs(key(name)), both = mine.filter(function (pair) { return its.indexOf(pair) !== -1; }).length;
        return { name: name, share: 2 * both / (mine.length + its.length || 1) };
      })
      .filter(function (one) { return one.share > 0.3; })
      .sort(function (a, b) { return b.share - a.share; })
      .slice(0, 5).map(function (one) { return one.name; });
  }

  /* The whole answer to a question. */
  Planbook.find = function (question) {
    var asked = parse(question), found = subjects(asked), top = found.groups[0], missing = [];
    var absent = asked.pieces.map(function (piece) { return !exact[piece.text] && unlisted[piece.text]; }).filter(Boolean)[0] || "";
    if (top && top.strong && !found.list) {
      asked.years.concat(asked.wants.target && !asked.years.length ? book.years[1] : []).forEach(function (year) {
        var aims = top.figures.filter(function (figure) {
          return figure.period.indexOf(year) !== -1 && (!asked.wants.target || year !== book.years[1] || /^(目标|计划)/.test(figure.standing));
        });
        if (!aims.length) missing.push(year + "年" + (asked.wants.target ? "目标" : ""));
      });
    }
    if (!absent && !top) {
      absent = asked.pieces.map(function (piece) {
        var name = Object.keys(unlisted).filter(function (one) { return piece.text.length > 1 && one.indexOf(piece.text) !== -1; })[0];
        return name ? unlisted[name] : "";
      }).filter(Boolean)[0] || "";
    }
    var texts = passages(asked, top && top.strong ? top.figures[0].subject : "");
    return {
      asked: asked, subjects: found.groups, list: found.list, passages: texts, missing: missing, unlisted: absent,
      textsFirst: !found.list && (!top || top.loose || top.score < 15),
      nearest: found.groups.length || texts.length ? [] : nearest(asked.text),
    };
  };

  /* 5. The page of results. */
  var SHOWN = 8;
  function make(tag, css, text) {
    var element = document.createElement(tag);
    if (css) element.className = css;
    if (text) element.textContent = text;
    return element;
  }
  function rowLink(figure, text) {
    var link = make("a", "", text);
    if (book.rows) link.href = Planbook.root() + book.rows + ".html#" + figure.anchor;
    return link;
  }
  function what(figure) {
    return [figure.period + figure.measure, figure.standing].filter(Boolean).join(" · ");
  }
  function card(group, answer) {
    var box = make("section", "answer"), list = make("ul");
    box.append(make("h2", "", group.title));
    group.figures.forEach(function (figure) {
      var item = make("li");
      item.append(rowLink(figure, figure.shown), make("span", "what", what(figure)), make("span", "place", figure.place));
      list.append(item);
    });
    box.append(list);
    answer.missing.forEach(function (name) { box.append(make("p", "missing", name + "：报告没有列出数字")); });
    if (group.figures[0].note) box.append(make("p", "note", group.figures[0].note));
    return box;
  }
  function row(group, words) {
    var item = make("li"), figure = group.figures[0];
    item.append(rowLink(figure, group.title), make("b", "", figure.shown));
    var more = group.figures.slice(1, 4).map(function (one) { return what(one) + " " + one.shown; });
    var context = make("p", "context");
    var told = words.some(function (word) { return Planbook.fold(figure.note).indexOf(word) !== -1; }) ? figure.note : "";
    marked(context, [what(figure), figure.place].concat(more, told).filter(Boolean).join("；"), words);
    item.append(context);
    return item;
  }
  /* A text with the words marked; text only, never markup. */
  function marked(parent, text, words) {
    var folded = Planbook.fold(text);
    for (var i = 0, from = 0; i <= text.length; ) {
      var word = words.filter(function (one) { return folded.startsWith(one, i); }).sort(function (a, b) { return b.length - a.length; })[0];
      if (word || i === text.length) {
        parent.append(text.slice(from, i));
        if (!word) return;
        parent.append(make("mark", "", text.substr(i, word.length)));
        from = i += word.length;
      } else i++;
    }
  }
  function passage(result) {
    var item = make("li"), link = make("a", "", result.first ? result.chapter : result.chapter + " › " + result.title);
    var query = result.words.map(function (word) { return "mark=" + encodeURIComponent(word); }).join("&");
    link.href = Planbook.root() + result.page + ".html?" + query + "#" + result.anchor;
    item.append(link);
    if (!result.line) return item;
    var context = make("p", "context"), line = result.line;
    if (line.row) {  /* a row of a table: its name, then 列名 值 */
      line.row.forEach(function (cell, i) {
        if (!cell || /^[—–-]$/.test(cell)) return;
        var pair = make("span", i ? "pair" : "name");
        if (i) pair.append(make("small", "", line.head[i] || ""), " ");
        marked(pair, cell.length > 90 ? cell.slice(0, 90) + "…" : cell, result.words);
        context.append(pair, " ");
      });
    } else {
      var at = Math.min.apply(null, result.words.map(function (word) { return (places(line.folded, word).concat(Infinity))[0]; }));
      var from = at === Infinity ? 0 : Math.max(at - 40, 0), piece = line.text.slice(from, from + 130);
      marked(context, (from ? "…" : "") + piece + (from + 130 < line.text.length ? "…" : ""), result.words);
    }
    item.append(context);
    return item;
  }
  function listed(items) {
    var all = make("div"), list = make("ul", "search"), rest = make("ul", "search");
    items.slice(0, SHOWN).forEach(function (item) { list.append(item); });
    all.append(list);
    if (items.length > SHOWN) {
      var fold = make("details"), more = items.slice(SHOWN, 100);
      fold.append(make("summary", "", "另外" + more.length + "处"));
      more.forEach(function (item) { rest.append(item); });
      fold.append(rest);
      all.append(fold);
    }
    return all;
  }
  function show(question, box) {
    var answer = Planbook.find(question), top = answer.subjects[0], rows = answer.subjects.slice();
    /* Up to three subjects that answer equally well are cards; more of them are better read as a list. */
    var best = rows.filter(function (group) { return top.strong && !answer.list && top.score - group.score < 0.05; });
    if (best.length > 3) best = [];
    var summary = make("p", "search-summary");
    var words = [].concat.apply([], answer.asked.pieces.map(function (piece) { return piece.forms; }));
    summary.setAttribute("role", "status");
    box.textContent = "";
    box.append(summary);
    var sentence = rows.length + answer.passages.length
      ? "“" + question + "”：" + [rows.length && "数字" + rows.length + "项", answer.passages.length && "书中文字" + answer.passages.length + "处"].filter(Boolean).join("，") + "。"
      : "没有找到“" + question + "”。" + (answer.nearest.length ? "相近的名称：" : "换一个更短的词，或只输入数字试试。");
    if (answer.unlisted) sentence = "报告没有列出“" + answer.unlisted + "”的数字。" + (rows.length ? "相近的有：" : sentence);
    if (answer.list) {
      sentence = (answer.asked.amount.op === "eq" && !answer.asked.projects ? "没有正好是" + answer.asked.amount.shown + "的数。" : "") +
        WORDS[answer.list] + answer.asked.amount.shown + "的" + (answer.asked.projects ? "项目" : "数字") + "：" +
        rows.length + (answer.asked.projects ? "个" : "项") + "，从大到小。";
    }
    summary.textContent = sentence;
    answer.nearest.forEach(function (name) {
      var link = make("a", "", name);
      link.href = "?q=" + encodeURIComponent(name);
      summary.append(" ", link);
    });
    best.forEach(function (group) { box.append(card(group, answer)); });
    rows = rows.slice(best.length);
    function data() {
      if (rows.length) box.append(make("h2", "", answer.list || !best.length && top.strong ? "数字" : top.strong ? "有关的数字" : "可能有关的数字"), listed(rows.map(function (group) { return row(group, words); })));
    }
    if (!answer.textsFirst) data();
    if (answer.passages.length) box.append(make("h2", "", "书中文字"), listed(answer.passages.map(passage)));
    if (answer.textsFirst) data();
  }

  /* 6. Suggestions under a search field: a combobox by the rules of ARIA. */
  var fields = 0;
  Planbook.suggest = function (input) {
    if (input.getAttribute("role") === "combobox") return;
    var list = make("ul", "suggestions"), active = -1;
    list.id = "suggestions-" + ++fields;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "建议");
    list.hidden = true;
    input.form.append(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    function open(yes) {
      list.hidden = !yes;
      input.setAttribute("aria-expanded", String(yes));
      if (!yes) choose(-1);
    }
    function choose(number) {
      active = number;
      Array.prototype.forEach.call(list.children, function (item, i) {
        item.setAttribute("aria-selected", String(i === number));
        if (i === number) item.scrollIntoView({ block: "nearest" });
      });
      if (number < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", list.children[number].id);
    }
    function take(number) {
      input.value = list.children[number].dataset.name;
      open(false);
      input.form.submit();
    }
    function fill() {
      list.textContent = "";
      var groups = input.value.trim() ? subjects(parse(input.value)).groups : [];
      groups = groups.filter(function (group) { return group.score >= 15; }).slice(0, SHOWN);
      groups.forEach(function (group, i) {
        var item = make("li"), figure = group.figures[0];
        item.id = list.id + "-" + i;
        item.dataset.name = group.title;
        item.setAttribute("role", "option");
        item.append(make("span", "", group.title), make("span", "what", figure.shown + " " + what(figure)));
        item.addEventListener("pointerdown", function (e) { e.preventDefault(); });
        item.addEventListener("click", function () { take(i); });
        list.append(item);
      });
      open(groups.length > 0);
    }
    input.addEventListener("input", fill);
    ["blur", "cancel"].forEach(function (event) { input.addEventListener(event, function () { open(false); }); });
    input.addEventListener("keydown", function (e) {
      if (e.isComposing || (list.hidden && e.key !== "ArrowDown")) return;
      var last = list.children.length - 1;
      if (e.key === "ArrowDown" && list.hidden) fill();
      else if (e.key === "ArrowDown") choose(active < last ? active + 1 : -1);
      else if (e.key === "ArrowUp") choose(active < 0 ? last : active - 1);
      else if (e.key === "Enter" && active >= 0) take(active);
      else return;
      e.preventDefault();
    });
    open(false);
  };

  function start() {
    var box = document.getElementById("search-results"), question = new URLSearchParams(location.search).get("q") || "";
    document.querySelectorAll("form.bd-search input").forEach(Planbook.suggest);
    if (!box || !question.trim()) return;
    document.getElementById("search-page-input").value = question;
    document.title = question + " - " + document.title;
    show(question.trim(), box);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
