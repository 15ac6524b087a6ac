// The theme's scripts and its index wait in the page until someone searches: nobody else has to load them.
(function () {
  var button = document.querySelector(".top__search");
  var box = document.getElementById("__search");
  var waiting = document.getElementById("__scripts");
  if (!button || !box || !waiting) { return; }

  // The theme finds words that begin as typed. Without its s, "passwords" finds "password" too.
  var post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message) {
    if (message && message.type === 2 && typeof message.data === "string") {
      message = { type: 2, data: message.data.replace(/([a-z]{3})(?:ies|s)(?![a-z])/gi, "$1") };
    }
    return post.apply(this, [message].concat([].slice.call(arguments, 1)));
  };

  // Its shortcuts are single letters, which nobody can turn off and speech input says by mistake.
  window.addEventListener("keydown", function (event) {
    if (event.key.length === 1 && event.key !== " " && !/^(input|textarea|select)$/i.test(event.target.tagName)) {
      event.stopImmediatePropagation();
    }
  }, true);

  function load() {
    var theirs = waiting && waiting.content.querySelector("script[src*='/bundle.']");
    if (theirs) {
      var script = document.createElement("script");
      script.src = theirs.getAttribute("src");
      script.onload = ask;
      document.body.appendChild(script);
      waiting = null;
    }
  }

  // Zensical brings a dialog of its own, which its own button opens.
  function ask() {
    var own = document.querySelector(".md-search__button");
    if (own) { own.click(); }
  }

  var field = document.querySelector(".md-search__input");
  if (field) { field.addEventListener("focus", load); }
  button.addEventListener("click", function () {
    if (waiting) { load(); } else { ask(); }
    if (!box.checked) { box.click(); }
    if (field) { field.focus(); }
  });

  // Whoever closes the search goes on from where it was opened.
  box.addEventListener("change", function () {
    if (!box.checked && button.offsetParent) { setTimeout(function () { button.focus(); }); }
  });
})();
