import { createProgram, runProgram } from './program.ts'
import { processTerminal } from './terminal.ts'

const terminal = processTerminal()
process.exitCode = await runProgram(createProgram(terminal), process.argv, terminal)
