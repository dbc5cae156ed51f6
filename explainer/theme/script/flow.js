// The fluid queue and what is decided in it, as picture/flow.py and picture/runs.py have it: the same names, the same
// numbers. A test holds both against each other.
const TINY = 1e-9, DAY = 1440;
const at = (rates, t) => rates.reduce((v, r) => r[0] <= t + TINY ? r[1] : v, 0);
const sorted = list => [...list].sort((a, b) => a - b).filter((x, i, all) => !i || x - all[i - 1] > TINY);
const sum = (list, f) => list.reduce((v, x) => v + f(x), 0);
const queue = c => c[1] - c[2] > TINY ? c[1] - c[2] : 0;
const further = (c, t, n, l) => [t, c[1] + n * (t - c[0]), c[2] + l * (t - c[0])];
function flow(come, through, end) {
  const corners = [[0, 0, 0]], edges = sorted([0, end, ...[...come, ...through].map(r => r[0]).filter(t => t < end)]);
  for (let i = 1; i < edges.length; i++) {
    let here = corners[corners.length - 1];
    const n = at(come, edges[i - 1]), l = at(through, edges[i - 1]), gone = here[0] + queue(here) / (l - n);
    if (queue(here) && l > n + TINY && gone < edges[i] - TINY) corners.push(here = further(here, gone, n, l));
    corners.push(further(here, edges[i], n, queue(here) ? l : Math.min(n, l)));
  }
  return corners;
}
function rising(corners, k) {
  const found = [];
  for (let i = 1; i < corners.length; i++) if (corners[i][k] - corners[i - 1][k] > TINY) found.push([corners[i - 1][k], corners[i][k], corners[i - 1][0], corners[i][0]]);
  return found;
}
const when = (rise, y) => rise[2] + (rise[3] - rise[2]) * (y - rise[0]) / (rise[1] - rise[0]);
function waits(corners) {
  const come = rising(corners, 1), through = rising(corners, 2), found = [];
  for (let i = 0, j = 0, low = 0; i < come.length && j < through.length;) {
    const a = come[i], b = through[j], high = Math.min(a[1], b[1]);
    if (high - low > TINY) found.push([high - low, when(b, low) - when(a, low), when(b, high) - when(a, high)]);
    if (a[1] - high <= TINY) i++;
    if (b[1] - high <= TINY) j++;
    low = high;
  }
  return found;
}
function atLeast([amount, first, last], minutes) {
  const low = Math.min(first, last), high = Math.max(first, last);
  return low >= minutes - TINY ? amount : high > minutes ? amount * (high - minutes) / (high - low) : 0;
}
// s is the scene, picks are [minute, choice] in pairs.
function played(s, picks) {
  const end = s.close == null ? DAY : s.close, short = s.hours * 60, windows = [];
  if (s.ahead) windows.push(["cancel", 0, short, s.ahead / 100]);
  picks.forEach(([t, c]) => { if (c.way == "cancel" || c.way == "later") windows.push([c.way, t + c.notice, t + c.notice + c.hours * 60, c.share / 100]); });
  const shift = windows.reduce((v, w) => w[0] == "later" ? Math.max(v, w[2] - w[1]) : v, 0);
  const own = [0, ...windows.flatMap(w => [w[1], w[2]]), ...(s.quiet == null ? [] : [s.quiet])];
  const edges = sorted([...own, ...own.map(t => t + shift)]).filter(t => t < end - TINY);
  const wanted = t => (s.quiet != null && t >= s.quiet - TINY ? s.demand_later : s.demand) / 60;
  const share = (way, t) => Math.min(way == "cancel" ? 1 : 1 - share("cancel", t), sum(windows, w => w[0] == way && w[1] <= t + TINY && t < w[2] - TINY ? w[3] : 0));
  const moved = t => shift && t - shift >= -TINY ? wanted(t - shift) * share("later", t - shift) : 0;
  const total = rate => sum(edges.map((t, i) => [t, edges[i + 1] ?? end]), ([a, b]) => rate(a) * (b - a));
  const come = edges.map(t => [t, wanted(t) * (1 - share("cancel", t) - share("later", t)) + moved(t)]);
  const usual = s.normal / 60, through = [[0, s.reduced / 60]];
  if (s.each) {
    const back = picks.filter(p => p[1].way == "open").map(p => p[0] + s.reopen);
    if (s.reopen) for (let i = 1; i <= Math.ceil((usual - s.reduced / 60) * s.each - TINY); i++) back.push(short + s.reopen * i);
    back.sort((a, b) => a - b).forEach((t, i) => through.push([t, Math.min(usual, s.reduced / 60 + (i + 1) / s.each)]));
  } else through.push([short, usual]);
  const corners = flow(come, through, end), all = waits(corners), last = corners[corners.length - 1];
  const later = total(t => wanted(t) * share("later", t)), late = sum(all, w => atLeast(w, s.late));
  let over = 0;
  corners.forEach((c, i) => { if (i && queue(corners[i - 1]) && !queue(c)) over = c[0]; });
  return {
    corners, late, later, ontime: last[2] - late, gone: total(t => wanted(t) * share("cancel", t)),
    left: queue(last) + later - total(moved), over: queue(last) ? null : over,
    peak: Math.max(...corners.map(queue)), longest: all.reduce((v, w) => Math.max(v, w[1], w[2]), 0),
  };
}
function queueAt(corners, t) {
  const i = corners.findIndex(c => c[0] >= t), b = corners[i], a = corners[i - 1];
  return i > 0 ? queue(a) + (queue(b) - queue(a)) * (t - a[0]) / (b[0] - a[0]) : i ? queue(corners[corners.length - 1]) : 0;
}
const whole = x => Math.floor(x + .5 + TINY);
function heads(x, people) {
  const n = x * people, step = people == 1 || n < 100 ? 1 : n < 1000 ? 10 : 100;
  return whole(n / step) * step;
}
