"""Two small but whole sites of other trades, a hospital and a bank, whose words hold together."""

from __future__ import annotations

from pathlib import Path

from tests.support.site import PAGES, Site

CONFIG = """\
site_name: {name}
site_url: https://{slug}.example/
docs_dir: content
theme: {{name: material, font: false}}
plugins:
  - search
  - explainer:
      zone: Europe/Paris
      contact: {{name: {name}, phone: 01 99 00 00 00}}
"""

FRAMES = {path: text for path, text in PAGES.items() if not path.startswith(("how/", "questions/"))}

HOSPITAL = {
    "content/system.yml": """\
title: Riverside Hospital
layers:
  - {id: house, name: House}
  - {id: you, name: You}
parties:
  - {id: site-office, name: Site office}
  - {id: laboratory, name: Laboratory}
components:
  - {id: power, name: Power, kind: resource, layer: house, owner: site-office, watched_by: [log, grid], explainer: how/scanners.md}
  - {id: scanners, name: Scanners, kind: resource, layer: house, owner: site-office, watched_by: [log],
     capacity: {normal: 12, unit: patients an hour}, explainer: how/scanners.md}
  - {id: reading-room, name: Reading room, kind: process, layer: house, owner: laboratory, watched_by: [log],
     capacity: {normal: 14, unit: patients an hour}, explainer: how/laboratory.md}
  - {id: beds, name: Beds, kind: resource, layer: house, owner: site-office, watched_by: [log],
     capacity: {normal: 40, unit: beds}, explainer: how/scanners.md}
  - {id: lab, name: Blood laboratory, kind: process, layer: house, owner: laboratory, watched_by: [log],
     explainer: how/laboratory.md}
  - {id: help-line, name: Help line, kind: resource, layer: house, owner: site-office, explainer: how/laboratory.md}
  - {id: scan, name: My scan, kind: symptom, layer: you, owner: site-office, watched_by: [log],
     question: "Why is my scan late?", problem: My scan is late}
  - {id: result, name: My result, kind: symptom, layer: you, owner: laboratory, watched_by: [log],
     question: "Why is my result late?", problem: My result is late}
links:
  - {from: power, to: scanners, because: A scanner starts again from nothing when the power drops.}
  - {from: scanners, to: reading-room, because: What is scanned must be read.}
  - {from: scanners, to: scan, because: Nobody is scanned without a scanner.}
  - {from: lab, to: result, because: A result is measured there.}
""",
    "content/rights.yml": """\
- id: care-charter
  source: Patients’ charter
  reviewed: 2026-10-02
  reviewed_by: our legal team
  rows:
    - {when: Long wait, what: A new date within a week., applies: {delay: 2 h}}
    - {when: Cancelled, what: A new date within two days., applies: {cancelled: true}}
""",
    "content/permissions.yml": """\
- id: long-wait
  offers:
    - {what: Tea and a chair, when: To anybody who waits., who: Anybody at work, party: site-office}
    - {what: A taxi home, up_to: £20, when: To who was sent home after dark., who: Nurse in charge,
       without_asking: The site manager, beyond: "Site manager, 200", party: site-office}
  no_promises: [A new time for one scan. The scan desk gives it.]
""",
    "content/routes.yml": """\
- {id: worse, problem: Feels worse, steps: [Stay., Press the red button.], phone: "2222", hours: 24/7, solves: A doctor comes}
- {id: scan, symptom: scan, desk: "Scan desk, house A", hours: Mo-Fr 07:00-21:00, phone: "310", solves: Gives a new time}
- {id: scan-other, symptom: scan, phone: "311", hours: "Mo-Fr 21:00-07:00; Sa,Su 00:00-24:00", solves: Gives a new time}
- {id: monday, symptom: scan, phone: "311", hours: Mo 00:00-07:00, solves: Gives a new time}
- {id: result, symptom: result, phone: "320", hours: 24/7, solves: Reads the result out}
""",
    "content/how/index.md": "# How it works\n\n- [Scanners](scanners.md)\n- [Laboratory](laboratory.md)\n",
    "content/how/scanners.md": """\
---
title: Our scanners
components: [scanners, power, beds]
checked: 2026-06-01
checked_by: site-office
---

# Our scanners

We have three scanners. Each takes 4 patients an hour, so all together take 12 patients an hour.
A patient lies in one of 40 beds before and after.
When the power drops, a scanner needs 25 minutes to start. Patients wait 30–60 minutes longer then.
""",
    "content/how/laboratory.md": """\
---
title: The laboratory
components: [lab, reading-room, help-line]
checked: 2026-05-20
checked_by: laboratory
check_every: 300 days
---

# The laboratory

Two doctors read what is scanned. Blood is measured round the clock, mostly within 40 minutes.
""",
    "content/how/scanner-review.md": "# What we learned from the scanner of 2 November\n\nA spare fuse lies ready now.\n",
    "ops_feeds/log.yml": """\
publisher: Site office
party: site-office
format: bulletin
file: bulletins
zone: Europe/Paris
language: en
absence: nothing
""",
    "ops_feeds/grid.yml": """\
publisher: Grid operator
format: rss
file: local/grid.xml
zone: Europe/Paris
language: en
absence: nothing
lasts: 6 h
mapping:
  - {match: {words: [supply steady]}, component: power, state: normal, effect: no_effect}
""",
    "ops_feeds/local/grid.xml": """\
<?xml version="1.0"?><rss version="2.0"><channel><title>Grid</title>
<item><guid>g1</guid><title>Supply steady in all districts</title><pubDate>Fri, 20 Nov 2026 18:00:00 +0100</pubDate></item>
</channel></rss>
""",
    "ops_feeds/bulletins/scans.yml": """\
headline: Scans are 40–70 minutes late
summary: "The power dropped at 15:10. Two of three scanners work: 8 patients an hour instead of 12."
empathy: We are sorry. Waiting for a scan is hard enough.
place: House B, ground floor
severity: severe
status: active
detected: 2026-11-20 15:12
started: 2026-11-20 15:10
symptom: scan
cause: {component: scanners, says: "One scanner has been down since 15:10."}
brief:
  - The power dropped for a moment.
  - One scanner has not started again.
  - So 8 patients an hour are scanned, not 12.
reports:
  - component: scanners
    state: slowed
    since: 2026-11-20 15:10
    says: 2 of 3 scanners work. 8 patients an hour.
    headline: Two of three scanners work
  - component: beds
    state: watch
    since: 2026-11-20 17:00
    says: 36 of 40 beds are taken.
  - component: reading-room
    state: normal
    says: Works as usual.
  - component: scan
    state: slowed
    since: 2026-11-20 15:10
    says: 40–70 minutes late. 9 of 60 scans are cancelled.
    caused_by: [scanners]
impact:
  - who: Patients with a scan today
    what: late
    amount: {low: 40, high: 70, unit: minutes}
    note: "Until 20:00, 9 of 60 scans are cancelled."
  - who: Visitors
    what: The waiting room in house B is full.
constraints:
  - component: scanners
    unit: patients
    normal: 12
    now: 8
    demand: 12
    at: 2026-11-20 18:15
    backlog: {since: 2026-11-20 15:10, now: 12}
decisions:
  - what: Nine scans that can wait are cancelled
    at: 2026-11-20 17:30
    by: site-office
    because: Otherwise the last patient would wait past midnight.
    cost_to: "Nine patients. Desk 4 closes, so desks 1 to 3 are busier."
asks:
  - what: Cancelled? Take a new date by text message, not at the desk
    can_you: Yes, with a phone.
    how: Answer the message with a day.
    helps: People without a phone.
    if_not: Come to the desk in house A.
  - what: Here for a scan? Wait in house A
    can_you: Yes, if you can walk.
    how: Follow the blue line. We call you by name.
    minutes: {low: 5, high: 5}
    helps: People in beds, who need the room.
    if_not: Tell the nurse at the door.
unknowns:
  - Whether the third scanner starts tonight.
expected:
  - what: Third scanner starts again
    low: 2026-11-20 19:30
    high: 2026-11-20 20:30
    basis: The engineer is on the way.
  - what: Scans on time again
    low: 2026-11-20 21:00
    high: 2026-11-20 22:30
    basis: The third scanner starts again, and nobody new joins after 20:00.
    main: true
next_update: 2026-11-20 19:00
rights: care-charter
offers: [long-wait]
updates:
  - at: 2026-11-20 15:30
    says: Scans are late. We do not know yet how much.
    next_update: 2026-11-20 18:20
  - at: 2026-11-20 18:20
    says: 40–70 minutes late. 9 of 60 scans are cancelled.
    changed: we now know how much.
""",
    "ops_feeds/bulletins/results.yml": """\
headline: Blood results are 10 minutes late
summary: "A new machine is being set up."
empathy: We are sorry.
place: Laboratory
severity: minor
status: active
detected: 2026-11-20 17:45
started: 2026-11-20 16:00
symptom: result
cause: {component: lab, says: "A new machine is being set up."}
reports:
  - {component: lab, state: slowed, since: 2026-11-20 16:00, says: Both machines run in turn.}
  - {component: result, state: slowed, since: 2026-11-20 16:00, says: 10 minutes late., caused_by: [lab]}
impact:
  - {who: Waiting for a result, what: late, amount: {low: 10, high: 10, unit: minutes}}
nothing_to_do: You need not do anything. We call you.
unknowns: [How long the set-up takes.]
expected:
  - {what: Results on time again, low: 2026-11-20 20:30, high: 2026-11-20 21:30, basis: The set-up ends by then., main: true}
next_update: 2026-11-20 19:30
updates:
  - {at: 2026-11-20 18:00, says: Results are 10 minutes late.}
""",
    "ops_feeds/bulletins/scanner-2-november.yml": """\
headline: A scanner stood still for two hours on Monday 2 November
summary: "It is over. A fuse had blown."
empathy: We are sorry.
place: House B
severity: minor
status: resolved
detected: 2026-11-02 09:00
ended: 2026-11-02 11:00
symptom: scan
cause: {component: scanners, says: "A fuse had blown."}
reports:
  - {component: scan, state: normal, since: 2026-11-02 11:00, says: On time again.}
impact:
  - {who: Patients of that morning, what: late, amount: {low: 20, high: 45, unit: minutes}}
review: {by: 2026-11-16, page: how/scanner-review.md}
updates:
  - {at: 2026-11-02 11:00, says: Scans are on time again. Our review comes by 16 November.}
""",
}

BANK = {
    "content/system.yml": """\
title: Harbour Bank
layers:
  - {id: rails, name: Rails}
  - {id: you, name: You}
parties:
  - {id: payments, name: Payments desk}
  - {id: clearing, name: Clearing house}
components:
  - {id: ledger, name: Account ledger, kind: resource, layer: rails, owner: payments, watched_by: [log],
     capacity: {normal: 90000, unit: payments an hour}, explainer: how/payments.md}
  - {id: gateway, name: Card gateway, kind: process, layer: rails, owner: payments, watched_by: [log],
     capacity: {normal: 120000, unit: payments an hour}, explainer: how/payments.md}
  - {id: clearing-run, name: Clearing run, kind: process, layer: rails, owner: clearing, watched_by: [log],
     explainer: how/clearing.md}
  - {id: fraud, name: Fraud screen, kind: process, layer: rails, owner: payments, watched_by: [log],
     explainer: how/payments.md}
  - {id: app, name: Banking app, kind: resource, layer: rails, owner: payments, watched_by: [log],
     explainer: how/payments.md}
  - {id: cash, name: Cash machines, kind: resource, layer: rails, owner: payments, watched_by: [log],
     capacity: {normal: 640, unit: machines}, explainer: how/clearing.md}
  - {id: card, name: Paying by card, kind: symptom, layer: you, owner: payments, watched_by: [log],
     question: "Why is my card refused?", problem: My card is refused}
  - {id: salary, name: My salary, kind: symptom, layer: you, owner: clearing, watched_by: [log],
     question: "Why is my salary late?", problem: My salary has not come}
links:
  - {from: ledger, to: gateway, because: A payment is refused when the ledger does not answer.}
  - {from: gateway, to: card, because: Every card payment passes the gateway.}
  - {from: ledger, to: card, because: A payment that cannot be booked in time is refused.}
  - {from: clearing-run, to: salary, because: Salaries come with the run.}
""",
    "content/how/index.md": "# How it works\n\n- [Payments](payments.md)\n- [Clearing](clearing.md)\n",
    "content/how/payments.md": """\
---
title: How a card payment works
components: [ledger, gateway, fraud, app]
checked: 2026-03-01
checked_by: payments
---

# How a card payment works

The ledger books 90,000 payments an hour at most, the gateway passes on 120,000 payments an hour.
When it is full, about 1 payment in 5 is refused. It costs the shop one to two minutes.
""",
    "content/how/clearing.md": """\
---
title: The clearing run
components: [clearing-run, cash]
checked: 2026-02-11
checked_by: clearing
---

# The clearing run

Four times a day we settle with other banks, at 06:00, 10:00, 14:00 and 18:00. We run 640 machines for cash.
""",
    "ops_feeds/log.yml": """\
publisher: Payments desk
party: payments
format: bulletin
file: bulletins
zone: Europe/Paris
language: en
absence: nothing
""",
    "ops_feeds/bulletins/cards.yml": """\
headline: One card payment in four is refused since 17:10
summary: "The ledger is slow: it books 60,000 payments an hour, and 80,000 are asked for."
empathy: We are sorry. You stand at a till and others look on.
place: All shops
severity: severe
status: active
detected: 2026-11-20 17:15
started: 2026-11-20 17:10
symptom: card
cause: {unknown: true, investigator: payments, answer_by: 2026-11-20 19:00}
reports:
  - {component: ledger, state: slowed, since: 2026-11-20 17:10, says: "60,000 payments an hour, not 90,000."}
  - {component: fraud, state: normal, says: "Not stopped, not slowed: it answers at once."}
  - {component: app, state: normal, says: Transfers in the app work. The card page is closed for works until 20:00.}
  - {component: card, state: slowed, since: 2026-11-20 17:10, says: "1 in 4 refused.", caused_by: [gateway]}
impact:
  - {who: Paying by card, what: "About 20,000 payments an hour are refused, 1 in 4."}
  - {who: Drawing cash, what: "Not affected: 612 of 640 machines work, as on any day."}
constraints:
  - {component: ledger, unit: payments, normal: 90000, now: 60000, demand: 80000, at: 2026-11-20 18:10}
decisions:
  - what: The fraud screen stays on
    at: 2026-11-20 17:40
    by: payments
    because: It is not the cause, and thieves know such hours.
    cost_to: Nobody waits longer for it.
asks:
  - what: Refused? Wait a minute and try once more
    can_you: Yes. You are never charged twice.
    how: With the same card at the same till.
    helps: The people behind you, who can pay in the meantime.
    if_not: Pay in cash. Cash machines work.
  - what: No cash? Go to a branch before 19:30
    can_you: Yes, with a card or a passport.
    how: Branches in the centre stay open until 19:30.
    helps: Shops, which need not keep your bag.
    if_not: Ask the shop to keep what you bought.
unknowns: [Why the ledger is slow.]
expected:
  - {what: All payments pass, low: 2026-11-20 20:00, high: 2026-11-20 22:00, basis: Fewer pay after eight., main: true}
next_update: 2026-11-20 18:50
updates:
  - {at: 2026-11-20 17:25, says: Cards are refused. We look for the reason., next_update: 2026-11-20 18:20}
  - {at: 2026-11-20 18:20, says: "1 in 4 payments is refused. We do not know why yet."}
""",
    "ops_feeds/bulletins/salaries.yml": """\
headline: Salaries of Friday come two hours late
summary: "The run of 14:00 was held, because a file came twice."
empathy: We are sorry. Rent does not wait.
place: All accounts
severity: moderate
status: monitoring
detected: 2026-11-20 14:20
started: 2026-11-20 14:00
symptom: salary
cause: {component: clearing-run, says: "Held since 14:00."}
reports:
  - {component: clearing-run, state: stopped, since: 2026-11-20 14:00, says: Held on purpose.}
  - {component: salary, state: slowed, since: 2026-11-20 14:00, says: 2 hours late., caused_by: [clearing-run]}
impact:
  - {who: Waiting for a salary, what: late, amount: {low: 2, high: 2, unit: hours}}
nothing_to_do: You need not do anything. No fee is taken today.
unknowns: [Whether a second run is needed.]
expected:
  - {what: The run of 18:00 brings the salaries, low: 2026-11-20 19:00, high: 2026-11-20 19:45, basis: The file is whole now., main: true}
next_update: 2026-11-20 18:55
updates:
  - {at: 2026-11-20 14:40, says: Salaries are late., next_update: 2026-11-20 16:30}
  - {at: 2026-11-20 17:20, says: 2 hours late. The file is whole., late_because: the clearing house answered late., next_update: 2026-11-20 18:55}
""",
}


def make_trade(root: Path, name: str, files: dict[str, str]) -> Site:
    """Write one of them; nothing is fetched or built yet."""
    site = Site(root)
    site.write("mkdocs.yml", CONFIG.format(name=name, slug=name.lower().replace(" ", "-")))
    for path, text in FRAMES.items():
        site.write(f"content/{path}", text)
    for path, text in files.items():
        site.write(path, text)
    return site
