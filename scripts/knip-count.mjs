/** A reporter for knip that says how much was looked at: "nothing unused" among no files means nothing. */
// biome-ignore lint/style/noDefaultExport: knip loads a reporter by its default export
export default ({ counters }) => console.log(`looked at ${counters.total} files`)
