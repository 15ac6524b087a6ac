// Addresses that were published once: on to where the clause is now, with the item's letter as far as it has one.
(function () {
  var wanted = location.hash.slice(1);
  var clause = wanted.split(".")[0];
  var main = document.querySelector(".forward__main");

  if (!document.body.classList.contains("forward")) {
    var note = wanted && document.getElementById(wanted) && document.getElementById(wanted).closest(".moved li");
    if (note) {
      location.replace(note.querySelector("a").href);
    } else if (wanted !== clause && !document.getElementById(wanted) && document.getElementById(clause)) {
      location.replace("#" + clause);  // an item that never was: its clause is the next best place
    }
    return;
  }

  var place = wanted && document.getElementById(wanted);
  var line = place && place.closest("li");
  var link = line && line.querySelector("a");
  if (link) {
    var moved = link.hash === "#" + clause;
    location.replace(link.href.split("#")[0] + (moved ? "#" + wanted : link.hash));
  } else if (main) {
    // the address of a clause takes its item's letter too: clause/email-and-internet/#g
    location.replace(main.href + (wanted && !place && main.hash ? "." + wanted : ""));
  }
})();
