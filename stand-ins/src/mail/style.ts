/** The stylesheet of the mailbox pages, served at /dev/mail/style.css. */
export const mailStyle = `:root {
  color-scheme: light dark;
  --ink: #1b1f27; --quiet: #596070; --paper: #f3f4f7; --card: #fff; --edge: #d9dde6; --accent: #3d3aa8; --tint: #ecebfa;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceef3; --quiet: #a3abbb; --paper: #12151b; --card: #1b1f28; --edge: #333947; --accent: #b3b0ff; --tint: #272a45; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
header, main { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: end; justify-content: space-between; }
main { padding-bottom: 4rem; }
h1 { margin: 0; font-size: 1.625rem; line-height: 1.25; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { margin: 2rem 0 .75rem; font-size: 1.0625rem; }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .25rem; }
.quiet { color: var(--quiet); }
.find { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; }
.find label { display: grid; font-size: .875rem; color: var(--quiet); }
input, button { min-height: 2.75rem; padding: 0 .875rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--card); color: inherit; font: inherit; }
input { min-width: 16rem; border-color: var(--quiet); }
button { font-weight: 600; cursor: pointer; }
.mails { list-style: none; margin: 1.5rem 0 0; padding: 0; background: var(--card); border: 1px solid var(--edge); border-radius: .875rem; overflow: hidden; }
.mails li + li { border-top: 1px solid var(--edge); }
.mails a { display: grid; grid-template-columns: 1fr auto; gap: .125rem 1rem; padding: .875rem 1.125rem; color: inherit; text-decoration: none; }
.mails a:hover { background: var(--tint); }
.mails a:focus-visible { outline-offset: -3px; }
.mails strong { font-weight: 600; overflow-wrap: anywhere; }
.mails span, .mails time { color: var(--quiet); font-size: .875rem; overflow-wrap: anywhere; }
time { font-variant-numeric: tabular-nums; white-space: nowrap; }
.empty { margin-top: 1.5rem; padding: 3rem 1.5rem; text-align: center; background: var(--card); border: 1px dashed var(--edge); border-radius: .875rem; color: var(--quiet); }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 1.25rem 0 0; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 36rem; border: 1px solid var(--edge); border-radius: .875rem; background: #fff; color-scheme: light; }
pre { margin: 0; padding: 1.125rem; background: var(--card); border: 1px solid var(--edge); border-radius: .875rem; font: .9375rem/1.6 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
summary { margin-top: 2rem; cursor: pointer; font-weight: 600; }
details pre { margin-top: .75rem; }
.files { padding-left: 1.25rem; }
`;
