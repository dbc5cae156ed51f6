// An open page asks whether anything new was said, and shows it in its place. Without this it says its own age.
const d = document, news = new URL(d.currentScript.dataset.news, location).href;
if (window.fetch && window.DOMParser && !d.querySelector(".x-preview, .lead.is-over")) {
  const MINUTE = 6e4, first = (where, what) => where.querySelector(what);
  const letters = where => (first(where, "data[hidden]") || {}).value || "";
  const title = where => (first(where, ".lead:not(.aged) h1") || first(where, ".explainer-bar .news a") || d.body).textContent.trim();
  const slow = () => { const c = navigator.connection || {}; return c.saveData || c.metered || /2g/.test(c.effectiveType); };
  let timer, busy, asked = 0, fails = 0, checked = 0, renewed = 0, tried, path, last, modified;

  // What of the page was seen here before: its newest word, its title and its letters, and which words were the newest.
  const seen = what => { try { if (what) localStorage.setItem(path, JSON.stringify(what)); else return JSON.parse(localStorage.getItem(path)); } catch (e) { } };
  function arrive() {
    if (path === "explainer " + location.pathname) return;
    modified = path ? 0 : Date.parse(d.lastModified);
    path = "explainer " + location.pathname;
    last = seen();
    tried = "";
  }

  // One element becomes another. What is the same stays: its focus, what is typed and chosen in it, what was opened.
  const weak = one => {
    if (one.nodeType !== 1) return "";
    const time = first(one, "time"), link = one.matches("a") ? one : first(one, "a");
    return one.id || (time ? time.dateTime : link ? link.getAttribute("href") : "");
  };
  const sign = one => one.nodeType === 1 ? one.nodeName + one.textContent : one.nodeType + one.data;
  const own = name => name === "open" || name === "tabindex";
  function morph(a, b) {
    if (a.isEqualNode(b)) return;
    if (a.nodeType !== 1) { a.data = b.data; return; }
    for (const { name, value } of b.attributes) if (!own(name) && a.getAttribute(name) !== value) a.setAttribute(name, value);
    for (const { name } of [...a.attributes]) if (!own(name) && !b.hasAttribute(name)) a.removeAttribute(name);
    const was = [...a.childNodes], now = [...b.childNodes], pair = paired(was, now);
    let at = a.firstChild;
    const clear = until => { while (at !== until) { const one = at; at = at.nextSibling; if (!one.dataset || !("kept" in one.dataset)) one.remove(); } };
    now.forEach((one, j) => {
      if (!pair[j]) { a.insertBefore(d.importNode(one, true), at); return; }
      clear(pair[j]);
      morph(at, one);
      at = at.nextSibling;
    });
    clear(null);
  }
  function paired(was, now) {
    const n = now.length, key = list => list.map(one => [one.nodeName, sign(one), weak(one)]), x = key(was), y = key(now);
    const like = (i, j) => x[i][0] !== y[j][0] ? 0 : x[i][1] === y[j][1] ? 3 : x[i][2] && x[i][2] === y[j][2] ? 2 : 0;
    const best = Array.from({ length: was.length + 1 }, () => new Array(n + 1).fill(0)), pair = [];
    for (let i = was.length; i--;) for (let j = n; j--;) {
      const alike = like(i, j);
      best[i][j] = Math.max(best[i + 1][j], best[i][j + 1], alike && alike + best[i + 1][j + 1]);
    }
    let i = 0, j = 0, from = 0, to = 0;
    const between = () => { for (; to < j; to++) for (let k = from; k < i; k++) if (x[k][0] === y[to][0] && !(was[k].id && now[to].id)) { pair[to] = was[k]; from = k + 1; break; } };
    while (i < was.length && j < n) {
      const alike = like(i, j);
      if (alike && best[i][j] === alike + best[i + 1][j + 1]) { between(); pair[j] = was[i++]; from = i; to = ++j; }
      else if (best[i][j] === best[i + 1][j]) i++;
      else j++;
    }
    i = was.length; j = n;
    between();
    return pair;
  }
  const regions = where => [...where.querySelectorAll("[data-live]")];
  const named = list => list.map(one => one.dataset.live).join();
  function swap(page) {
    const was = regions(d), now = regions(page), pairs = named(was) === named(now) ? was.map((one, i) => [one, now[i]]) : [[first(d, "main#main"), first(page, "main#main")]];
    const here = "head style, head link[rel=stylesheet]", worn = [...d.querySelectorAll(here)];
    page.querySelectorAll(here).forEach(one => { if (!worn.some(two => two.isEqualNode(one))) d.head.append(d.importNode(one, true)); });
    pairs.forEach(([a, b]) => { if (a && b && a.dataset.live !== "run") morph(a, b); });
    const icon = [d, page].map(where => first(where, "link[rel=icon]"));
    if (icon[0] && icon[1]) icon[0].setAttribute("href", icon[1].getAttribute("href"));
    if (page.title) d.title = page.title;
    dispatchEvent(new Event("pageshow"));
  }

  // Nothing that somebody reads moves, and nobody loses the place where they are.
  function steadily(change) {
    const root = d.documentElement, focus = d.activeElement, chain = [];
    const up = (one, top) => { for (; one && one !== d.body; one = one.parentElement) chain.push([one, one.getBoundingClientRect().top]); };
    const box = focus && focus !== d.body && focus.getBoundingClientRect();
    if (scrollY) up(box && box.bottom > 0 && box.top < innerHeight ? focus : d.elementFromPoint(innerWidth / 2, innerHeight / 3));
    const around = [];
    for (let one = focus; one; one = one.parentElement) around.push(one);
    root.style.overflowAnchor = "none";
    change();
    const kept = chain.find(([one]) => one.isConnected && one.getClientRects().length);
    const home = around.find(one => one.isConnected);
    if (home !== focus && home !== d.body) { home.tabIndex = -1; home.focus({ preventScroll: true }); }
    if (kept) scrollBy({ top: kept[0].getBoundingClientRect().top - kept[1], behavior: "instant" });
    requestAnimationFrame(() => { root.style.overflowAnchor = ""; });
  }

  // One line, said once, that takes no focus.
  const bar = d.createElement("div");
  bar.setAttribute("role", "status");
  d.body.prepend(bar);
  const dress = (one, style) => { one.style.cssText = style; return one; };
  function hide() {
    bar.textContent = bar.style.cssText = d.documentElement.style.scrollPaddingBottom = "";
  }
  const filled = (form, words, lang) => {
    const [before, after] = form.split("{words}"), told = d.createElement("bdi");
    told.textContent = words;
    if (lang) told.lang = lang;
    return [before, told, after];
  };
  function say(words, more, [read, ok]) {
    const lead = first(d, ".lead:not([hidden]) h1, .explainer-bar .news"), away = lead && lead.getBoundingClientRect().bottom < 0;
    const line = d.createElement("p"), button = d.createElement("button");
    let back;
    line.append(...words);
    if (more) line.append(d.createElement("br"), ...more);
    button.type = "button";
    button.textContent = away ? read : ok;
    button.onfocus = e => { back = e.relatedTarget; };
    button.onclick = () => {
      hide();
      if (away) { lead.tabIndex = -1; lead.focus(); } else if (back && back.isConnected) back.focus({ preventScroll: true });
    };
    dress(bar, "position:fixed;z-index:9;inset:auto 0 0;display:flex;gap:16px;align-items:center;justify-content:space-between;padding:12px 16px;border-top:2px solid;background:var(--ink,#10151c);color:var(--paper,#fff);font-size:16px;line-height:1.4");
    dress(line, "margin:0");
    dress(button, "flex:none;min-width:64px;min-height:44px;padding:0 12px;font:inherit;font-weight:600;color:inherit;background:none;border:2px solid;border-radius:4px;outline-color:currentColor;cursor:pointer");
    bar.replaceChildren(line, button);
    d.documentElement.style.scrollPaddingBottom = bar.offsetHeight + "px";
  }
  addEventListener("beforeprint", hide);

  // What the page is about now: its newest word, its title, and the letters by which it is known.
  function told(live) {
    const of = /\/disruptions\/([^/]+)\//.exec(location.pathname), found = live.news.filter(one => !of || one[0] === decodeURIComponent(of[1]))[0];
    const ids = live.news.map(one => one[0] + "/" + one[1]), now = [found ? found[0] + "/" + found[1] : "", title(d), letters(d), ids];
    if (last && last[2] !== now[2]) {
      // A word that stands first because what was said after it is over was said before, and is no news.
      const is = found && last[0] !== null && last[0] !== now[0] && !(last[3] || []).includes(now[0]), turned = last[1] !== now[1];
      const next = of && found && last[0] === found[0] + "/" + found[2];
      const at = of ? 0 : 1, [form, before, ...buttons] = live.say;
      const words = is ? [found[4 + at], (found[6] || [])[at]] : [now[1], ""];
      if (is || turned) say(filled(form.replace("{time}", is ? found[3] : live.at), ...words), turned && !next && filled(before, last[1]), buttons);
    }
    last = now;
    seen(now);
  }

  async function get(url) {
    const stop = new AbortController(), late = setTimeout(() => stop.abort(), MINUTE / 3);
    try {
      const answer = await fetch(url, { cache: "no-cache", signal: stop.signal });
      if (!answer.ok) throw answer;
      return [await answer.text(), Date.parse(answer.headers.get("last-modified"))];
    } finally { clearTimeout(late); }
  }
  async function heed(live) {
    const at = Date.parse(live.checked), age = first(d, ".aged [data-age]"), made = age ? Date.parse(age.dataset.age) : NaN;
    const now = live.pages.match(/.{6}/g) || [], all = live.pages + live.rest, mine = letters(d), here = now.includes(mine);
    const newest = Math.max(checked, made || 0);
    if (at < newest && newest < Date.now() + 1440 * MINUTE) return; // of a day to come: a clock went wrong
    checked = at || checked;
    const hour = first(d, ".checked time");
    if (hour && at) { hour.dateTime = live.checked; hour.textContent = live.at; }
    const turns = [...d.querySelectorAll("[data-good-until]")].map(one => Date.parse(one.dataset.goodUntil));
    const old = at > made && Math.min(...turns) < asked + 5 * MINUTE && asked - renewed > 5 * MINUTE;
    if (!last && !here) last = [null, title(d), mine];
    if (!mine || (here || all === tried) && !old) { if (here) told(live); return; }
    const [html, changed] = await get(location.href), page = new DOMParser().parseFromString(html, "text/html"), its = letters(page);
    page.querySelectorAll("script").forEach(one => one.remove());
    if (changed < modified || !now.includes(its) && !live.rest && !first(page, ".lead.is-over")) throw its;
    tried = all;
    modified = changed || modified;
    renewed = Date.now();
    steadily(() => swap(page));
    told(live);
  }
  async function ask() {
    clearTimeout(timer);
    if (busy || d.visibilityState === "hidden") return;
    busy = true;
    asked = Date.now();
    try {
      arrive();
      await heed(JSON.parse((await get(news))[0]));
      fails = 0;
    } catch (e) { fails++; }
    busy = false;
    wait();
  }
  function wait() {
    clearTimeout(timer);
    if (d.visibilityState !== "hidden") timer = setTimeout(ask, (slow() ? 5 : 1) * MINUTE * Math.min(2 ** fails, 32) * (.75 + Math.random() / 2));
  }
  d.addEventListener("visibilitychange", () => { if (Date.now() - asked > MINUTE / 2) ask(); else wait(); });
  addEventListener("pageshow", e => { if (e.persisted) ask(); });
  addEventListener("online", () => { fails = 0; ask(); });
  timer = setTimeout(ask, 500 + Math.random() * 1500);
}
