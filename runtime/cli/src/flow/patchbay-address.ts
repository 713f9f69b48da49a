/** Where a Patchbay runs when nothing else is said: the settings that `patchbay start` would follow on this machine. */
export function defaultAddress({ PUBLIC_URL, PORT }: Readonly<Record<string, string | undefined>>): string {
  return PUBLIC_URL || `http://127.0.0.1:${PORT || '3000'}`
}
