import { Text, UnstyledButton } from '@mantine/core'
import { AT_ANY_TIME } from '@patchbay/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { outletsFor } from '../canvas/card-model.ts'
import { useEditor, useFlow } from '../flow/use-editor.ts'
import { useFlowNames } from '../flows/use-flow-names.ts'
import { useCoreWords } from '../i18n/core-words.ts'
import { usePhoneState } from './use-phone.ts'

/** The way of the latest call, card by card, and what went wrong on it. */
export function TracePanel() {
  const { t } = useTranslation()
  const editor = useEditor()
  const flow = useFlow()
  const words = useCoreWords()
  const call = usePhoneState((state) => state.call)
  const flowNames = useFlowNames()
  const moves = call?.moves ?? []
  if (moves.length === 0) {
    return (
      <Text c="dimmed" p="md">
        {t('trace.empty')}
      </Text>
    )
  }
  const nodes = new Map<string, (typeof flow.nodes)[number]>(flow.nodes.map((node) => [node.id, node]))
  const nameOf = (id: string): string => nodes.get(id)?.name ?? id
  const elsewhere = (of: string): string => t('trace.inFlow', { name: flowNames.get(of) ?? of })
  const wayOf = (id: string, outlet: string | null): string => {
    const node = nodes.get(id)
    const found = node === undefined ? undefined : outletsFor(node, flow).find(({ name }) => name === outlet)
    if (outlet === null) return t('trace.over')
    if (outlet === AT_ANY_TIME) return t('calls.anyTime')
    return found === undefined || node === undefined ? outlet : words.outlet(node.type, outlet, found.label)
  }
  const go = (id: string) => {
    const node = nodes.get(id)
    if (node === undefined) return
    editor.select([id])
    editor.set({ request: { nodeId: node.id, path: 'name' } })
  }
  const last = moves.at(-1)

  return (
    <ol className="trace">
      {moves.flatMap(({ seq, trace, faults }) => [
        ...trace.map(({ flowId, nodeId, outlet }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a turn never change
          <li className="trace-step" key={`${seq}.${index}`}>
            {flowId === flow.id ? (
              <UnstyledButton className="trace-go" onClick={() => go(nodeId)}>
                <span className="trace-card">{nameOf(nodeId)}</span>
                <span className="trace-way">{wayOf(nodeId, outlet)}</span>
              </UnstyledButton>
            ) : (
              <span className="trace-go">
                <span className="trace-card">{nodeId}</span>
                <span className="trace-way">{elsewhere(flowId)}</span>
              </span>
            )}
          </li>
        )),
        ...faults.map(({ code, nodeId, reason }) => (
          <li className="trace-step" key={`${seq}.${code}.${nodeId}`} data-fault="true">
            {t('trace.fault', {
              card: nodeId === null ? flow.name : nameOf(nodeId),
              what: t(`fault.${code}`, reason === undefined ? {} : { context: reason }),
            })}
          </li>
        )),
      ])}
      {last !== undefined && last.nodeId !== null && call?.line !== 'ended' && (
        <li className="trace-step" data-now="true">
          {last.flowId === flow.id ? (
            <UnstyledButton className="trace-go" onClick={() => last.nodeId !== null && go(last.nodeId)}>
              <span className="trace-card">{nameOf(last.nodeId)}</span>
              <span className="trace-way">{t('trace.now')}</span>
            </UnstyledButton>
          ) : (
            <span className="trace-go">
              <span className="trace-card">{last.nodeId}</span>
              <span className="trace-way">
                {elsewhere(last.flowId)} · {t('trace.now')}
              </span>
            </span>
          )}
        </li>
      )}
      {last !== undefined && call?.line === 'ended' && (
        <li>
          <Link to="/calls/$runId" params={{ runId: last.runId }} className="trace-open">
            {t('calls.open')}
          </Link>
        </li>
      )}
    </ol>
  )
}
