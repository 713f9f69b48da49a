/** Below this zoom letters cannot be read: cards become blocks, and all cords one path. */
export const FAR_ZOOM = 0.35
/** Below this one not even the names of blocks can be read. */
export const TINY_ZOOM = 0.14
