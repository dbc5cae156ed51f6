((self, told) => {
  // Keeps the crisis pages that a reader has seen for when the network fails. What it promises: docs/offline.md.
  const scope = self.registration.scope, own = `explainer ${scope} `, mark = told.drill ? " drill" : "";
  const PAGES = `${own}pages 1${mark}`, FILES = `${own}files 1`;
  const WAIT = 3000, MOST = 30, DAY = 864e5;
  const DIGEST = /\/assets\/(?:javascripts|stylesheets)\/[\w-]+\.([0-9a-f]{8})\.(?:js|css)$/;
  const map = told.map && new URL(told.map, scope).href;
  const asked = new Map();
  let turn = Promise.resolve(), wantsMap = !!map;

  // Which page an address is of: those of the site in this language, without what is asked of it or where in it.
  function pageOf(address) {
    const url = new URL(address, scope);
    url.search = url.hash = "";
    url.pathname = url.pathname.replace(/\/index\.html$/, "/");
    const inside = url.href.startsWith(scope) ? url.href.slice(scope.length) : null;
    return inside === null || told.others.some(other => inside.startsWith(other)) ? null : url.href;
  }

  // When a page says that it was made, and in which words; a page of what is over says nothing, and never changes.
  function madeAt(html) {
    const line = /<p class="old" data-due="([^"]*)">(.*?)<\/p>/s.exec(html);
    const times = line ? [...line[2].matchAll(/<time datetime="([^"]*)"[^>]*>(.*?)<\/time>/gs)] : [];
    return times.find(time => time[1] !== line[1]) || times[0];
  }

  function isOlder(fresh, kept) {
    const drill = /<div class="drill"/;
    if (drill.test(fresh.html) !== drill.test(kept.html)) return false;
    const [now, then] = [fresh, kept].map(one => Date.parse((madeAt(one.html) || [])[1]));
    if (then > Date.now() + DAY) return false; // a clock went wrong, at whoever published it or here
    if (now && then && now !== then) return now < then;
    if (then && !now) return false;
    return Date.parse(fresh.headers.get("last-modified")) < Date.parse(kept.headers.get("last-modified"));
  }

  async function read(response) {
    return { html: await response.clone().text(), headers: response.headers };
  }

  function isKept(response, html) {
    return response.status === 200 && !response.redirected && html.includes('<div data-live="lead"') && /<\/html>\s*$/.test(html);
  }

  function again({ html, headers }) {
    const sent = new Headers(headers);
    for (const name of ["content-encoding", "content-length", "vary"]) sent.delete(name);
    return new Response(html, { headers: sent });
  }

  async function kept(page) {
    try {
      const found = await (await caches.open(PAGES)).match(page);
      return found && await read(found);
    } catch { return undefined; }
  }

  // One after another, so that of two answers the older can never be written last. Gives what is to be shown.
  function keep(page, response) {
    if (!/text\/html/.test(response.headers.get("content-type"))) return response;
    const writing = Promise.all([read(response), turn]).then(async ([fresh]) => {
      if (!isKept(response, fresh.html)) return response;
      const before = await kept(page);
      if (before && isOlder(fresh, before)) return again(before);
      try { await put(page, fresh); } catch { /* what cannot be kept can be shown */ }
      return response;
    });
    turn = writing.catch(() => {});
    return writing;
  }

  async function put(page, fresh) {
    const pages = await caches.open(PAGES), { headers } = again(fresh);
    headers.set("x-kept", new Date().toISOString());
    await pages.put(page, new Response(fresh.html, { headers }));
    const over = (await pages.keys()).map(one => one.url).filter(url => url !== map && url !== scope);
    for (const url of over.slice(0, Math.max(0, over.length - MOST + 2))) await pages.delete(url);
    for (const [, path] of fresh.html.matchAll(/\b(?:src|href)="?([^"\s>]+)/g)) {
      const url = new URL(path, page);
      if (url.origin === self.location.origin && DIGEST.test(url.pathname)) file(url.href).catch(() => {});
    }
    if (wantsMap && page !== map && !(navigator.connection && navigator.connection.saveData)) {
      wantsMap = false;
      if (!await kept(map)) get(map, { priority: "low" }).catch(() => { wantsMap = true; });
    }
  }

  function get(page, how) {
    return renewed(page, fetch(page, how));
  }

  // What the network says of a page, once it is kept; a server’s own trouble is no answer.
  function renewed(page, answer) {
    const found = answer.then(async response => {
      if (response.status >= 500) throw new Error("silent");
      if (response.status === 404 || response.status === 410) await forget(page);
      return keep(page, response);
    });
    asked.set(page, found);
    const done = () => asked.get(page) === found && asked.delete(page);
    found.then(done, done);
    return found;
  }

  async function forget(page) {
    try { await (await caches.open(PAGES)).delete(page); } catch { /* nothing is kept */ }
  }

  // Network first: a kept page stands in where there is no answer, or none within three seconds.
  async function visit(event, page) {
    const answer = Promise.resolve(event.preloadResponse).then(early => early || fetch(event.request));
    const before = await kept(page);
    if (!before) {
      const response = await answer;
      const copy = response.clone();
      event.waitUntil(renewed(page, Promise.resolve(copy)).catch(() => {}));
      return response;
    }
    const fresh = renewed(page, answer);
    event.waitUntil(fresh.catch(() => {}));
    let timer;
    const late = new Promise(done => { timer = setTimeout(done, WAIT, "slow"); });
    const why = fresh.catch(error => error.message === "silent" ? "silent" : "offline");
    const got = await Promise.race([why, late]);
    clearTimeout(timer);
    return typeof got === "string" ? again({ ...before, html: noted(before, got) }) : got;
  }

  // The page as it was kept, saying first of all what it is.
  function noted({ html, headers }, why) {
    const note = `<div role="status" data-offline="${why}" style="border-inline-start:4px dashed;padding-inline-start:.75rem;margin-block-start:1rem">`
      + `<p><b>${told[why].replace("{}", () => time(html, headers))}</b></p>`
      + `<a href="" style="color:inherit;display:inline-flex;align-items:center;min-height:2.75rem">${told.again}</a></div>`;
    // The sign that holds now and those that it turns into: one of them is shown.
    const signs = html.replace(/<p class="say".*?<\/p>/gs, said => said + note);
    return signs === html ? html.replace('<div data-live="lead"', lead => note + lead) : signs;
  }

  // The clock alone of today, as the site's clocks show it; else the page's own words, which have the day.
  function time(html, headers) {
    const [, at, words] = madeAt(html) || [];
    if (!at) {
      const long = { dateStyle: "long", timeStyle: "short" };
      return new Date(headers.get("x-kept")).toLocaleString(`${told.language}-u-nu-latn`, long);
    }
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(at) || [, "+", 0, 0];
    const ahead = (sign + 1) * (hours * 60 + +minutes) * 6e4;
    const isToday = new Date(Date.now() + ahead).toISOString().slice(0, 10) === at.slice(0, 10);
    return `<time datetime="${at}">${isToday ? at.slice(11, 16) : words}</time>`;
  }

  // Files with a digest in their name: kept only where they are what the name says.
  function file(url) {
    const loading = asked.get(url) || load(url).finally(() => asked.delete(url));
    asked.set(url, loading);
    return loading.then(response => response.clone());
  }

  async function load(url) {
    const files = await caches.open(FILES).catch(() => null), found = files && await files.match(url);
    if (found) return found;
    const response = await fetch(url);
    if (files && response.ok) {
      const body = await response.clone().arrayBuffer();
      const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).slice(0, 4);
      const name = [...sum].map(one => one.toString(16).padStart(2, "0")).join("");
      if (name === DIGEST.exec(new URL(url).pathname)[1]) {
        try {
          await files.put(url, response.clone());
          for (const old of (await files.keys()).slice(0, -MOST)) await files.delete(old);
        } catch { /* what cannot be kept can be used */ }
      }
    }
    return response;
  }

  self.addEventListener("install", () => self.skipWaiting());

  self.addEventListener("activate", event => event.waitUntil((async () => {
    try {
      const names = await caches.keys();
      await Promise.all(names.filter(name => name.startsWith(own) && name !== PAGES && name !== FILES).map(name => caches.delete(name)));
    } catch { /* no storage, nothing to drop */ }
    if (self.registration.navigationPreload) await self.registration.navigationPreload.enable().catch(() => {});
    await self.clients.claim();
    // What was open before this worker was there is kept as it was shown; nobody waits for that.
    for (const one of await self.clients.matchAll()) {
      const page = pageOf(one.url);
      if (page) get(page, { cache: "force-cache" }).catch(() => {});
    }
  })()));

  self.addEventListener("fetch", event => {
    const { request } = event, url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin || request.headers.has("range")) return;
    const page = pageOf(url);
    if (request.mode === "navigate") {
      if (page && request.destination === "document") event.respondWith(visit(event, page));
    } else if (DIGEST.test(url.pathname) && !url.search) {
      event.respondWith(file(request.url));
    } else if (page && request.destination === "" && /(?:\/|\.html)$/.test(url.pathname)) {
      event.respondWith(fetch(request).then(response => keep(page, response)));
    }
  });

  // A page asks for the newer one that it could not be shown.
  self.addEventListener("message", event => {
    const page = event.data && event.data.renew ? pageOf(event.data.renew) : null;
    if (page) event.waitUntil((asked.get(page) || get(page, { cache: "no-cache" })).then(async response => {
      const newest = response.ok && await kept(page);
      if (newest) event.source.postMessage({ renewed: newest.html });
    }).catch(() => {}));
  });
})(self, TOLD);
