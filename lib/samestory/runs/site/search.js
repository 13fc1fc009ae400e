"use strict";
(function () {
  var MOST_ARTICLES = 50, MOST_SENTENCES = 3, MOST_WORDS = 8;
  var form = document.getElementById("search"), field = document.getElementById("q");
  var status = document.getElementById("found"), list = document.getElementById("results");
  var data = null, folded = null, waiting = 0;
  var MARKS = /\p{Mn}/gu;
  // Scripts without spaces, and those that join the article to its word: a word may begin anywhere.
  var ANYWHERE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Arabic}\p{Script=Hebrew}]/u;
  var PLAIN = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "’": "'", "ς": "σ" };

  function fold(text) {
    return text.toLowerCase().normalize("NFKD").replace(MARKS, "").replace(/[ßæœøđðłı’ς]/g, function (sign) { return PLAIN[sign]; });
  }
  function words(query) {
    var found = [], match, pattern = /"([^"]+)"|(\S+)/g;
    while ((match = pattern.exec(query)) && found.length < MOST_WORDS) {
      var word = fold(match[1] || match[2]).replace(/"/g, "").trim();
      if (word) { found.push(word); }
    }
    return found;
  }
  function finder(word) {
    var plain = word.replace(/[.*+?^${}()|[\]\\\/]/g, "\\$&").replace(/\s+/g, "\\s+");
    var free = ANYWHERE.test(word) || !/^[\p{L}\p{N}]/u.test(word);
    return new RegExp((free ? "" : "(?<![\\p{L}\\p{N}])") + plain, "u");
  }
  function prepare() {
    if (data) { return; }
    data = JSON.parse(document.getElementById("index").textContent);
    folded = data.map(function (one) {
      return { head: fold(one[0] + " " + one[1]), lines: one[3].map(function (line) { return fold(line[1]); }) };
    });
  }
  function all(finders, text) { return finders.every(function (one) { return one.test(text); }); }

  // The places of the words in the text as shown: signs are folded one by one, so that places stay true.
  function spans(text, finders) {
    var plain = "", from = [], at = 0, found = [];
    for (var sign of text) {
      var small = fold(sign);
      for (var i = 0; i < small.length; i++) { from.push(at); }
      plain += small;
      at += sign.length;
    }
    from.push(at);
    finders.forEach(function (one) {
      var every = new RegExp(one.source, "gu"), match;
      while ((match = every.exec(plain)) && match[0]) {
        found.push([from[match.index], from[match.index + match[0].length]]);
      }
    });
    return found.sort(function (a, b) { return a[0] - b[0]; });
  }
  function shown(element, text, finders) {
    var done = 0;
    spans(text, finders).forEach(function (span) {
      var begin = Math.max(span[0], done);
      if (span[1] <= begin) { return; }
      element.append(text.slice(done, begin));
      var mark = document.createElement("mark");
      mark.textContent = text.slice(begin, span[1]);
      element.append(mark);
      done = span[1];
    });
    element.append(text.slice(done));
  }
  function entry(one, lines, finders) {
    var item = document.createElement("li"), title = document.createElement("a"), about = document.createElement("p");
    title.setAttribute("href", one[2]);
    title.dir = "auto";
    shown(title, one[0], finders);
    about.className = "small";
    about.dir = "auto";
    about.textContent = one[1];
    item.append(title, about);
    lines.slice(0, MOST_SENTENCES).forEach(function (number) {
      var quote = document.createElement("p"), link = document.createElement("a"), line = one[3][number];
      link.setAttribute("href", one[2] + "#" + line[0]);
      quote.className = "hit";
      quote.dir = "auto";
      shown(link, line[1], finders);
      quote.append(link);
      item.append(quote);
    });
    if (lines.length > MOST_SENTENCES) {
      var more = document.createElement("p");
      more.className = "small";
      more.textContent = (lines.length - MOST_SENTENCES) + " more sentences in this article";
      item.append(more);
    }
    return item;
  }
  function search() {
    var query = field.value.slice(0, 200), asked = words(query);
    carry(query);
    list.replaceChildren();
    if (!asked.length) { status.textContent = ""; return; }
    prepare();
    var finders = asked.map(finder), hits = [], sentences = 0;
    folded.forEach(function (one, number) {
      var lines = [], whole = one.head + " \n " + one.lines.join(" \n ");
      if (!all(finders, whole)) { return; }
      one.lines.forEach(function (line, at) { if (all(finders, line)) { lines.push(at); } });
      if (!lines.length) { one.lines.forEach(function (line, at) { if (finders.some(function (f) { return f.test(line); })) { lines.push(at); } }); }
      sentences += lines.length;
      hits.push([number, lines, all(finders, one.head) ? 1 : 0]);
    });
    hits.sort(function (a, b) { return b[2] - a[2] || b[1].length - a[1].length || a[0] - b[0]; });
    hits.slice(0, MOST_ARTICLES).forEach(function (hit) { list.append(entry(data[hit[0]], hit[1], finders)); });
    var cut = hits.length > MOST_ARTICLES ? ", the first " + MOST_ARTICLES + " are shown" : "";
    status.textContent = hits.length === 1 ? "1 article, " + sentences + (sentences === 1 ? " sentence" : " sentences")
      : hits.length + " articles, " + sentences + " sentences" + cut;
  }
  // The links to the other parts of a long list take the words with them.
  function carry(query) {
    document.querySelectorAll("a.part").forEach(function (link) {
      link.setAttribute("href", link.getAttribute("href").split("#")[0] + (query ? "#q=" + encodeURIComponent(query) : ""));
    });
  }
  function given() {
    var match = /^#q=(.*)$/.exec(location.hash);
    if (!match) { return; }
    try { field.value = decodeURIComponent(match[1]).slice(0, 200); } catch (error) { return; }
    search();
  }
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); search(); });
  field.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(search, 150); });
  window.addEventListener("hashchange", given);
  given();
})();
