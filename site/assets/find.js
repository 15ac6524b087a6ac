// What search finds for some words: pure functions over the index, without a page. The index comes by find.index(…) and
// find.rules(…), which the files below search/ call; find.ready(…) is given MiniSearch and the stemmer.
var find = (function () {
  "use strict";
  var FORCES = ["must", "must not", "should", "should not", "may"];
  // Words of questions, and words that every rule is about.
  var STOP = new Set((
    "a an the of to in on at by for from with about into onto as or and but if than then so " +
    "i me my mine we us our ours you your yours he him his she her they them their it its this that these those there here " +
    "am is are was were be been being do does did doing done have has had having will would shall should can could may might must " +
    "what when where which who whom whose why how whether while any some all no not only just ever still also too very " +
    "please tell say says said know think mean means want wants need needs allowed allow permitted ok okay okey happens happen " +
    "rule rules policy policies regarding concerning someone somebody anyone anybody something anything im ive cant dont whats " +
    "im get got go going let s t re ll ve d m one use uses used using u ur r n w plz pls wot wat whats whos hows id wanna gonna gotta").split(" "));
  // Everyday words: they count for little where a rule has them, and are not missed where none has.
  var LIGHT = new Set((
    "put puts take takes taking took make makes making made give gives giving gave given send sends sending sent keep keeps keeping kept " +
    "find finds finding found see sees seeing saw seen look looks looking looked talk talks talking ask asks asking asked try trying show " +
    "showing come comes coming came goes went leave let start stop turn turning thing things stuff issue issues problem like really " +
    "good new old time day days today now way work works working own school schools up out down off over back again two " +
    "people ppl person properly wrong right hard easy best much many more other others another every each between after before during while whilst " +
    "help info information ok fine legal page pages own whole lot lots bit type kind way ways write writing wrote read").split(" "));
  var PLACE = /\b\d+(?:\.\d+)+(?:\s*\([a-z]{1,4}\))*/i, NAMED = /\b(section|clause|rule|item|paragraph|para|point)\b/gi;
  var WEIGHTS = { words: 1, lead: 0.5, title: 0.45, law: 0.9 };
  var HELD = { words: true, lead: true, law: true };  // where a rule itself says it
  var ORDER = { force: 0, coming: 1, draft: 2 };

  var data = null, shards = {}, older = {}, tools = null, built = null;

  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[\u2018\u2019\u02bc]/g, "'").replace(/[\u201c\u201d]/g, '"');
  }

  // Words as typed with their stems. "on-line" is online, "anti-virus" is antivirus and virus, "pupil's" is pupil.
  function tokens(text) {
    var found = [];
    (fold(text).match(/[a-z0-9]+(?:['-][a-z0-9]+)*/g) || []).forEach(function (raw) {
      raw = raw.replace(/'s?$|'s$/, "").replace(/'/g, "");
      var parts = raw.split("-");
      if (parts.length > 1) {
        add(parts.join(""));
        parts.forEach(function (part) { if (part.length > 3) { add(part, true); } });
      } else { add(raw); }
    });
    function add(raw, part) { if (raw) { found.push({ raw: raw, stem: stem(raw), part: part }); } }
    return found;
  }

  var stems = new Map([["fired", "fired"]]);  // a fire is another thing
  function stem(raw) {
    if (!stems.has(raw)) { stems.set(raw, /\d/.test(raw) ? raw : tools.stemmer(raw)); }
    return stems.get(raw);
  }
  function stemmed(text) { return tokens(text).map(function (one) { return one.stem; }); }

  // ---- the index

  function unpacked(policy, contents, rules) {
    var made = [];
    rules.rules.forEach(function (rows, index) {
      var clause = contents.clauses[index], before = ["", "", "", 0];
      rows.forEach(function (row) {
        var one = typeof row === "string" ? [row, next(before[1]), before[2], before[3]] : row;
        before = [one[0], one[1] || "", one[2] || "", one[3] || 0];
        var letters = before[1];
        made.push({
          policy: policy, edition: contents, kind: contents.kind,
          clause: clause[1], title: (clause[2] + " " + clause[3]).trim(), heading: clause[3],
          cite: one[5] || clause[2] + letters.split(".").filter(Boolean).map(function (one) { return "(" + one + ")"; }).join(""),
          url: contents.folder + contents.pages[clause[0]] + "/#" + clause[1] + (letters ? "." + letters : ""),
          anchor: clause[1] + (letters ? "." + letters : ""),
          forces: before[2].split("").map(function (n) { return FORCES[n]; }),
          lead: rules.leads[before[3]], words: one[0],
          laws: (one[4] || []).map(function (n) { return rules.laws[n]; })
        });
      });
    });
    return made;
  }
  function next(letters) { return letters && letters.slice(0, -1) + String.fromCharCode(letters.charCodeAt(letters.length - 1) + 1); }

  function build(withOlder) {
    var rules = [], index = new tools.MiniSearch({
      fields: Object.keys(WEIGHTS), tokenize: function (text) { return text.split(" "); }, processTerm: function (term) { return term; }
    });
    data.policies.forEach(function (policy) {
      ((shards[policy.id] || {}).editions || []).forEach(function (found, at) {
        rules = rules.concat(unpacked(policy, policy.editions[at], found));
      });
      if (withOlder) {
        ((older[policy.id] || {}).editions || []).forEach(function (found) { rules = rules.concat(unpacked(policy, found, found)); });
      }
    });
    var vocabulary = new Map(), length = 0;
    rules.forEach(function (rule, id) {
      var words = tokens(rule.words), lead = tokens(rule.lead), title = tokens(rule.heading);
      rule.id = id;
      rule.stems = words.map(function (one) { return one.stem; });
      length += words.length;
      words.concat(lead, title).forEach(function (one) {
        if (!one.part) { vocabulary.set(one.raw, (vocabulary.get(one.raw) || 0) + 1); }
      });
      index.add({
        id: id, words: rule.stems.join(" "), law: rule.laws.map(function (law) { return "law:" + law; }).join(" "),
        lead: lead.map(function (one) { return one.stem; }).join(" "), title: title.map(function (one) { return one.stem; }).join(" ")
      });
    });
    built = { rules: rules, index: index, vocabulary: vocabulary, mean: length / (rules.length || 1), terms: new Map(), meanings: meanings() };
  }

  // What may be typed for what the policies say: phrase of stems -> phrases of stems that it finds.
  function meanings() {
    var found = new Map();
    function add(typed, finds, weight) {
      var key = stemmed(typed).join(" ");
      if (!key) { return; }
      if (!found.has(key)) { found.set(key, []); }
      finds.forEach(function (one, at) {
        var terms = typeof one === "string" ? stemmed(one).filter(Boolean) : [one.law];
        if (terms.length && terms.join(" ") !== key) { found.get(key).push({ terms: terms, weight: Math.max(0.6, weight - 0.06 * at) }); }
      });
    }
    data.words.forEach(function (group) { group[0].forEach(function (typed) { add(typed, group[1], 0.85); }); });
    data.terms.forEach(function (forms) { forms.forEach(function (form) { add(form, forms, 0.8); }); });
    data.laws.forEach(function (law) {
      var names = [law[1]].concat(law[3]), ids = [{ law: "law:" + law[0] }], before = law[4].map(function (id) { return { law: "law:" + id }; });
      names.forEach(function (name) {
        var short = name.replace(/^the\s+/i, "");
        add(short, ids, 0.95);
        if (before.length) { add(short, before, 0.7); }
        var bare = short.replace(/\s+\d{4}$/, "");  // the name without its year
        if (bare !== short && bare.length > 3) { add(bare, ids, 0.9); }
      });
    });
    return found;
  }

  // ---- what was typed

  // "2.1(e)", "3.3g", "clause 2.1 (e)", "section 4": the number in the form that all numbers are compared in.
  function numberOf(query) {
    var plain = fold(query).replace(/^\s*(?:clause|item|rule|section|paragraph|para|point|number|no\.?|§)\s*/, "").replace(/[?!\s]+$/, "").trim();
    if (!/^\d+(?:\.\d+)*\.?(?:[\s.]*\(?[a-z]{1,4}\)?)*$/.test(plain)) { return ""; }
    var letters = plain.replace(/^\d+(?:\.\d+)*/, "").match(/[a-z]+/g) || [];
    if (letters.some(function (one) { return one.length > 1 && !/^[ivx]+$/.test(one) && one.length > 2; })) { return ""; }
    return plain.match(/^\d+(?:\.\d+)*/)[0] + letters.map(function (one) { return "(" + one + ")"; }).join("");
  }

  function concepts(query, typing) {
    var typed = compounds(tokens(query).filter(function (one) { return !one.part; })), found = [], slips = [];
    for (var at = 0; at < typed.length;) {
      var taken = longest(typed, at) || single(typed[at], slips, at === typed.length - 1 && !/\s$/.test(query) && (typing ? 2 : 4));
      if (taken.concept) { found.push(taken.concept); }
      at += taken.length;
    }
    // of nothing but words of questions, each counts
    if (!found.length) { found = typed.map(function (one) { return { typed: one.raw, stems: [one.stem], ways: [{ terms: [one.stem], weight: 1 }] }; }); }
    return { found: merged(found), slips: slips };
  }

  // "face book" is facebook, and "memorystick" a memory stick, where the lists or the rules have the one and not the other.
  function compounds(typed) {
    var found = [];
    typed.forEach(function (one) {
      var before = found[found.length - 1], whole = before && before.raw + one.raw;
      if (whole && whole.length > 5 && words().has(whole) && !built.meanings.has(before.stem + " " + one.stem)) {
        found[found.length - 1] = { raw: whole, stem: stem(whole) };
        return;
      }
      var cut = words().has(one.raw) || known(one.stem) || STOP.has(one.raw) || LIGHT.has(one.raw) ? 0 : halves(one.raw);
      (cut ? [one.raw.slice(0, cut), one.raw.slice(cut)] : [one.raw]).forEach(function (raw) { found.push({ raw: raw, stem: stem(raw) }); });
    });
    return found;
  }
  function halves(raw) {
    for (var cut = raw.length - 3; cut > 2; cut--) { if (isWord(raw.slice(0, cut)) && isWord(raw.slice(cut))) { return cut; } }
    return 0;
  }
  function isWord(raw) { return raw.length > 2 && (words().has(raw) || LIGHT.has(raw)) && !STOP.has(raw); }

  // A phrase that the lists know, the longest first. One word that is only a word of questions is none.
  function longest(typed, at) {
    for (var length = Math.min(6, typed.length - at); length > 0; length--) {
      var part = typed.slice(at, at + length);
      if (length === 1 && STOP.has(part[0].raw)) { return null; }
      var key = part.map(function (one) { return one.stem; }).join(" ");
      if (built.meanings.has(key)) {
        var own = part.filter(function (one) { return !STOP.has(one.raw); }).map(function (one) { return one.stem; });
        if (!own.length) { own = part.map(function (one) { return one.stem; }); }
        var ways = [{ terms: own, weight: 1 }].concat(built.meanings.get(key));
        return { length: length, concept: { typed: part.map(function (one) { return one.raw; }).join(" "), stems: own, ways: ways } };
      }
    }
    return null;
  }

  function single(one, slips, begins) {
    if (STOP.has(one.raw)) { return { length: 1 }; }
    var light = LIGHT.has(one.raw), ways = known(one.stem) ? [{ terms: [one.stem], weight: light ? 0.35 : 1 }] : [];
    if (light) { return { length: 1, concept: ways.length ? { typed: one.raw, stems: [one.stem], ways: ways, light: true } : null }; }
    if (!ways.length && begins && one.raw.length > begins) {
      beginning(one.raw).forEach(function (raw) { ways = ways.concat(waysOf(raw, 0.7)); });
    }
    if (!ways.length && !words().has(one.raw) && !built.forms.has(one.stem)) {
      var meant = nearest(one.raw);
      if (meant) { slips.push([one.raw, meant]); return { length: 1, concept: { typed: meant, stems: [stem(meant)], ways: waysOf(meant, 1) } }; }
    }
    return { length: 1, concept: { typed: one.raw, stems: [one.stem], ways: ways } };
  }
  function waysOf(raw, weight) {
    return [{ terms: [stem(raw)], weight: weight }].concat((built.meanings.get(stem(raw)) || []).map(function (way) {
      return { terms: way.terms, weight: way.weight * weight };
    }));
  }
  function known(term) { return where(term).size > 0; }
  function beginning(raw) {
    var found = [];
    words().forEach(function (count, word) { if (word.length > raw.length && word.indexOf(raw) === 0) { found.push(word); } });
    return found.slice(0, 12);
  }
  // Words of the rules, and single words of the lists.
  function words() {
    if (!built.words) {
      built.words = new Map(built.vocabulary);
      var lists = data.words.map(function (group) { return group[0]; }).concat(data.terms, data.laws.map(function (law) { return law[3]; }), data.questions.map(function (one) { return one.asked; }));
      lists.forEach(function (list) {
        list.forEach(function (one) { tokens(one).forEach(function (word) { if (!built.words.has(word.raw)) { built.words.set(word.raw, 0); } }); });
      });
      built.forms = new Set();  // other forms of these are no slips
      built.words.forEach(function (count, word) { built.forms.add(stem(word)); });
    }
    return built.words;
  }

  // The word that was meant, where one slip (two in long words) was made: another letter, one too many or too few, two
  // that changed places; a short word may only sound the same, a long one nearly so. Of five letters only a change of places is taken for a slip.
  function nearest(raw) {
    if (raw.length < 4 || /\d/.test(raw)) { return ""; }
    var most = raw.length < 10 ? 1 : 2, best = "", least = most + 1, often = -1, heard = sound(raw);
    words().forEach(function (count, word) {
      if (word.length < 4 || Math.abs(word.length - raw.length) > most + 1 || STOP.has(word)) { return; }
      var far = sound(word) === heard ? 0.25 : raw.length < 6 && !(raw.length === 5 && word.length === 6) && raw.split("").sort().join("") !== word.split("").sort().join("") ? most + 1 :
        Math.min(distance(raw, word, most), raw.length < 8 ? most + 1 : distance(heard, sound(word), most) + 0.25) + (word[0] === raw[0] ? 0 : 0.5);
      if (far < least || (far === least && count > often)) { best = word; least = far; often = count; }
    });
    return least <= most + 0.5 ? best : "";
  }
  // How a word sounds, roughly: "foto" and "photo", "homofobic" and "homophobic", "disciplinery" and "disciplinary".
  function sound(raw) {
    return raw.replace(/ph/g, "f").replace(/ck|q/g, "k").replace(/c(?=[eiy])/g, "s").replace(/c(?!h)/g, "k").replace(/[sz]/g, "s")
      .replace(/ght/g, "t").replace(/y/g, "i").replace(/([aeiou])(?=[aeiou])/g, "").replace(/[ae](?=r(?:i|$))/g, "a").replace(/(.)\1/g, "$1");
  }
  function distance(one, other, most) {
    var rows = [], i, j;
    for (i = 0; i <= one.length; i++) {
      rows.push([i]);
      for (j = 1; j <= other.length; j++) {
        if (i === 0) { rows[0].push(j); continue; }
        var cost = one[i - 1] === other[j - 1] ? 0 : 1;
        var far = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) { far = Math.min(far, rows[i - 2][j - 2] + cost); }
        rows[i].push(far);
      }
      if (Math.min.apply(null, rows[i]) > most) { return most + 1; }
    }
    return rows[one.length][other.length];
  }
  function merged(list) {
    var seen = new Set();
    return list.filter(function (one) { var key = one.stems.join(" "), first = !seen.has(key); seen.add(key); return first; });
  }

  // ---- ranking

  // Rules that say a term, each with how much that counts, and whether the rule itself says it.
  function where(term) {
    if (!built.terms.has(term)) {
      var found = new Map();
      built.index.search(term, { prefix: false, fuzzy: false }).forEach(function (hit) {
        var fields = Object.keys(hit.match).reduce(function (all, one) { return all.concat(hit.match[one]); }, []);
        var weights = fields.map(function (field) { return WEIGHTS[field]; }).sort().reverse();
        found.set(hit.id, { weight: weights[0] + 0.15 * weights.slice(1).reduce(function (a, b) { return a + b; }, 0), held: fields.some(function (one) { return HELD[one]; }), own: fields.indexOf("words") >= 0 });
      });
      built.terms.set(term, found);
    }
    return built.terms.get(term);
  }

  // Rules of one kind that say what was typed, or another word for it: how much each counts, and where it says it.
  // A word that few rules have counts more than one that many have.
  function matches(concept, kind, total) {
    var found = new Map();
    concept.ways.forEach(function (way) {
      var sets = way.terms.map(where), all = [];
      sets[0].forEach(function (first, id) {
        var each = sets.map(function (set) { return set.get(id); });
        if ((kind && built.rules[id].kind !== kind) || each.some(function (one) { return !one; })) { return; }
        all.push({ id: id, weight: Math.min.apply(null, each.map(function (one) { return one.weight; })), held: each.every(function (one) { return one.held; }), own: each.some(function (one) { return one.own; }) });
      });
      var rare = Math.log(1 + (total || all.length) / (all.length || 1));
      all.forEach(function (one) {
        var apart = way.terms.length > 1 && !together(built.rules[one.id].stems, way.terms);
        var weight = one.weight * way.weight * rare * (apart ? 0.6 : 1), before = found.get(one.id);
        found.set(one.id, {
          weight: Math.max(weight, before ? before.weight : 0), held: one.held || Boolean(before && before.held), own: one.own || Boolean(before && before.own)
        });
      });
    });
    return found;
  }
  function together(stems, terms) { return (" " + stems.join(" ") + " ").indexOf(" " + terms.join(" ") + " ") >= 0; }

  function ranked(kind, list, within) {
    var place = within && numberOf(within);
    var mine = built.rules.filter(function (rule) { return rule.kind === kind; }), total = mine.length;
    var parts = list.map(function (concept) {
      var found = matches(concept, kind, total), held = 0;
      found.forEach(function (one) { held += one.held ? 1 : 0; });
      return { concept: concept, found: found, rare: Math.log(1 + total / (found.size || 1)) * (concept.light ? 0.3 : 1), held: held };
    });
    var heavy = parts.filter(function (part) { return !part.concept.light; }).length;
    var known = parts.filter(function (part) { return part.found.size; });
    var whole = parts.reduce(function (sum, part) { return sum + (part.found.size ? part.rare : Math.log(1 + total)); }, 0);
    var hits = mine.map(function (rule) {
      var score = 0, covered = 0, all = true, held = 0, own = false;
      parts.forEach(function (part) {
        var one = part.found.get(rule.id);
        if (!one) { all = all && part.concept.light; return; }
        score += one.weight;
        own = own || one.own;
        covered += part.rare;
        held += one.held ? 1 : 0;
      });
      if (!score || !held) { return null; }
      if (place && rule.cite.split(", ").some(function (cite) { return cite === place || cite.indexOf(place + "(") === 0; })) { score *= 4; }
      var size = own ? 1 / (0.75 + 0.25 * Math.min(3, rule.stems.length / built.mean)) : 0.9;  // of items under one introduction the first
      for (var at = 0; at + 1 < parts.length; at++) {
        if (together(rule.stems, parts[at].concept.stems.concat(parts[at + 1].concept.stems))) { score *= 1.25; }
      }
      score *= size * Math.pow(covered / whole, 1.5) * (rule.forces.length ? 1.15 : 0.85);
      return { rule: rule, score: score, all: all && held >= heavy };
    }).filter(Boolean).sort(function (a, b) { return b.score - a.score || a.rule.id - b.rule.id; });
    return { hits: hits, missing: parts.filter(function (part) { return !part.held && !part.concept.light; }).map(function (part) { return part.concept.typed; }), known: known.length };
  }

  // ---- questions and pages

  // How far one of some texts is what was asked: all that was typed is in the texts, and most of one text was typed; or
  // of one text that says at least two telling words every one was typed, and of what was typed not much is beside it.
  function asks(list, texts, share) {
    var heavy = list.filter(function (concept) { return !concept.light && !weak(concept); }), typed = heavy.length ? heavy : list;
    var each = texts.map(function (text) {
      return tokens(text).filter(function (one) { return !STOP.has(one.raw) && !one.part; }).map(function (one) { return one.stem; });
    });
    var bag = new Set([].concat.apply([], each));
    function ways(concept) { return concept.ways.concat([{ terms: concept.stems, weight: 1 }]); }
    function meets(concept, terms) { return ways(concept).some(function (way) { return way.terms.every(function (term) { return terms.has(term); }); }); }
    function count(concepts) { return concepts.reduce(function (sum, concept) { return sum + concept.typed.split(" ").length; }, 0); }
    // with and without everyday words: "give my password" says two words of "giving my password to the technician"
    function said(concepts, terms) {
      var own = count(concepts.filter(function (concept) { return meets(concept, terms); })), all = count(concepts);
      return own > 1 && own >= all / 2 ? own / all : 0;
    }
    var whole = typed.length && typed.every(function (concept) { return meets(concept, bag); });
    return Math.max.apply(null, each.map(function (own) {
      var telling = own.filter(function (one, at) { return own.indexOf(one) === at && !weak({ ways: [{ terms: [one] }] }); });
      if (!telling.length && list.length < 2) { return 0; }
      var all = telling.length ? telling : own;
      var met = all.filter(function (term) {
        return list.some(function (concept) { return ways(concept).some(function (way) { return way.terms.indexOf(term) >= 0; }); });
      }).length / (all.length || 1);
      if (whole) { return met >= share ? 1 + met : 0; }
      var terms = new Set(own);
      return met === 1 && telling.length > 1 ? Math.max(said(typed, terms), said(list, terms)) : 0;
    }));
  }
  // Words that a quarter of all rules have say little of what is asked.
  function weak(concept) {
    var found = new Set();
    concept.ways.forEach(function (way) { if (way.terms.length === 1) { where(way.terms[0]).forEach(function (one, id) { if (one.held) { found.add(id); } }); } });
    return found.size > built.rules.length / 5;
  }

  function questionsFor(list) {
    return data.questions.map(function (question) { return { question: question, share: asks(list, question.asked, 0.7) }; })
      .filter(function (one) { return one.share; }).sort(function (a, b) { return b.share - a.share; }).slice(0, 2)
      .map(function (one) { return one.question; });
  }

  function pagesFor(list, query) {
    var found = [], typed = fold(query).replace(/[?!\s]+$/, "").trim();
    data.policies.forEach(function (policy) {
      policy.pages.forEach(function (page) {
        if ((typed.length > 3 && fold(page[0]).indexOf(typed) === 0) || asks(list, [page[2]].concat(page[2].split(" ").filter(function (word) { return !STOP.has(word); }), [page[0]]), 0.3)) { found.push({ title: page[0], url: page[1], policy: policy }); }
      });
      policy.editions.slice(0, 1).forEach(function (edition) {
        edition.clauses.forEach(function (clause) {
          if (asks(list, [clause[3]], 0.99)) {
            found.push({ title: (clause[2] + " " + clause[3]).trim(), url: edition.folder + edition.pages[clause[0]] + "/#" + clause[1], policy: policy });
          }
        });
      });
    });
    return found.slice(0, 4);
  }

  // ---- the answer

  // By status of edition, those in force first: `hits` best first, `also` the rest, `silent` what an edition does not say.
  // While somebody is `typing` the last word may be the beginning of one.
  function search(query, withOlder, typing) {
    if (!built || built.withOlder !== Boolean(withOlder) || built.shards !== Object.keys(shards).length + Object.keys(older).length) {
      build(withOlder);
      built.withOlder = Boolean(withOlder);
      built.shards = Object.keys(shards).length + Object.keys(older).length;
    }
    var kinds = built.rules.map(function (rule) { return rule.kind; }).filter(function (kind, at, all) { return all.indexOf(kind) === at; });
    if (kinds.indexOf("force") < 0) { kinds.push("force"); }
    kinds.sort(function (a, b) { return (a in ORDER ? ORDER[a] : 3) - (b in ORDER ? ORDER[b] : 3); });
    var number = numberOf(query), at = query.match(PLACE), rest = at ? query.replace(at[0], " ").replace(NAMED, " ") : query;
    if (at && tokens(rest).every(function (one) { return STOP.has(one.raw); })) { number = numberOf(at[0]); }
    return number ? byNumber(number, kinds) : byWords(rest, at ? at[0] : "", kinds, typing);
  }

  function byNumber(number, kinds) {
    var groups = kinds.map(function (kind) {
      var mine = built.rules.filter(function (rule) { return rule.kind === kind; });
      var hits = mine.filter(function (rule) { return rule.cite.split(", ").indexOf(number) >= 0; });
      if (!hits.length) { hits = mine.filter(function (rule) { return rule.cite.indexOf(number + "(") === 0 || rule.cite.indexOf(number + ".") === 0; }); }
      else if (!/\(/.test(number)) { hits = mine.filter(function (rule) { return rule.cite === number || rule.cite.indexOf(number + "(") === 0; }); }
      return { kind: kind, hits: hits, also: [], silent: [], complete: hits.length > 0, missing: [] };
    });
    return { number: number, groups: groups, questions: [], pages: [], slips: [], unknown: [], concepts: [], terms: new Set() };
  }

  // "3.3 phones": the number says where, and the words what.
  function byWords(query, within, kinds, typing) {
    var read = concepts(query, typing), list = read.found;
    var used = list.filter(function (concept) { return matches(concept).size; });
    var unknown = list.filter(function (concept) { return used.indexOf(concept) < 0; }).map(function (concept) { return concept.typed; });
    // everyday words alone find nothing where the telling ones are in no rule
    if (unknown.length && used.every(function (concept) { return concept.light; })) { used = []; }
    var questions = list.length ? questionsFor(list) : [];
    var groups = kinds.map(function (kind) {
      var found = used.length ? ranked(kind, used, within) : { hits: [], missing: [], known: 0 };
      var pinned = [], silent = [];
      questions.forEach(function (question) {
        built.rules.forEach(function (rule) {
          if (rule.kind === kind && rule.policy.id === question.policy && (question.answers[rule.edition.name] || []).some(function (one) {
            return one.rule === rule.anchor && says(rule, one.says);
          })) { pinned.push(rule); }
        });
        data.policies.forEach(function (policy) {
          policy.editions.forEach(function (edition) {
            if (policy.id === question.policy && edition.kind === kind && question.silent[edition.name]) { silent.push(question.silent[edition.name]); }
          });
        });
      });
      pinned = pinned.filter(function (one, at) { return pinned.indexOf(one) === at; });
      var best = found.hits.length ? found.hits[0].score : 0;
      var complete = found.hits.some(function (hit) { return hit.all; });
      var rest = found.hits.filter(function (hit) { return pinned.indexOf(hit.rule) < 0 && hit.score >= 0.2 * best; }).map(function (hit) { return hit.rule; });
      var hits = pinned.concat(rest.slice(0, Math.max(0, 3 - pinned.length)));
      return {
        kind: kind, hits: hits, also: rest.slice(Math.max(0, 3 - pinned.length), 12), pinned: pinned.length, silent: silent,
        complete: complete || pinned.length > 0, missing: found.missing
      };
    });
    return { number: "", groups: groups, questions: questions, pages: list.length ? pagesFor(list, query) : [], slips: read.slips, unknown: unknown, concepts: list, terms: meant(list) };
  }
  // Words that a reader may have meant, of those that rules and lists have: near ones, and those that begin alike.
  function suggest(unknown) {
    var found = [];
    unknown.slice(0, 3).forEach(function (raw) {
      words().forEach(function (count, word) {
        if (word.length < 4 || STOP.has(word) || /\d/.test(word)) { return; }
        var most = Math.max(1, Math.floor(raw.length / 3)), far = distance(raw, word, most);
        if (far <= most || (raw.length > 3 && word.slice(0, 4) === raw.slice(0, 4))) { found.push([far, word]); }
      });
    });
    return found.sort(function (a, b) { return a[0] - b[0]; }).map(function (one) { return one[1]; })
      .filter(function (one, at, all) { return all.indexOf(one) === at; }).slice(0, 4);
  }

  // Law that a rule names with its year and that has been replaced: title and address.
  function replaced(rule) {
    var text = fold(rule.lead + " " + rule.words);
    return data.laws.filter(function (law) {
      return law[5] && rule.laws.indexOf(law[0]) >= 0 && text.indexOf(fold(law[1].replace(/^the\s+/i, ""))) >= 0;
    }).map(function (law) { return [law[1].replace(/^the\s+/i, ""), law[2]]; });
  }

  // Whether a word of a text is one that was looked for: what is marked in it.
  function isMeant(word, terms) { return stemmed(word).some(function (one) { return terms.has(one); }); }
  function meant(list) {
    var found = new Set();
    list.forEach(function (concept) { concept.ways.forEach(function (way) { if (way.terms.length === 1 || way.weight === 1) { way.terms.forEach(function (term) { found.add(term); }); } }); });
    return found;
  }

  function says(rule, words) { return fold(rule.lead + " " + rule.words).replace(/\s+/g, " ").indexOf(fold(words).replace(/\s+/g, " ")) >= 0; }

  return {
    index: function (found) { data = found; built = null; },
    rules: function (found) { shards[found.policy] = found; },
    older: function (found) { older[found.policy] = found; },
    ready: function (MiniSearch, stemmer) { tools = { MiniSearch: MiniSearch, stemmer: stemmer }; },
    search: search,
    suggest: suggest,
    says: isMeant,
    replaced: replaced,
    data: function () { return data; }
  };
})();
