(() => {
  // What the worker beside the manifest kept is shown as what it is, until a newer page is there: worker.js.
  const link = document.querySelector("link[rel=manifest]"), workers = link && navigator.serviceWorker;
  if (!workers) return;
  const own = new URL("sw.js", link.href).href, note = () => document.querySelector("[data-kept]");
  const renew = () => note() && workers.controller && workers.controller.postMessage({ renew: location.href });
  workers.addEventListener("message", event => {
    if (!note() || !event.data.renewed) return;
    note().remove();
    const fresh = new DOMParser().parseFromString(event.data.renewed, "text/html");
    document.title = fresh.title;
    document.querySelector("main").replaceWith(fresh.querySelector("main"));
  });
  addEventListener("online", renew);
  if (note()) {
    if (note().dataset.kept === "slow") renew();
    // Said aloud as well: what stands there from the beginning is no news to a screen reader.
    setTimeout(() => note() && note().replaceChildren(...note().childNodes), 500);
  }
  addEventListener("load", () => workers.register(own).then(found => {
    const here = workers.controller;
    if (!here || here.scriptURL !== own) (found.active || found.waiting || found.installing).postMessage({ keep: location.href });
  }).catch(() => {}));
})();
