import { existsSync } from 'node:fs'
import { createProgram, runProgram } from './program.ts'
import { processTerminal } from './terminal.ts'

// before the commands are made: what they take for granted, such as where Patchbay runs, follows from it
if (existsSync('.env')) process.loadEnvFile('.env')
const terminal = processTerminal()
process.exitCode = await runProgram(createProgram(terminal), process.argv, terminal)
