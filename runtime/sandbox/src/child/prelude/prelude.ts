import { addresses } from './addresses.ts'
import { entry } from './entry.ts'
import { forget } from './forget.ts'
import { frozenTime } from './frozen-time.ts'
import { structuredCloning } from './structured-clone.ts'
import { textCoding } from './text-coding.ts'

/**
 * What runs in an isolate before the plugin does, as one script that gives a function of `send` and `sum`. Each part is the text
 * of a function that names nothing outside of itself. It is a convenience for plugins and no wall: a guest can bend it all.
 */
export const PRELUDE = `(function (send, sum) {
'use strict'
const global = globalThis
;(${forget})(global)
const time = (${frozenTime})(global)
;(${textCoding})(global)
;(${structuredCloning})(global)
;(${addresses})(global, sum)
return (${entry})(global, send, time)
})`
