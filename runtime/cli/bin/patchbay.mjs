#!/usr/bin/env node
import { existsSync } from 'node:fs'

// plain JavaScript for any Node, and there before anything is built: it can say what is missing
const main = new URL('../dist/main.js', import.meta.url)
const { node } = process.versions

if (Number.parseInt(node, 10) < 24) {
  console.error(
    `Patchbay needs Node 24 or later; this is ${node}. In its repository, npm start and npx patchbay bring their own.`,
  )
  process.exitCode = 1
} else if (!existsSync(main)) {
  console.error('Patchbay is not built yet. npm start builds what is missing.')
  process.exitCode = 1
} else {
  await import(main)
}
