/** Our own databases listen without naming a database in their address. */
export const named = (url: string): string => url.replace(/^(mongodb:\/\/[^/?]+)\/?(\?|$)/, '$1/patchbay$2')
