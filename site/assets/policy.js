// What scripts add. Everything here has a plain link or a sentence that says the same without scripts.
// It is in English: on a page in another language voices are told so.
function english(made) { if (!/^en/i.test(document.documentElement.lang)) { made.lang = "en"; } return made; }

// The contents page answers for every clause: /policy/edition/#clause.g goes on to the page that holds the clause.
// Of a clause that the edition does not have, it says so.
(function () {
  var wanted = location.hash.slice(1);
  var contents = document.querySelector(".contents");
  if (!wanted || !contents || wanted.indexOf("__") === 0) { return; }
  var entry = document.getElementById(wanted.split(".")[0]);
  if (entry && entry.tagName === "A" && entry.closest(".contents")) {
    location.replace(entry.href.split("#")[0] + "#" + wanted);
  } else if (!entry) {
    var said = english(document.createElement("p"));
    said.className = "note";
    said.setAttribute("role", "status");
    said.textContent = "This edition has no clause of that name: it may be older or newer than the edition. " +
      "These are its clauses.";
    contents.before(said);
    said.scrollIntoView({ block: "center" });
  }
})();

// A site built last year must not lie: whether a review is overdue is said for the reader's own day.
(function () {
  function number(count, word) { return count ? [count + " " + word + (count === 1 ? "" : "s")] : []; }
  document.querySelectorAll("[data-due]").forEach(function (said) {
    var now = new Date();
    var today = [now.getFullYear(), ("0" + (now.getMonth() + 1)).slice(-2), ("0" + now.getDate()).slice(-2)].join("-");
    var due = said.dataset.due;
    if (today < said.dataset.asOf) { return; }
    if (today <= due) { said.textContent = "Review due " + said.dataset.when + "."; return; }
    var months = (now.getFullYear() - due.slice(0, 4)) * 12 + now.getMonth() + 1 - due.slice(5, 7);
    var whole = now.getDate() >= due.slice(8) || new Date(now.getTime() + 864e5).getDate() === 1;
    if (!whole && (months === 1 || said.dataset.when.split(" ").length === 3)) { months -= 1; }
    var late = number(Math.floor(months / 12), "year").concat(number(months % 12, "month")).join(" and ");
    said.textContent = "Review was due " + said.dataset.when + ": overdue" + (late ? " by " + late : "") + ".";
    said.classList.add(said.classList[0] + "--overdue");
    var strip = said.closest(".strip");
    if (strip) { strip.classList.add("strip--overdue"); }
  });
})();

// From the banner to the same clause in another edition: its contents page knows the way.
(function () {
  var strip = document.querySelector(".strip");
  if (!strip || !document.querySelector("article .tools, article .number")) { return; }
  function clause() {
    var target = location.hash.indexOf("#__") && document.getElementById(location.hash.slice(1));
    var box = target && target.getBoundingClientRect();
    if (box && box.bottom > 0 && box.top < innerHeight) { return target.id.split(".")[0]; }
    var heads = document.querySelectorAll(".md-typeset :is(h1, h2)[id]:not([id^='__'])");
    var above = Array.prototype.filter.call(heads, function (head) {
      return head.getBoundingClientRect().top < strip.offsetHeight + innerHeight / 3;
    });
    return above.length ? above[above.length - 1].id : "";
  }
  function carry() {
    var here = clause();
    strip.querySelectorAll("a[data-edition]").forEach(function (link) {
      link.href = link.href.split("#")[0] + (here ? "#" + here : "");
    });
  }
  var list = strip.querySelector(".editions");
  if (list) { list.addEventListener("toggle", carry); }
  strip.querySelectorAll(".strip__words a[data-edition]").forEach(function (link) {
    link.addEventListener("pointerdown", carry);
    link.addEventListener("focus", carry);
  });
})();

// What is shown in place, below what was pressed: a definition, or what can be done with an address. It moves the text
// apart instead of covering it, so that nothing beside it is harder to read or to press.
var inPlace = (function () {
  var shown = null, from = null;
  function hide(back) {
    if (!shown) { return; }
    shown.remove();
    from.removeAttribute("aria-expanded");
    if (back) { from.focus(); }
    shown = from = null;
  }
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { hide(true); } });
  return function (link, home, parts) {
    var again = from === link;
    hide(false);
    if (again) { return; }
    from = link;
    shown = document.createElement("div");
    shown.className = "shown";
    shown.setAttribute("data-engine", "");
    shown.setAttribute("role", "status");
    if (home.tagName === "P") { home.after(shown); } else { home.append(shown); }
    parts.forEach(function (part) { shown.append(part); });
    link.setAttribute("aria-expanded", "true");
  };
})();

// A list that was opened closes with Escape, and the focus is back where it was opened, whatever the width.
document.addEventListener("keydown", function (event) {
  var open = event.key === "Escape" && document.activeElement && document.activeElement.closest("details[open]");
  if (open && !document.querySelector(".shown")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// Definitions in place. Without scripts the word leads to its definition below the text.
document.querySelectorAll("a.term").forEach(function (link) {
  var entry = document.getElementById(link.hash.slice(1));
  if (!entry) { return; }
  link.setAttribute("role", "button");
  function show(event) {
    event.preventDefault();
    var term = document.createElement("strong"), said = document.createElement("span");
    term.textContent = entry.querySelector("dt").textContent + ": ";
    said.append(term);
    Array.prototype.forEach.call(entry.querySelector("dd").cloneNode(true).childNodes, function (node) {
      said.append(node.cloneNode(true));
    });
    inPlace(link, link.closest("p, td, th, caption") || link.parentElement, [said]);
  }
  link.addEventListener("click", show);
  link.addEventListener("keydown", function (event) { if (event.key === " ") { show(event); } });
});

// Permanent links can be copied, alone or as a citation.
(function () {
  if (!navigator.clipboard) { return; }
  var strip = document.querySelector(".strip");
  function button(label, text) {
    var made = english(document.createElement("button"));
    made.type = "button";
    made.className = "act";
    made.textContent = label;
    made.addEventListener("click", function () {
      navigator.clipboard.writeText(text).then(function () { made.textContent = "Copied"; },
        function () { made.textContent = text; });
    });
    return made;
  }
  function offer(link, home) {
    var whole = link.dataset.cite + ", " + (strip && strip.dataset.cite || document.title) + ", " + link.href;
    inPlace(link, home, [button("Copy link", link.href), button("Copy citation", whole)]);
  }
  document.querySelectorAll("a.copy").forEach(function (link) {
    var named = english(document.createElement("span"));
    named.textContent = "Copy link";
    link.firstChild.replaceWith(named);
    link.setAttribute("role", "button");
    function act(event) { event.preventDefault(); history.replaceState(null, "", link.hash); offer(link, link.parentElement); }
    link.addEventListener("click", act);
    link.addEventListener("keydown", function (event) { if (event.key === " ") { act(event); } });
  });
  document.querySelectorAll("a.letter").forEach(function (link) {
    link.addEventListener("click", function () { offer(link, link.parentElement.querySelector("p")); });
  });
})();

// Printing, where a page is made for it.
document.querySelectorAll(".print").forEach(function (place) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", function () { print(); });
});
