import { type EdgeProps, ViewportPortal } from '@xyflow/react'
import { memo } from 'react'
import type { CordEdge } from './canvas-elements.ts'

/** A cord. Its way is worked out with the cards, so that drawing is only drawing. */
export const Cord = memo(function Cord({ data, selected }: EdgeProps<CordEdge>) {
  if (data === undefined) return null
  return (
    <>
      <path className="cord" d={data.path} data-trouble={data.trouble} data-lit={data.lit} data-selected={selected} />
      <path className="cord-reach react-flow__edge-interaction" d={data.path}>
        <title>{data.label}</title>
      </path>
    </>
  )
})

/** Far away all cords are two paths: thousands of single ones would not move smoothly. */
export const FarCords = memo(function FarCords({ edges }: { edges: readonly CordEdge[] }) {
  const paths = (lit: boolean) => edges.flatMap(({ data }) => (data?.lit === lit ? [data.path] : [])).join('')
  return (
    <ViewportPortal>
      <svg className="far-cords" aria-hidden="true">
        <path d={paths(false)} />
        <path d={paths(true)} data-lit="true" />
      </svg>
    </ViewportPortal>
  )
})
