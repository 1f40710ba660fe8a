/// The style of the pages: light and dark, wide and narrow, on screen and on paper.
enum HTMLStyle {
  static let sheet = """
    :root {
      color-scheme: light dark;
      --paper: #faf9f7; --card: #ffffff; --line: #e4e1da; --ink: #23262b; --quiet: #62656b; --code: #f3f1ec;
      --link: #2a5a8c; --red: #a8281e; --red-soft: #fbe9e6; --amber: #845300; --amber-soft: #fbf1d9;
      --green: #24703f; --green-soft: #e8f3ea;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #16181b; --card: #1e2125; --line: #33373d; --ink: #e4e3df; --quiet: #a2a5aa; --code: #262a2f;
        --link: #8db9e8; --red: #ff9a8c; --red-soft: #43211d; --amber: #ebc06a; --amber-soft: #3b2f17;
        --green: #83cf9c; --green-soft: #1d3324;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-behavior: smooth; scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
    @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
    body {
      margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 76rem; background: var(--paper); color: var(--ink);
      font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
    }
    a { color: var(--link); text-underline-offset: .15em; }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
    code, pre { font: .875em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    code { overflow-wrap: anywhere; }
    small { font-size: .8125rem; color: var(--quiet); }
    h1, h2, h3, h4, p, ul, dl, dd { margin: 0; }
    h1 { font-size: 1.9rem; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; }
    h2 { font-size: 1.2rem; font-weight: 650; margin: 3rem 0 1rem; }
    h3 { font-size: 1.05rem; font-weight: 600; overflow-wrap: anywhere; } h3 small { font-weight: 400; }
    h4 { font-size: .9375rem; font-weight: 600; margin-top: 1.25rem; }
    .hidden {
      position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
    }
    .skip { position: absolute; left: -99rem; }
    .skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--card); z-index: 9; }

    .eyebrow { color: var(--quiet); font-size: .8125rem; letter-spacing: .06em; text-transform: uppercase; margin-bottom: .3rem; }
    .client { margin-top: .35rem; color: var(--quiet); }
    .verdict { margin-top: 1.5rem; padding: .9rem 1.1rem; border-radius: .6rem; }
    .verdict.broken { background: var(--red-soft); } .verdict.warned { background: var(--amber-soft); }
    .verdict.kept { background: var(--green-soft); }
    .verdict.broken strong, b.broken { color: var(--red); }
    .verdict.warned strong, b.warned { color: var(--amber); }
    .verdict.kept strong, b.kept { color: var(--green); }
    .figures { display: flex; flex-wrap: wrap; gap: .75rem 2.25rem; margin-top: 1.5rem; padding: 0; list-style: none; }
    .figures b { display: block; font-size: 1.5rem; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
    .figures span { font-size: .8125rem; color: var(--quiet); }

    .scroll { position: relative; width: fit-content; max-width: 100%; overflow: auto; max-height: 85vh; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); }
    table { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; }
    .matrix th, .matrix td { border-bottom: 1px solid var(--line); }
    .matrix tbody tr:last-child > * { border-bottom: 0; }
    .matrix thead th { position: sticky; top: 0; z-index: 1; background: var(--card); vertical-align: bottom; padding: .6rem 0; }
    .matrix thead a {
      display: inline-block; writing-mode: vertical-rl; transform: rotate(180deg); font-size: .8125rem; font-weight: 500;
      color: var(--ink); text-decoration: none; white-space: nowrap; max-height: 13rem; overflow: hidden;
    }
    .matrix thead a:hover, .matrix tbody th a:hover { text-decoration: underline; }
    .matrix .corner { left: 0; z-index: 2; text-align: left; padding: .6rem 1rem; font-size: .8125rem; color: var(--quiet); font-weight: 500; }
    .matrix tbody th {
      position: sticky; left: 0; background: var(--card); text-align: left; font-weight: 500; white-space: nowrap;
      padding: .3rem 1.25rem .3rem 1rem;
    }
    .matrix tbody th a { color: var(--ink); text-decoration: none; }
    .matrix thead th, .matrix td { min-width: 2.4rem; text-align: center; }
    .matrix td { padding: .2rem; line-height: 1.5; }
    .matrix td > * { display: inline-block; width: 1.7rem; border-radius: .35rem; text-decoration: none; }
    .matrix td > .hidden { display: block; width: 1px; }
    .matrix td.kept { color: var(--green); }
    .matrix td.idle { color: var(--quiet); }
    .matrix td.broken a { color: var(--red); background: var(--red-soft); font-weight: 700; }
    .matrix td.warned a { color: var(--amber); background: var(--amber-soft); font-weight: 700; }
    .matrix tbody tr:hover > * { background: var(--code); }
    .many th, .many td { font-size: .875rem; }
    .many thead th, .many td { min-width: 1.6rem; } .many td { padding: .1rem; } .many td > * { width: 1.4rem; }
    .many thead .corner, .many tbody th { min-width: 0; padding: .1rem 1rem .1rem .8rem; }
    .matrix tbody th.broken a { color: var(--red); } .matrix tbody th.warned a { color: var(--amber); }
    .counts thead th { padding: .6rem 1rem; font-size: .8125rem; font-weight: 500; position: sticky; }
    .legend { margin-top: .75rem; font-size: .8125rem; color: var(--quiet); }
    .legend span { font-weight: 700; } .legend b { font-weight: 400; margin-right: 1rem; white-space: nowrap; }
    .legend .kept { color: var(--green); } .legend .broken { color: var(--red); } .legend .warned { color: var(--amber); }

    .tag {
      display: inline-block; padding: .05rem .5rem; border-radius: 99rem; font-size: .75rem; font-weight: 600;
      background: var(--code); color: var(--quiet); vertical-align: .08em; white-space: nowrap;
    }
    .card.broken .tag, .tag.broken { background: var(--red-soft); color: var(--red); }
    .card.warned .tag { background: var(--amber-soft); color: var(--amber); }
    .tag.kept { background: var(--green-soft); color: var(--green); }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.25rem 1.5rem; margin-bottom: 1.25rem; }
    .card:target, .evidence:target, .run:target { border-color: var(--link); }
    .duty { font-size: 1.1rem; margin-top: .4rem; }
    .evidence { border-left: 3px solid var(--line); padding-left: 1rem; margin: 1.25rem 0; }
    .evidence h4 { margin-top: 0; }
    .finding { margin-top: .75rem; }
    .subject { color: var(--quiet); }
    .facts > div { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: 0 1rem; padding: .15rem 0; }
    .facts dt { color: var(--quiet); font-size: .875rem; }
    .facts dd { overflow-wrap: anywhere; }
    .finding .facts dd { font: .875rem/1.6 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    .card > .facts { margin-top: 1.25rem; }
    .see, .more { margin-top: .5rem; color: var(--quiet); font-size: .875rem; }

    details > summary { cursor: pointer; overflow-wrap: anywhere; }
    h2 + .more { margin: -.75rem 0 1rem; }
    .evidence details { margin-top: .75rem; }
    .exchange { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem; margin-top: .5rem; }
    pre {
      margin: 0; padding: .8rem 1rem; background: var(--code); border-radius: .4rem; white-space: pre-wrap;
      overflow-wrap: anywhere; max-height: 28rem; overflow: auto;
    }
    .rules { padding: 0; list-style: none; columns: 2; column-gap: 2.5rem; }
    .rules li { break-inside: avoid; padding: .5rem 0; overflow-wrap: anywhere; }
    .run { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .7rem 1rem; margin-bottom: .6rem; }
    .run h3 { font-size: .9375rem; margin-top: 1.25rem; }
    .run .facts { margin: .9rem 0; } .run .scroll { width: auto; max-height: 32rem; } .run pre { margin-top: .4rem; }
    .exchanges { width: 100%; font-size: .875rem; }
    .exchanges th, .exchanges td { text-align: left; padding: .25rem .8rem; border-bottom: 1px solid var(--line); vertical-align: top; }
    .exchanges td { white-space: nowrap; } .exchanges td:nth-child(3) { white-space: normal; min-width: 14rem; }
    .exchanges tbody tr:last-child td { border-bottom: 0; }
    .exchanges th { font-weight: 500; color: var(--quiet); position: sticky; top: 0; background: var(--card); }
    footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .8125rem; }

    @media (max-width: 44rem) {
      body { padding: 1.5rem 1rem 3rem; }
      h1 { font-size: 1.5rem; }
      .figures { gap: .6rem 1.5rem; } .figures b { font-size: 1.2rem; }
      .card { padding: 1rem; }
      .exchange { grid-template-columns: minmax(0, 1fr); }
      .facts > div { grid-template-columns: minmax(0, 1fr); padding: .3rem 0; }
      .rules { columns: 1; }
      .matrix tbody th { white-space: normal; overflow-wrap: break-word; min-width: 7.5rem; max-width: 9.5rem; padding: .3rem .75rem; font-size: .8125rem; }
      .matrix tbody th small { display: none; }
    }
    @media print {
      :root {
        --paper: #fff; --card: #fff; --line: #bbb; --ink: #000; --quiet: #444; --code: #f4f4f4; --link: #000;
        --red: #8c1d14; --red-soft: #fff; --amber: #6b4300; --amber-soft: #fff; --green: #1c5a32; --green-soft: #fff;
      }
      body { padding: 0; max-width: none; font-size: 10pt; }
      .skip { display: none; }
      .scroll, pre { max-height: none; overflow: visible; }
      .matrix thead th, .matrix tbody th { position: static; }
      .verdict, .card.broken, .card.warned { border: 1px solid var(--line); }
      .finding, .card h3, .figures, tr { break-inside: avoid; }
      h2, h3, h4 { break-after: avoid; }
      details::details-content { content-visibility: visible; display: block; height: auto; }
    }
    """
}
