/** Below this zoom letters cannot be read: cards become blocks, and all cords one path. */
export const FAR_ZOOM = 0.35
