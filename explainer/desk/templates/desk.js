/* The desk without this script works too: this keeps what is typed at every pause, and shows at once what came of it. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-live]");
  const problem = document.getElementById("problem");
  const tell = words => { if (problem) { problem.hidden = !words; problem.querySelector("span").textContent = words; } };

  document.addEventListener("click", event => {
    const sure = event.target.closest("[data-sure]");
    if (sure && !confirm(sure.dataset.sure)) event.preventDefault();
    if (event.target.closest("[aria-disabled=true]")) {
      const first = document.querySelector(".foundlist a, [aria-invalid=true]");
      if (first && form && !form.hasAttribute("data-taps")) { event.preventDefault(); first.focus(); first.click(); }
    }
    const jump = event.target.closest("a[href^='#f-']");
    if (jump) {
      const field = document.getElementById(jump.hash.slice(1));
      if (field) {
        event.preventDefault();
        for (let up = field.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
        field.scrollIntoView({ block: "center" });
        field.focus({ preventScroll: true });
      }
    }
  });

  const gaps = document.querySelector("form[data-gaps]");
  if (gaps) {
    const ready = () => {
      gaps.querySelector(".btn").setAttribute("aria-disabled", !gaps.checkValidity());
      if (!gaps.elements.what.value && !gaps.elements.where.value) return;
      for (const said of document.querySelectorAll("[data-gap-words]")) said.textContent = said.dataset.gapWords.replace(/\{(\w+)\}/g, (_, name) => gaps.elements[name].value || "…");
      for (const said of document.querySelectorAll("[data-said]")) said.textContent = said.dataset.said;
    };
    gaps.addEventListener("input", ready);
    ready();
  }
  if (!form) return;

  const key = "desk:" + form.dataset.keep;
  const body = () => new URLSearchParams(new FormData(form)).toString();
  const typed = () => [...new URLSearchParams(body())].filter(([name]) => !name.startsWith("("));
  const fresh = JSON.stringify(typed());
  let sent = fresh, timer, leaving = false;

  /* What this browser has and the disk has not: the desk was stopped, or the disk was full, while somebody typed on. */
  const kept = (() => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } })();
  if (kept && kept.typed && JSON.stringify(kept.typed) !== fresh) {
    const values = {};
    for (const [name, value] of kept.typed) (values[name] ||= []).push(value);
    for (const field of form.elements) {
      if (!field.name || field.name.startsWith("(")) continue;
      const given = values[field.name] || [];
      if (field.type === "radio" || field.type === "checkbox") field.checked = given.includes(field.value);
      else if (field.tagName !== "BUTTON") field.value = given[0] ?? "";
    }
    tell("What you typed at " + kept.at + " had not reached the disk. It is here again.");
  }
  const hold = () => {
    try { localStorage.setItem(key, JSON.stringify({ at: new Date().toTimeString().slice(0, 5), typed: typed() })); } catch { /* it is on the disk in a moment */ }
  };
  const release = () => { try { localStorage.removeItem(key); } catch { /* nothing was held */ } };

  const draw = answer => {
    for (const [id, html] of Object.entries(answer.parts || {})) {
      const part = document.getElementById(id);
      if (part && part.innerHTML !== html) part.innerHTML = html;
    }
    if (!answer.found) return;
    for (const out of form.querySelectorAll(".out[id$='-o']")) {
      const html = answer.found[out.id.slice(0, -2)] || "";
      if (out.innerHTML !== html) out.innerHTML = html;
    }
    for (const box of form.querySelectorAll(".f[id$='-f']")) box.classList.toggle("bad", answer.wrong.includes(box.id.slice(0, -2)));
    for (const field of form.querySelectorAll("[aria-describedby]")) field.toggleAttribute("aria-invalid", false), answer.wrong.includes(field.id) && field.setAttribute("aria-invalid", "true");
    for (const box of form.querySelectorAll("details.more:not([open])")) if (box.querySelector(".bad")) box.open = true;
  };

  const send = async () => {
    const now = JSON.stringify(typed());
    if (now === sent && !problem.dataset.failed) { form.dataset.state = "kept"; return; }
    try {
      const got = await fetch(form.dataset.live, { method: "POST", body: body(), headers: { "Content-Type": "application/x-www-form-urlencoded" } });
      const answer = await got.json();
      if (answer.turn !== undefined) form.elements["(turn)"].value = answer.turn;
      draw(answer);
      if (answer.problem) { problem.dataset.failed = "1"; form.dataset.state = "failed"; return tell(answer.problem); }
      sent = now;
      delete problem.dataset.failed;
      tell("");
      if (JSON.stringify(typed()) === now) { release(); form.dataset.state = "kept"; }
    } catch {
      if (leaving) return;
      problem.dataset.failed = "1";
      tell("The desk does not answer. What you type is kept in this browser; start explainer desk again, and open this page at the new address.");
      clearTimeout(timer);
      timer = setTimeout(send, 3000);
    }
  };
  const later = () => { form.dataset.state = "typing"; hold(); clearTimeout(timer); timer = setTimeout(send, 350); };

  form.addEventListener("input", event => {
    const choice = event.target.closest("[data-says]");
    if (choice) {
      const field = document.getElementById("u");
      field.value = choice.dataset.says;
      if (choice.value !== "nothing") field.focus();
    }
    if (event.target.name === "due" && form.elements.other) form.elements.other.value = "";
    const count = event.target.name === "headline" && form.querySelector("[data-words=headline]");
    if (count) count.textContent = (event.target.value.trim() ? event.target.value.trim().split(/\s+/).length : 0) + " of 27 words";
    later();
  });
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("pagehide", () => {
    if (!leaving && JSON.stringify(typed()) !== sent) navigator.sendBeacon(form.dataset.live, new Blob([body()], { type: "application/x-www-form-urlencoded" }));
  });
  /* On a slow line somebody has typed before this script came. */
  const touched = field => field.options
    ? [...field.options].some(one => one.selected !== one.defaultSelected) && field.selectedIndex !== (field.querySelector("[selected]")?.index ?? 0)
    : /radio|checkbox/.test(field.type) ? field.checked !== field.defaultChecked : field.defaultValue !== undefined && field.value !== field.defaultValue;
  if (kept && problem && !problem.hidden) later();
  else if ([...form.elements].some(touched)) { sent = ""; later(); }
  else release();
})();
