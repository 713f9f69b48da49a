import fc from 'fast-check'

/**
 * The short tier draws the same cases every time, so that whether a change is good does not hang on luck; the full tier draws
 * new ones, and a failure prints its seed.
 */
if (process.env['PATCHBAY_EVIDENCE'] !== '1') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20261122 })
