// The page of search. Its index and the tools that read it are fetched when somebody searches: nobody else needs them.
(function () {
  "use strict";
  var found = document.getElementById("__found"), form = document.querySelector("form.find"), box = document.getElementById("__find");
  if (!found || !box) { return; }
  var top = found.dataset.top || "./", status = found.querySelector(".find__status"), answer = found.querySelector(".find__answer");
  var empty = Array.prototype.slice.call(answer.childNodes), title = document.title;
  var NAMES = { force: "In force", coming: "Approved, not yet in force", draft: "In the draft, not approved" };
  // what is composed here is English: on a page in another language voices are told so, and of the school's own words
  var own = document.documentElement.lang, foreign = !/^en/i.test(own);
  function spoken(made) { if (foreign) { made.lang = own; } return made; }
  var loading = null, older = false, last = null;

  // ---- loading: scripts, because a page that is opened from the disk may read nothing else

  function script(path) {
    return new Promise(function (done, failed) {
      var made = document.createElement("script");
      made.src = top + path;
      made.onload = done;
      made.onerror = function () { failed(new Error(path)); };
      document.head.append(made);
    });
  }
  // A module of node's kind gives itself to `module`, which pages do not have.
  function stemmer() {
    var before = window.module, kept = window.module = { exports: null };
    return script("assets/vendor/stemmer.js").then(function () { window.module = before; return kept.exports; });
  }
  function load() {
    loading = loading || Promise.all([script("assets/find.js"), script("assets/vendor/minisearch.js")]).then(stemmer).then(function (stem) {
      find.ready(window.MiniSearch, stem);
      return script("search/index.js");
    }).then(function () {
      return Promise.all(find.data().policies.map(function (policy) { return script("search/rules/" + policy.id + ".js"); }));
    });
    return loading;
  }
  function loadOlder() {
    return Promise.all(find.data().policies.filter(function (policy) { return policy.older; }).map(function (policy) {
      return script("search/older/" + policy.id + ".js");
    }));
  }

  // ---- showing

  function make(tag, name, parts) {
    var made = document.createElement(tag);
    if (name) { made.className = name; }
    [].concat(parts || []).forEach(function (part) { made.append(part); });
    return made;
  }
  function link(url, parts, name) {
    var made = make("a", name, parts);
    made.href = address(top + url);
    return made;
  }
  function address(url) { return location.protocol === "file:" ? url.replace(/\/(?=#|\?|$)/, "/index.html") : url; }
  function quoted(words) { return "“" + words + "”"; }
  function listed(words) {
    var all = words.map(quoted);
    return all.length < 2 ? all.join("") : all.slice(0, -1).join(", ") + " and " + all[all.length - 1];
  }
  function sentence(text, terms) {
    var parts = [];
    text.split(/([A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*)/).forEach(function (part, at) {
      parts.push(at % 2 && find.says(part, terms) ? make("mark", "", part) : part);
    });
    return parts;
  }
  function hit(rule, terms) {
    var many = find.data().policies.length > 1, force = rule.forces.join(", ");
    var where = make("p", "hit__where", []);
    if (force) { where.append(make("strong", "hit__force hit__force--" + rule.forces[0].replace(" ", "-"), force.charAt(0).toUpperCase() + force.slice(1)), " "); }
    where.append(make("span", "hit__cite", rule.cite), " " + rule.heading + (many ? ", " + rule.policy.title : "") + ", " + rule.edition.called);
    var words = sentence((rule.lead ? rule.lead + " " : "") + rule.words, terms);
    var laws = find.replaced(rule).map(function (law) { return make("p", "hit__law", ["Names the ", link(law[1], law[0]), ", since replaced."]); });
    return make("li", "hit", [where, spoken(make("p", "hit__words", link(rule.url, words)))].concat(laws));
  }
  function list(rules, terms) { return make("ol", "hits", rules.map(function (rule) { return hit(rule, terms); })); }

  // What an edition does not say, and where it is said instead. Nothing is claimed but what was looked for.
  function lacking(group, result) {
    var said = [], draft = result.groups.filter(function (one) { return one.kind === "draft"; })[0];
    var drafted = draft && draft !== group && draft.hits.length && draft.complete;
    var on = drafted ? " The draft, which is not approved, has one: see below." : "";
    var isForce = group.kind === "force", place = isForce ? "No rule in force" : "No rule of the draft";
    if (group.silent.length) {
      said.push([spoken(make("span", "", group.silent.join(" "))), isForce ? on : ""]);
    } else if (result.number) {
      if (!group.hits.length) { said.push((isForce ? "The edition in force has" : "The draft has") + " no " + result.number + "."); }
    } else if (!group.hits.length && result.concepts.length && group.kind in NAMES) {
      var missing = result.concepts.map(function (one) { return one.typed; });
      said.push(place + " says anything on " + listed(missing) + ": neither that nor another word that this search knows for it." + on);
    } else if (!group.pinned && result.unknown.length && group.kind in NAMES) {
      said.push(place + " says anything on " + listed(result.unknown) + ". The nearest to the other words:");
    } else if (!group.complete && group.kind in NAMES && (drafted || group.missing.length)) {
      said.push((group.missing.length ? place + " says " + listed(group.missing) + "." : "No single rule " + (isForce ? "in force" : "of the draft") + " says all of that.") + on + " The nearest " + (isForce ? "in force:" : "in the draft:"));
    }
    return said.map(function (words) { return make("p", "find__none", words); });
  }

  function section(group, result) {
    if (!group.hits.length && !(group.kind === "force" || group.silent.length || result.number)) { return null; }
    var id = "__" + group.kind, head = make("h2", "", NAMES[group.kind] || "In older editions");
    head.id = id;
    var made = make("section", "finds finds--" + group.kind, [head].concat(lacking(group, result)));
    made.setAttribute("aria-labelledby", id);
    if (group.hits.length && group.silent.length) { made.append(make("p", "find__near", group.kind === "force" ? "Related rules in force:" : "Related rules:")); }
    if (group.hits.length) { made.append(list(group.hits, result.terms)); }
    if (group.also.length) {
      made.append(make("details", "find__more", [make("summary", "", group.also.length + " more"), list(group.also, result.terms)]));
    }
    return made;
  }

  function nothing(result) {
    var made = make("section", "finds finds--nothing", make("h2", "", "Nothing was found"));
    var meant = find.suggest(result.unknown);
    if (meant.length) {
      var p = make("p", "", "Did you mean ");
      meant.forEach(function (word, at) { p.append(at ? ", " : "", link("search/?q=" + encodeURIComponent(word), word)); });
      p.append("?");
      made.append(p);
    }
    return made;
  }
  function further(result) {
    var made = make("p", "further", [link("clauses/", "All clauses, A to Z"), " ", link("questions/", "Questions people ask"), " ", link("glossary/", "Glossary")]);
    if (!find.data().questions.length) { made.children[1].remove(); }
    var who = find.data().contact, parts = [made];
    if (who[0] || who[1]) {
      var ask = make("p", "find__ask", ["Whom to ask: " + (who[0] || "")]);
      if (who[1]) {
        var mail = make(who[2] ? "a" : "span", "", who[1]);
        if (who[2]) { mail.href = "mailto:" + encodeURI(who[2]); }
        ask.append(who[0] ? ", " : "", mail);
      }
      parts.push(ask);
    }
    var before = find.data().policies.some(function (policy) { return policy.older; });
    if (before && !older && result) {
      var more = make("button", "act", "Look in older editions too");
      more.type = "button";
      more.addEventListener("click", function () { loadOlder().then(function () { older = true; show(false); }); });
      parts.push(make("p", "", more));
    }
    return parts;
  }

  function show(typing) {
    var words = box.value.replace(/\s+/g, " ").trim();
    document.title = (words ? words + ": " : "") + title;
    if (!words) {
      form.classList.remove("find--asked");
      found.removeAttribute("lang");
      answer.replaceChildren.apply(answer, empty);
      found.removeAttribute("aria-busy");
      status.textContent = "";
      last = "";
      return;
    }
    if (foreign) { found.lang = "en"; }
    if (!last) { status.textContent = "Searching …"; }
    form.classList.add("find--asked");
    found.setAttribute("aria-busy", "true");
    load().then(function () {
      if (box.value.replace(/\s+/g, " ").trim() !== words) { return; }
      last = words;
      found.removeAttribute("aria-busy");
      var result = find.search(words, older, typing), parts = [];
      result.slips.forEach(function (slip) {
        parts.push(make("p", "find__slip", "Shown for " + quoted(slip[1]) + "; " + quoted(slip[0]) + " is in no rule."));
      });
      var sections = result.groups.map(function (group) { return section(group, result); }).filter(Boolean);
      var count = result.groups.reduce(function (sum, group) { return sum + group.hits.length + group.also.length; }, 0);
      if (result.questions.length) {
        parts.push(make("p", "find__question", result.questions.map(function (one, at) {
          return make("span", "", [at ? " " : "", spoken(link("questions/#" + one.policy + "-" + one.id, one.asked[0]))]);
        })));
      }
      if (result.pages.length) {
        parts.push(make("ul", "find__pages", result.pages.map(function (page) { return make("li", "", link(page.url, page.title)); })));
      }
      if (!count && !result.pages.length && !result.questions.length) { sections.unshift(nothing(result)); }
      answer.replaceChildren.apply(answer, parts.concat(sections, further(result)));
      var force = result.groups.filter(function (group) { return group.kind === "force"; })[0];
      var inForce = force ? force.hits.length + force.also.length : 0;
      status.textContent = count ? number(inForce, "rule", "in force") + (count - inForce ? ", " + (count - inForce) + " in drafts or other editions." : ".") :
        result.pages.length ? number(result.pages.length, "page", "found") + "." : "Nothing found.";
    }, function () {
      loading = null;
      found.removeAttribute("aria-busy");
      status.textContent = "The index of search could not be read. The list of all clauses is below.";
      answer.replaceChildren(make("p", "further", link("clauses/", "All clauses, A to Z")));
    });
  }
  function number(count, word, more) { return (count || "No") + " " + word + (count === 1 ? " " : "s ") + more; }

  // ---- asking

  // The address of an answer can be kept and sent. What is typed after an answer is a new page of the history, which
  // changes until it is an answer itself. A page from the disk may not change its address everywhere.
  var answered = false;
  function keep(typing) {
    var words = box.value.trim(), url = location.pathname + (words ? "?q=" + encodeURIComponent(words) : "");
    try {
      if (url !== location.pathname + location.search) { history[answered ? "pushState" : "replaceState"](null, "", url); }
    } catch (refused) { /* the answer is shown all the same */ }
    answered = !typing;
  }
  function asked() { return new URLSearchParams(location.search).get("q") || ""; }

  var waiting = 0;
  box.addEventListener("focus", load, { once: true });
  box.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(function () { keep(true); show(true); }, 180);
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(waiting);
    keep();
    show();
  });
  window.addEventListener("popstate", function () { clearTimeout(waiting); box.value = asked(); answered = true; show(); });
  box.value = asked();
  answered = Boolean(box.value);
  if (box.value) { show(); } else { box.focus({ preventScroll: true }); }
})();
