import { IconPlayerPlay } from '@tabler/icons-react'
import { Handle, type NodeProps, Position, useStore } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CardNode, StartNode } from './canvas-elements.ts'
import { KindIcon } from './families.tsx'
import { FAR_ZOOM, TINY_ZOOM } from './far.ts'

/** Draws every kind of card. What differs between kinds comes from its definition in core, never from a branch here. */
export const Card = memo(function Card({ data, selected }: NodeProps<CardNode>) {
  const far = useStore(({ transform }) => transform[2] < FAR_ZOOM)
  return far ? <FarCard data={data} selected={selected} /> : <NearCard data={data} selected={selected} />
})

type CardFaceProps = Pick<NodeProps<CardNode>, 'data' | 'selected'>

function NearCard({ data: { model, errors, warnings, lit, litOutlets }, selected }: CardFaceProps) {
  const { t } = useTranslation()
  const problems = errors + warnings
  return (
    <div
      className="card"
      data-family={model.family}
      data-selected={selected}
      data-lit={lit}
      data-end={model.outlets.length === 0}
      data-entry={model.entry}
    >
      <div className="card-head" title={model.kind}>
        <span className="card-icon">
          <KindIcon name={model.icon} />
        </span>
        <span className="card-name">{model.name}</span>
        {model.entry && <IconPlayerPlay className="card-entry" size={14} stroke={2} aria-hidden="true" />}
        {problems > 0 && (
          <span
            className="card-problems"
            data-severity={errors > 0 ? 'error' : 'warning'}
            title={t('card.problems', { count: problems })}
          >
            {problems}
          </span>
        )}
      </div>
      {model.summaryLines > 0 && (
        <div className="card-summary">
          <p data-lines={model.summaryLines}>{model.summary}</p>
        </div>
      )}
      {model.outlets.map(({ name, label, trouble }) => (
        <div key={name} className="card-outlet" data-trouble={trouble} data-lit={litOutlets.includes(name)}>
          <span title={label}>{label}</span>
          <Handle type="source" id={name} position={Position.Right} className="card-dot" />
        </div>
      ))}
      {!model.entry && <Handle type="target" id="in" position={Position.Left} className="card-arrival" />}
    </div>
  )
}

/** Far away a card is a block with its name. Its dots are plain elements: real handles each listen to every movement. */
function FarCard({ data: { model, errors, warnings, lit }, selected }: CardFaceProps) {
  const tiny = useStore(({ transform }) => transform[2] < TINY_ZOOM)
  return (
    <div
      className="card card-far"
      data-family={model.family}
      data-selected={selected}
      data-lit={lit}
      data-problem={errors + warnings > 0}
    >
      {!tiny && <span>{model.name}</span>}
      {!model.entry && <i className="target" data-handleid="in" data-handlepos="left" />}
      {model.outlets.map(({ name }) => (
        <i key={name} className="source" data-handleid={name} data-handlepos="right" />
      ))}
    </div>
  )
}

export const StartMark = memo(function StartMark({ data: { lit } }: NodeProps<StartNode>) {
  const { t } = useTranslation()
  return (
    <div className="start-mark" data-lit={lit}>
      {t('canvas.start')}
      <Handle type="source" id="out" position={Position.Right} isConnectable={false} className="start-dot" />
    </div>
  )
})
