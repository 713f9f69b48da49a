import { readFileSync } from 'node:fs'

/** Linux counts a process' time in hundredths of a second, whatever its kernel ticks in (proc_pid_stat(5), `USER_HZ`). */
const TICKS_PER_SECOND = 100

/** Seconds of CPU that a process has used so far; undefined on a system that does not tell in `/proc`. */
export function cpuSeconds(pid: number | undefined): number | undefined {
  try {
    // the name of the program may hold anything, even a bracket
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
  } catch {
    return undefined
  }
}
