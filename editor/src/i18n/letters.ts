/** Letters of all languages that the first font lacks; the browser fetches only what is on the page. */
export async function loadLettersOfAllLanguages(): Promise<void> {
  await Promise.all([
    import('@fontsource-variable/noto-sans-thai/wght.css'),
    import('@fontsource-variable/noto-sans-lao/wght.css'),
    import('@fontsource-variable/noto-sans-tc/wght.css'),
  ])
}
