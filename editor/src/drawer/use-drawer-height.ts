import { type KeyboardEvent, type PointerEvent, useState } from 'react'

const STORED = 'patchbay.drawer'
const LIMITS = { min: 140, step: 24 } as const

/** Room for the keypad; on a narrow screen also for what is said above it. */
const firstHeight = (): number => (window.matchMedia('(max-width: 899px)').matches ? window.innerHeight : 348)

const clamp = (height: number): number => Math.max(LIMITS.min, Math.min(Math.round(window.innerHeight * 0.7), Math.round(height)))

/** The drawer's height in pixels, pulled at its upper edge by mouse, finger or arrow keys, and remembered in this browser. */
export function useDrawerHeight() {
  const [height, setHeight] = useState(() => clamp(Number(localStorage.getItem(STORED)) || firstHeight()))
  const change = (next: number) => {
    const clamped = clamp(next)
    setHeight(clamped)
    localStorage.setItem(STORED, String(clamped))
  }
  return {
    height,
    separator: {
      tabIndex: 0,
      'aria-orientation': 'horizontal' as const,
      'aria-valuenow': height,
      'aria-valuemin': LIMITS.min,
      'aria-valuemax': clamp(Number.POSITIVE_INFINITY),
      onPointerDown: (event: PointerEvent<HTMLElement>) => event.currentTarget.setPointerCapture(event.pointerId),
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) change(window.innerHeight - event.clientY)
      },
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
        event.preventDefault()
        change(height + (event.key === 'ArrowUp' ? LIMITS.step : -LIMITS.step))
      },
    },
  }
}
