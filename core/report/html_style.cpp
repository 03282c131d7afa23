#include "core/report/html_style.h"

namespace adapnet::report {

std::string_view htmlStyle() {
    return R"css(
:root { color-scheme: light dark; --ground: #f6f7f9; --sheet: #ffffff; --ink: #1b1f26; --quiet: #5b6472;
  --line: #dfe3e9; --accent: #2457a6; --good: #1c7c3c; --bad: #b3261e; --junk: #6c7280; --code: #eef1f5; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171c; --sheet: #1d2128; --ink: #e8ebf0; --quiet: #a0a9b8;
  --line: #333a45; --accent: #8db4f2; --good: #63c884; --bad: #f28b82; --junk: #9aa3b2; --code: #2a2f38; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
header, main { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 32px; padding-bottom: 8px; }
header p { margin: 0; color: var(--quiet); overflow-wrap: anywhere; }
.program { font-size: 13px; letter-spacing: .04em; text-transform: uppercase; }
h1 { font-size: 30px; line-height: 1.2; margin: 2px 0 6px; font-weight: 650; }
h2 { font-size: 19px; margin: 0 0 12px; font-weight: 620; }
h3 { font-size: 15px; margin: 18px 0 6px; font-weight: 620; }
section { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 20px 22px;
  margin: 16px 0; }
section p { margin: 0 0 10px; }
table + p { margin-top: 12px; }
section > :last-child { margin-bottom: 0; }
.pictures { display: flex; flex-wrap: wrap; gap: 18px; align-items: flex-end; margin-bottom: 16px; }
figure { margin: 0; flex: 0 1 auto; max-width: 100%; }
figure img { display: block; max-width: 100%; width: auto; height: auto; max-height: 320px; border-radius: 6px; }
figcaption { font-size: 13px; color: var(--quiet); margin-top: 4px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
tr:last-child > th, tr:last-child > td { border-bottom: 0; }
thead th { color: var(--quiet); font-weight: 600; font-size: 13px; white-space: nowrap; }
table.facts th { width: 160px; color: var(--quiet); font-weight: 500; }
table.numbers { width: auto; }
table.numbers td:last-child { text-align: right; font-variant-numeric: tabular-nums; }
code, pre { font: 13px/1.45 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; background: var(--code);
  border-radius: 4px; }
code { padding: 1px 5px; overflow-wrap: anywhere; }
pre { padding: 12px 14px; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
p.facts { color: var(--quiet); }
p.facts b { color: var(--ink); font-variant-numeric: tabular-nums; }
.cards { list-style: none; margin: 0 0 8px; padding: 0; display: grid;
  grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); gap: 14px; }
.card { border: 1px solid var(--line); border-top: 4px solid var(--line); border-radius: 8px; padding: 8px; min-width: 0;
  break-inside: avoid; }
.card .frame { height: 140px; display: flex; align-items: center; justify-content: center; background: var(--code);
  border-radius: 4px; overflow: hidden; }
.card img { max-width: 100%; max-height: 140px; width: auto; height: auto; }
.nopicture { color: var(--quiet); font-size: 13px; padding: 20px; background: var(--code); border-radius: 6px; }
.card .line { display: flex; gap: 8px; align-items: baseline; margin: 7px 0 2px; font-variant-numeric: tabular-nums; }
.card .score { color: var(--quiet); font-size: 13px; }
.card .line > :last-child { margin-left: auto; }
.card .path { margin: 0; font-size: 12px; line-height: 1.35; color: var(--quiet); overflow-wrap: anywhere; }
.sign { font-weight: 700; display: inline-block; min-width: 1.1em; text-align: center; }
.positive .sign { color: var(--good); } .negative .sign { color: var(--bad); } .junk .sign { color: var(--junk); }
.card.positive { border-top-color: var(--good); } .card.negative { border-top-color: var(--bad); }
.card.junk { border-top-color: var(--junk); }
.up, .down, .new, .same { font-size: 12px; white-space: nowrap; }
.up { color: var(--good); } .down { color: var(--bad); } .same { color: var(--quiet); }
.new { color: var(--accent); font-weight: 600; }
.key { display: flex; flex-wrap: wrap; gap: 18px; margin: 0 4px; font-size: 13px; color: var(--quiet); }
@media (min-width: 1100px) { .cards { grid-template-columns: repeat(5, 1fr); } }
@media print {
  :root { --ground: #fff; --sheet: #fff; --ink: #000; --quiet: #444; --line: #bbb; --accent: #123c80; --good: #0c5c26;
    --bad: #96110b; --junk: #555; --code: #f2f2f2; }
  body { font-size: 11px; } header, main { padding: 0; max-width: none; }
  section { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 10px 0; margin: 0; }
  h2, h3, p.facts { break-after: avoid; } tr, figure { break-inside: avoid; }
  .cards { grid-template-columns: repeat(5, 1fr); gap: 8px; } .card .frame { height: 100px; }
  .card img { max-height: 100px; } figure img { max-height: 200px; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)css";
}

}  // namespace adapnet::report
