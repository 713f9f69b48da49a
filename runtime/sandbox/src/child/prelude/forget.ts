/** Takes away what ignores the memory limit, waits without end, or tells the time. No flag of V8 does it. */
export function forget(global: typeof globalThis): void {
  const names = ['WebAssembly', 'SharedArrayBuffer', 'Atomics', 'WeakRef', 'FinalizationRegistry', 'Temporal', 'performance']
  for (const name of names) Reflect.deleteProperty(global, name)
  for (const name of ['resize', 'transfer', 'transferToFixedLength', 'transferToImmutable'])
    Reflect.deleteProperty(global.ArrayBuffer.prototype, name)
}
