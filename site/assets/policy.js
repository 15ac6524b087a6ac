// The contents page answers for every clause: /policy/edition/#clause.g goes on to the page that holds the clause.
(function () {
  var wanted = location.hash.slice(1);
  var entry = wanted && document.getElementById(wanted.split(".")[0]);
  if (entry && entry.tagName === "A" && entry.closest(".contents")) {
    location.replace(entry.href.split("#")[0] + "#" + wanted);
  }
})();

// The theme opens its search with a check box that no keyboard reaches; this button does it for everyone.
(function () {
  var button = document.querySelector(".top__search");
  var box = document.getElementById("__search");
  if (button && box) {
    button.addEventListener("click", function () { box.click(); });
  }
})();
