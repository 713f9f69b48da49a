const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** Ids of the organisation that examples and tests ask for. */
export const SAMPLE = { contact: id(7), given: id(901), next: id(902), none: id(999), bill: id } as const
