const root = document.getElementById("run"), given = root && JSON.parse(root.dataset.run);
const $ = (s, e = root) => e.querySelector(s), $$ = (s, e = root) => [...e.querySelectorAll(s)];
function start({ scene, choices, moments, frame, lang, says }) {
  const num = n => n.toLocaleString(lang, { maximumFractionDigits: 2 });
  const fill = (s, values) => s.replace(/{(.*?)}/g, (_, k) => values[k]);
  const two = n => String(n).padStart(2, "0");
  const span = m => m < 100 ? fill(says.min, { m: num(m) }) : fill(says.h, { h: num(Math.floor(m / 60)), m: two(m % 60) });
  const clock = t => two(Math.floor(t / 60) % 24) + ":" + two(t % 60);
  const people = n => num(heads(n, scene.people));
  const numbers = (s, r) => ({
    wait: span(whole(r.longest)), peak: num(whole(r.peak)), over: r.over == null ? "–" : clock(s.start + whole(r.over)),
    ontime: people(r.ontime), late: people(r.late), early: people(r.gone + r.later), gone: people(r.gone), later: people(r.later), left: people(r.left),
  });
  const short = x => String(Math.round(x * 10) / 10);
  // Two lines; the gap between them is people waiting.
  function draw(s, r, [minutes, top], until, guess) {
    const stop = until ?? minutes, seen = [];
    for (const c of r.corners) {
      if (c[0] <= stop) { seen.push(c); continue; }
      const a = seen[seen.length - 1], x = (stop - a[0]) / (c[0] - a[0]);
      seen.push([stop, a[1] + (c[1] - a[1]) * x, a[2] + (c[2] - a[2]) * x]);
      break;
    }
    const line = k => seen.map(c => short(c[0] * 600 / minutes) + " " + short(200 - c[k] * 200 / top)), come = line(1), out = line(2);
    const step = Math.max(1, Math.ceil(minutes / 300)) * 60;
    let grid = "", hours = "", mark = "";
    for (let t = (1440 - s.start % 60) % 60; t <= minutes; t += step) {
      grid += `M${short(t * 600 / minutes)} 0v200`;
      const edge = t < minutes * .07 ? "b" : t > minutes * .93 ? "e" : "";
      hours += `<span class="n ${edge}" style="--x:${(t * 100 / minutes).toFixed(1)}">${clock(s.start + t)}</span>`;
    }
    const worst = seen.reduce((best, one) => queue(one) > queue(best) + TINY ? one : best), i = seen.findIndex((c, i) => i && c[1] >= worst[2] - TINY && c[1] > seen[i - 1][1]);
    if (queue(worst)) {
      const a = seen[i - 1], b = seen[i], came = a[0] + (b[0] - a[0]) * (worst[2] - a[1]) / (b[1] - a[1]), y = short(200 - worst[2] * 200 / top), x = short(worst[0] * 600 / minutes);
      mark = `<path class="mark" d="M${x} ${short(200 - worst[1] * 200 / top)}L${x} ${y}L${short(came * 600 / minutes)} ${y}"/>`;
      if (guess != null) mark += `<path class="guess" d="M${x} ${+y + 6}h${short(-guess * 600 / minutes)}"/>`;
    }
    return `<div class="area"><svg viewBox="0 0 600 200" preserveAspectRatio="none" aria-hidden="true"><path class="grid" d="${grid}"/><path class="gap" d="M${[...come, ...out.reverse()].join("L")}z"/><path class="come" d="M${come.join("L")}"/><path class="out" d="M${out.reverse().join("L")}"/>${mark}</svg></div><div class="hrs" aria-hidden="true">${hours}</div>`;
  }
  function show(box, s, r, f, until) {
    const plot = $("[data-plot]", box), v = numbers(s, r);
    if (plot) plot.innerHTML = draw(s, r, f, until);
    $$("[data-o]", box).forEach(e => { e.textContent = v[e.dataset.o]; });
    $$("[data-w]", box).forEach(e => { e.setAttribute("style", `--w:${Math.min(100, whole(r[e.dataset.w] * 100 / f[1]))}%`); });
  }
  const hide = (s, is) => $$(s).forEach(e => { e.hidden = is; });
  const tell = words => { $("#tell").textContent = words; };
  const told = (s, r) => tell(fill(says.tell, numbers(s, r)));
  const knob = (x, words) => { $(`#${x.id}-o`).textContent = words; x.setAttribute("aria-valuetext", words); };
  const nothing = played(scene, []);
  hide("[data-js]", false); hide("[data-later]", true);
  // Guess, then see.
  const guess = $("#guess");
  guess.oninput = () => knob(guess, span(+guess.value));
  guess.oninput();
  const reveal = () => { hide("[data-later=guess]", false); $("#answer").focus(); };
  $("#pass").onclick = reveal;
  $("#guess-form").onsubmit = e => {
    e.preventDefault();
    $("#guessed").textContent = span(+guess.value);
    hide("[data-guessed]", false);
    $("#nothing [data-plot]").innerHTML = draw(scene, nothing, frame, undefined, +guess.value);
    reveal();
  };
  // Decide, moment by moment.
  const picks = [], made = list => list.map((c, i) => [moments[i], choices[c]]);
  function moment() {
    $$("[data-moment]").forEach((f, i) => {
      if (f.hidden = i > picks.length) return;
      const before = played(scene, made(picks.slice(0, i)));
      show(f, scene, before, frame, moments[i]);
      $("[data-n]", f).textContent = num(whole(queueAt(before.corners, moments[i])));
      $$("[data-option]", f).forEach((o, j) => show(o, scene, played(scene, made([...picks.slice(0, i), j]))));
    });
    const done = picks.length == moments.length;
    hide("[data-later=done]", !done); hide("[data-chosen]", !done);
    if (!done) return;
    hide("#skip-p", true);
    show($("#you"), scene, played(scene, made(picks)), frame);
    if ($("#chosen")) $("#chosen").textContent = picks.map((c, i) => `${clock(scene.start + moments[i])} ${$(`#m${i}o${c} + label b`).textContent}`).join(". ");
  }
  $$("[data-option] input").forEach(x => {
    x.disabled = x.checked = false;
    x.onchange = () => {
      picks[+x.name.slice(1)] = +x.value;
      moment();
      told(scene, played(scene, made(picks)));
    };
  });
  if ($("#skip")) $("#skip").onclick = () => { hide("[data-later=done]:not(#you)", false); $("#h-decided").focus(); };
  moment();
  // Turn every knob.
  const dials = $$("#play input");
  function play() {
    const s = { ...scene };
    dials.forEach(x => { s[x.id.slice(2)] = +x.value; knob(x, num(+x.value)); });
    if ("open" in s) { s.normal = Math.max(s.open, s.exist) * 60 / s.each; s.reduced = s.open * 60 / s.each; }
    const r = played(s, []), last = r.corners[r.corners.length - 1], over = r.over == null ? last[0] : Math.max(r.over, s.hours * 60) + 30;
    const minutes = Math.min(last[0], Math.ceil(over / 60) * 60), top = Math.max(1, ...r.corners.filter(c => c[0] <= minutes).map(c => c[1]));
    show($("#play"), s, r, [minutes, top]);
    return [s, r];
  }
  dials.forEach(x => { x.oninput = play; x.onchange = () => told(...play()); });
  play();
}
if (given) start(given);
