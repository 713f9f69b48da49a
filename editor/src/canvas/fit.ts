/** Shows everything, beside the list of cards rather than behind it. */
export function fitOptions(board: Element | null): {
  duration: number
  maxZoom: number
  padding: { left: `${number}px`; top: '28px'; right: '28px'; bottom: '64px' }
} {
  const palette = board?.parentElement?.querySelector('.palette')?.getBoundingClientRect()
  const left = palette === undefined ? 28 : Math.round(palette.width) + 40
  return { duration: 160, maxZoom: 1, padding: { left: `${left}px`, top: '28px', right: '28px', bottom: '64px' } }
}
