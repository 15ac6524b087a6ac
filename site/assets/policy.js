// The contents page answers for every clause: /policy/edition/#clause.g goes on to the page that holds the clause.
(function () {
  var wanted = location.hash.slice(1);
  var entry = wanted && document.getElementById(wanted.split(".")[0]);
  if (entry && entry.tagName === "A" && entry.closest(".contents")) {
    location.replace(entry.href.split("#")[0] + "#" + wanted);
  }
})();
