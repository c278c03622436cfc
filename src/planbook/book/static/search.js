/* Search results: pages from Sphinx's index of character pairs, sections and quotations from searchtext.js.
   Replaces Search.query of Sphinx's searchtools.js, which fetches each page for its summary (not possible from
   file://), knows pages only, and takes the pairs of a phrase for words of their own. */
"use strict";

(function () {
  var CONTEXT = 45; /* characters before a hit */
  var SHOWN = 60; /* results on the page */

  /* Pages that hold every term of the query, by Sphinx's index; null when the query has no term. */
  function candidates(query) {
    var index = Search._index;
    var terms = splitQuery(query);
    if (!terms.length) return null;
    function pages(term) {
      return [].concat(index.terms[term] === undefined ? [] : index.terms[term],
                       index.titleterms[term] === undefined ? [] : index.titleterms[term]);
    }
    return terms.reduce(function (left, term) {
      var found = pages(term);
      return left.filter(function (page) { return found.indexOf(page) !== -1; });
    }, index.docnames.map(function (_, page) { return page; }));
  }

  /* Places of a word in a text; a number is not found inside a longer number. */
  function places(text, word) {
    var found = [];
    for (var at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
      var before = text[at - 1] || " ", after = text[at + word.length] || " ";
      var beyond = text[at + word.length + 1] || " ";
      if (/^\d/.test(word) && (/\d/.test(before) || (before === "." && /\d/.test(text[at - 2] || " ")))) continue;
      if (/\d$/.test(word) && (/\d/.test(after) || (after === "." && /\d/.test(beyond)))) continue;
      found.push(at);
    }
    return found;
  }

  /* Every section that holds every word: {page, anchor, title, text, at, score}. */
  function find(query) {
    var words = Planbook.fold(query).split(/\s+/).filter(Boolean);
    var pages = candidates(query);
    if (!words.length || pages === null) return [];
    var results = [];
    pages.forEach(function (page) {
      var name = Search._index.docnames[page];
      var inPage = 0;
      (Planbook.texts[name] || []).forEach(function (section, order) {
        var title = Planbook.fold(section[1]);
        var text = Planbook.fold(section[2]);
        var hits = words.map(function (word) { return { title: places(title, word).length, text: places(text, word) }; });
        if (!hits.every(function (hit) { return hit.title || hit.text.length; })) return;
        var score = hits.reduce(function (sum, hit) { return sum + 20 * hit.title + Math.min(hit.text.length, 5); }, 0);
        var first = hits.filter(function (hit) { return hit.text.length; })[0];
        results.push({
          page: page, anchor: order === 0 ? "" : "#" + section[0], title: section[1], text: section[2],
          at: first ? first.text[0] : -1, score: score, words: words, rank: inPage++,
          row: /^(fig|der)-/.test(section[0]),
        });
      });
    });
    /* What the chapters say of it comes first, then the rows of the data page. */
    return results.sort(function (a, b) {
      return a.row - b.row || b.score - a.score || a.page - b.page || a.rank - b.rank;
    });
  }

  /* The words around the first hit, or the beginning, with every word marked; text only, never markup. */
  function quotation(result) {
    var from = Math.max(result.at - CONTEXT, 0);
    var piece = result.text.slice(from, Math.max(result.at, 0) + 2 * CONTEXT).replace(/\n/g, " ");
    var folded = Planbook.fold(piece);
    var paragraph = document.createElement("p");
    paragraph.className = "context";
    if (from > 0) paragraph.append("…");
    for (var i = 0; i < piece.length; ) {
      var word = result.words.filter(function (w) { return folded.startsWith(w, i); })[0];
      if (word) {
        var mark = document.createElement("mark");
        mark.textContent = piece.substr(i, word.length);
        paragraph.append(mark);
        i += word.length;
      } else paragraph.append(piece[i++]);
    }
    if (from + piece.length < result.text.length) paragraph.append("…");
    return paragraph;
  }

  Search.query = function (query) {
    var results = find(query);
    try {
      localStorage.setItem("sphinx_highlight_terms", Planbook.fold(query).trim());
    } catch (_) { /* storage may be forbidden: the pages then show no marks */ }
    results.slice(0, SHOWN).forEach(function (result) {
      var item = document.createElement("li");
      var link = item.appendChild(document.createElement("a"));
      var page = Planbook.texts[Search._index.docnames[result.page]][0][1];
      link.href = Search._index.docnames[result.page] + DOCUMENTATION_OPTIONS.LINK_SUFFIX + result.anchor;
      link.textContent = result.anchor ? page + " › " + result.title : page;
      if (result.text) item.appendChild(quotation(result));
      Search.output.appendChild(item);
    });
    Search.stopPulse();
    Search.title.textContent = "搜索结果";
    Search.status.textContent = results.length
      ? "“" + query + "”：找到 " + results.length + " 处" + (results.length > SHOWN ? "，列出前 " + SHOWN + " 处。" : "。")
      : "没有找到“" + query + "”。换一个更短的词，或只输入数字试试。";
    Search.status.setAttribute("role", "status");
  };
})();
