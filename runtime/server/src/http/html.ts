/** Makes text safe between tags and in attributes, and leaves it as it is otherwise. */
export const toPlainHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Makes text safe between tags, and shows `code` as code. */
export const toHtmlText = (text: string): string => toPlainHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>')

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}' +
  'h2{font-size:1.05rem;margin:2rem 0 .25rem;font-family:ui-monospace,monospace}p{margin:.25rem 0}code{background:#eef1f5;padding:0 .25em}' +
  'pre{background:#f5f7fa;padding:.75rem;overflow:auto}' +
  '@media(prefers-color-scheme:dark){body{color:#e6eaf0;background:#14181f}code{background:#262d38}pre{background:#1b212b}}'

/** A whole page without scripts. `body` is HTML. */
export const htmlPage = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${toHtmlText(title)} · Patchbay</title><style>${STYLE}</style></head><body><h1>${toHtmlText(title)}</h1>${body}</body></html>`
