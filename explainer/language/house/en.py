"""The house rules of English."""

from __future__ import annotations

from explainer.language.compared import Compared
from explainer.language.house import House

HOUSE = House(
    longest_headline=27,
    longest_sentence=22,
    vague=("obstruction", "obstructions", "operational reasons", "operational issues", "technical reasons"),
    rights=("extraordinary circumstances", "not liable", "not entitled", "no compensation"),
    nobody=("you", "yourself", "us", "we", "the airport", "everyone"),
)

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

COMPARED = Compared(
    numerals={
        **{word: number for number, word in enumerate([*_ONES, *_TEENS], 1)},
        **{ten: 10 * number for number, ten in enumerate(_TENS, 2)},
        **{f"{ten}-{one}": 10 * t + o for t, ten in enumerate(_TENS, 2) for o, one in enumerate(_ONES, 1)},
    },
    of=("of", "out of"),
    to=("to",),
    minutes=("minutes", "minute", "min"),
    hours=("hours", "hour", "h"),
    an_hour=("an hour", "each hour", "every hour", "per hour", "in an hour"),
    late_after=("late", "later", "behind", "longer"),
    late_before=("delay of", "delays of", "late by", "delayed by"),
    other=("more", "fewer", "less", "other", "others", "extra", "in", "per", "times", "percent", "per cent"),
    idle=(
        *("a", "an", "the", "this", "that", "these", "those", "and", "or", "but", "so", "then", "also", "only", "now"),
        *("is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "can", "could", "may", "do", "does"),
        *("at", "in", "on", "by", "for", "from", "with", "to", "as", "between", "until", "since", "about", "than"),
        *("we", "you", "they", "it", "its", "their", "your", "our", "there", "here", "all", "some", "any"),
    ),
    cancelled=("cancelled", "canceled", "cancellations", "cancel"),
    stopped=("stopped", "closed", "shut", "out of service", "out of order", "not running", "suspended"),
    normal=("normal", "works normally", "as usual", "fully staffed", "works as usual", "on time"),
    since=("since",),
    nots=("not", "no", "never", "nobody", "none", "nothing", "without", "don’t", "cannot", "instead of", "no longer"),
    go=("go to", "come to", "go straight to", "walk to", "queue at", "wait at", "wait in", "ask at", "rebook at"),
    closes=("closes", "close", "closed", "is closed", "are closed", "shuts", "shut"),
    if_=("if", "unless", "when", "only", "otherwise"),
    today=("tonight", "this evening", "this morning", "this afternoon", "right now", "at the moment"),
    review=("review", "lessons"),
)
