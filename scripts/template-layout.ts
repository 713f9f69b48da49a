import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ELK from 'elkjs/lib/elk.bundled.js'
import { elkGraphOf, positionsOf } from '../editor/src/canvas/elk-graph.ts'
import { sampleOf, templateFolders, templateIn, templateRoot } from './template-files.ts'

// Finds a place for every card of the templates' flows, as the canvas tidies up:
// node --conditions=patchbay-source scripts/template-layout.ts
const elk = new ELK()
let written = 0
for (const folder of templateFolders()) {
  for (const { file, flow } of sampleOf(templateIn(folder)).flows) {
    const root = [folder, 'shared'].map(templateRoot).find((one) => readdirSync(join(one, 'flows')).includes(`${file}.json`))
    const path = resolve(root ?? '', 'flows', `${file}.json`)
    const drawn = JSON.parse(readFileSync(path, 'utf8'))
    const layout = positionsOf(await elk.layout(elkGraphOf({ ...flow, layout: {} })), flow)
    const whole = Object.fromEntries(Object.entries(layout).map(([id, { x, y }]) => [id, { x: Math.round(x), y: Math.round(y) }]))
    writeFileSync(path, `${JSON.stringify({ ...drawn, layout: whole }, null, 2)}\n`)
    written += 1
  }
}
console.log(`${written} flows laid out`)
