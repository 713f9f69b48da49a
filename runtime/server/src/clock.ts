/** Milliseconds since 1970, UTC. A port, so that tests can set it. */
export type Clock = () => number
