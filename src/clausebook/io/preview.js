// What a previewed page runs: wait for news; load anew, or show why nothing was built.
(async (seen, address) => {
  const note = document.createElement("pre");
  note.setAttribute("role", "alert");
  note.style.cssText =
    "position:fixed;inset:auto 0 0 0;z-index:99;max-height:60vh;overflow:auto;margin:0;padding:1rem;" +
    "background:#4a0d0d;color:#fff;font:14px/1.5 monospace;white-space:pre-wrap";
  document.body.append(note);
  note.hidden = true;
  for (;;) {
    try {
      const news = await (await fetch(`${address}?after=${seen}`)).json();
      if (news.version !== seen && !news.complaint) return location.reload();
      seen = news.version;
      note.textContent = news.complaint;
      note.hidden = !news.complaint;
    } catch {
      await new Promise((again) => setTimeout(again, 1000));
    }
  }
})
