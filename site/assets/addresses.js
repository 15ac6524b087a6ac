// Opened from the disk, a folder shows its files and no page: there, links name the page.
if (location.protocol === "file:") {
  document.querySelectorAll("a[href], form[action]").forEach(function (one) {
    var name = one.hasAttribute("href") ? "href" : "action", url = one.getAttribute(name);
    if (/^[a-z]+:|^[?#]/i.test(url)) { return; }
    one.setAttribute(name, url.replace(/^$|(^|\/)\.{1,2}(?=$|[?#])|\/(?=$|[?#])/, function (end) {
      return (end.slice(-1) === "/" ? end : (end || ".") + "/") + "index.html";
    }));
  });
}

// Addresses that lead on: to where the clause is now, with the item's letter as far as it has one.
(function () {
  var wanted = location.hash.slice(1);
  var clause = wanted.split(".")[0];
  var main = document.querySelector(".forward__main");

  if (!document.body.classList.contains("forward")) {
    if (wanted !== clause && !document.getElementById(wanted) && document.getElementById(clause)) {
      location.replace("#" + clause);  // an item that never was: its clause is the next best place
    }
    return;
  }

  if (main && !document.body.classList.contains("forward--gone")) {
    // the address of a clause takes its item's letter too: clause/email-and-internet/#g
    location.replace(main.href + (wanted && main.hash ? "." + wanted : ""));
  }
})();
