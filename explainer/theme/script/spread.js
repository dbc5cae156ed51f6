(() => {
  // How it spread, at any recorded minute: read when it is asked for, from the log that the stills are of.
  const list = document.querySelector(".stills"), json = document.querySelector('footer a[href*="status"]');
  if (!list || !json || !window.fetch) return;
  const make = (tag, more) => Object.assign(document.createElement(tag), more);
  const keep = one => { one.dataset.kept = ""; return one; };  // also when live.js swaps what stands around it
  const button = keep(make("button", { type: "button", className: "btn", textContent: list.dataset.label }));
  const get = url => fetch(url).then(r => { if (!r.ok) throw r; return r.json(); });
  const stills = [...list.querySelectorAll("time")].map(one => one.dateTime);
  const first = Date.parse(stills[0]), last = Date.parse(stills[stills.length - 1]) + 59999;
  const zone = stills[0].slice(16), ahead = zone === "Z" ? 0 : (zone[0] + 1) * (zone.slice(1, 3) * 60 + +zone.slice(4)) * 6e4;
  const days = new Set(stills.map(one => one.slice(0, 10))).size > 1;
  const clock = at => new Date(Date.parse(at) + ahead).toISOString().slice(days ? 0 : 11, 16).replace("T", " ");
  const states = { stopped: "■", slowed: "▲", watch: "○", unknown: "?", normal: "●" };
  const words = list.dataset.words.split("|"), word = Object.fromEntries(Object.keys(states).map((one, i) => [one, words[i]]));
  function months() {
    const found = [];
    for (let at = stills.length && new Date(first); at.toISOString().slice(0, 7) <= new Date(last).toISOString().slice(0, 7); at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1))) {
      found.push(get(new URL("states/" + at.toISOString().slice(0, 7) + ".json", json.href)));
    }
    return found;
  }
  function recorded(turns, exercise) {
    const found = [];
    let here = {};
    for (const turn of turns.filter(one => !!one.exercise === exercise)) {
      const before = here, at = Date.parse(turn.at);
      here = turn.whole ? {} : { ...here };
      for (const part in turn.parts) here[part] = turn.parts[part][0];
      if (at >= first && at <= last) found.push({ at: turn.at, here, before });
    }
    return found;
  }
  function show(parts, moments) {
    const range = make("input", { type: "range", min: 0, max: moments.length - 1, value: moments.length - 1 });
    const label = keep(make("label", { textContent: list.dataset.label })), still = keep(make("div", { className: "stills" }));
    function draw() {
      const { at, here, before } = moments[range.value], map = make("p");
      map.setAttribute("aria-hidden", "true");
      for (const layer of list.dataset.layers.split(" ")) {
        for (const part of parts.filter(one => one.layer === layer)) {
          map.append(make("b", { className: here[part.id] || "soft", textContent: states[here[part.id]] || "·" }));
        }
        map.append(make("br"));
      }
      const turned = parts.filter(one => here[one.id] && here[one.id] !== before[one.id]);
      const said = turned.map(one => one.name + ": " + word[here[one.id]]);
      const item = make("div");
      item.style.gridColumn = "1 / -1";
      item.append(make("time", { textContent: clock(at) }), map, ...said.map(one => make("p", { textContent: one })));
      still.replaceChildren(item);
      range.setAttribute("aria-valuetext", [clock(at), ...said].join(". "));
    }
    range.oninput = draw;
    label.append(range);
    button.replaceWith(label, still);
    draw();
    range.focus();
  }
  button.onclick = () => Promise.all([get(json.href), ...months()])
    .then(([now, ...logs]) => show(now.components, recorded(logs.flat(), !!now.exercise)))
    .catch(() => { button.disabled = true; });
  list.after(button);
})();
