/** What payment pages have beside the look of all pages. */
export const PAY_STYLE = [
  '.amount{font-size:2rem;line-height:1.25;font-weight:650;font-variant-numeric:tabular-nums;overflow-wrap:anywhere;margin:0}',
  '.two{display:grid;grid-template-columns:1fr 1fr;gap:12px;align-items:end}@media(max-width:340px){.two{grid-template-columns:1fr;gap:0}}',
  'details{margin:16px 0 0;font-size:.9rem}summary{cursor:pointer;color:var(--soft);padding:4px 0}',
  'ul{list-style:none;margin:8px 0 0;padding:0}',
  'li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 12px;padding:6px 0;border-top:1px solid var(--edge);font-variant-numeric:tabular-nums}',
  'li span{color:var(--soft)}',
].join('')
