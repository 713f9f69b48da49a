import { type EdgeProps, ViewportPortal } from '@xyflow/react'
import { memo, useMemo } from 'react'
import type { CordEdge } from './canvas-elements.ts'
import { plainPath, roundedPath } from './cord-path.ts'

/** A cord. Its way is worked out with the cards, so that moving the canvas costs nothing. */
export const Cord = memo(function Cord({ data, selected }: EdgeProps<CordEdge>) {
  const corners = data?.corners
  const path = useMemo(() => roundedPath(corners ?? []), [corners])
  if (data === undefined) return null
  return (
    <>
      <path className="cord" d={path} data-trouble={data.trouble} data-lit={data.lit} data-selected={selected} />
      <path className="cord-reach react-flow__edge-interaction" d={path}>
        <title>{data.label}</title>
      </path>
    </>
  )
})

/** Far away all cords are two paths: thousands of single ones would not move smoothly. */
export const FarCords = memo(function FarCords({ edges }: { edges: readonly CordEdge[] }) {
  const paths = (lit: boolean) => edges.flatMap(({ data }) => (data?.lit === lit ? [plainPath(data.corners)] : [])).join('')
  return (
    <ViewportPortal>
      <svg className="far-cords" aria-hidden="true">
        <path d={paths(false)} />
        <path d={paths(true)} data-lit="true" />
      </svg>
    </ViewportPortal>
  )
})
