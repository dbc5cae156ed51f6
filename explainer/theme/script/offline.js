(() => {
  // What the worker beside the manifest kept is shown as what it is, until a newer page is there: worker.js.
  const link = document.querySelector("link[rel=manifest]"), workers = link && navigator.serviceWorker;
  if (!workers) return;
  const own = new URL("sw.js", link.href).href, notes = [...document.querySelectorAll("[data-offline]")];
  const renew = () => notes.some(note => note.isConnected) && workers.controller && workers.controller.postMessage({ renew: location.href });
  workers.addEventListener("message", event => {
    if (!event.data.renewed || !notes.some(note => note.isConnected)) return;
    const fresh = new DOMParser().parseFromString(event.data.renewed, "text/html");
    fresh.querySelectorAll("script").forEach(one => one.remove());
    notes.forEach(note => note.remove());
    // As every other news, where the page has what shows it: live.js.
    if (typeof swap === "function") return steadily(() => swap(fresh));
    document.title = fresh.title;
    document.querySelector("main").replaceWith(fresh.querySelector("main"));
  });
  addEventListener("online", renew);
  if (notes.length) {
    if (notes[0].dataset.offline === "slow") renew();
    setInterval(renew, 60000);
    // Said aloud as well: what stands there from the beginning is no news to a screen reader.
    setTimeout(() => notes.forEach(note => note.replaceChildren(...note.childNodes)), 500);
  }
  addEventListener("load", () => workers.getRegistration(own).then(there => {
    const other = there && there.scope === new URL("./", own).href && (there.active || there.waiting || there.installing);
    return other && other.scriptURL !== own ? null : workers.register(own); // whoever else keeps this site goes on
  }).catch(() => {}));
})();
