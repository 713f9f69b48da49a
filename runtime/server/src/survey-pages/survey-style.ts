const COLUMNS = [2, 3, 4, 5, 6, 7]

/** What survey pages have beside the look of all pages. */
export const SURVEY_STYLE = [
  'fieldset{border:0;margin:0 0 16px;padding:0;min-width:0}',
  'legend,.asked{display:block;padding:0;margin:0 0 16px;font-size:1.15rem;font-weight:650;line-height:1.4;overflow-wrap:anywhere}',
  '.scale{display:grid;gap:6px}@media(max-width:400px){.of6,.of7{gap:4px}.of7{margin:0 -8px}}',
  ...COLUMNS.map((count) => `.of${count}{grid-template-columns:repeat(${count},1fr)}`),
  '.scale label{position:relative;margin:0;font-size:1rem;font-variant-numeric:tabular-nums}',
  '.scale input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}',
  '.scale span{display:flex;align-items:center;justify-content:center;min-height:52px;border:1px solid var(--line);border-radius:6px;padding:4px}',
  '.scale input:checked+span{background:var(--go);border-color:var(--go);color:var(--on)}',
  '.scale input:hover:not(:checked)+span{border-color:var(--accent)}',
  '.scale input:focus-visible+span{outline:2px solid var(--accent);outline-offset:2px}',
  '@media(forced-colors:active){.scale input:checked+span{outline:3px solid Highlight}}',
  '.ends{display:flex;justify-content:space-between;gap:16px;margin:8px 0 0;font-size:.85rem;color:var(--soft)}.ends span+span{text-align:right}',
  'textarea{resize:vertical;min-height:8.5rem}.field .asked{margin-bottom:12px}',
  'fieldset+.bad{margin-top:-4px}',
  'a{color:var(--accent)}.back{display:inline-block;margin-top:12px;padding:10px 0;font-size:.9rem}',
  '.languages{display:flex;flex-wrap:wrap;gap:0 4px;margin-top:20px;padding-top:8px;border-top:1px solid var(--edge);font-size:.9rem}',
  '.languages>*{display:inline-flex;align-items:center;width:auto;min-height:44px;margin:0;padding:4px 8px;background:none;border:0;',
  'color:var(--soft);font-weight:400;text-decoration:underline}',
  '.languages>[lang=zh-Hant]{font-family:"PingFang TC","Microsoft JhengHei","Noto Sans CJK TC","Noto Sans TC","Names of languages",sans-serif}',
  '.languages>[aria-current]{color:var(--ink);font-weight:650;text-decoration:none}',
].join('')

/** In how many columns so many steps of a scale stand: in one row, or in two that are nearly alike. */
export const columnsOf = (steps: number): number => {
  const [most = 7] = COLUMNS.slice(-1)
  return steps <= most ? Math.max(steps, 2) : Math.ceil(steps / 2)
}
