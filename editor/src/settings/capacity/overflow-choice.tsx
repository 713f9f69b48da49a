import { Radio, Select, Stack, TextInput } from '@mantine/core'
import type { CallsAtOnce, FlowId } from '@patchbay/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listFlows } from '../../api/flows.ts'
import { formatPhoneNumber, parsePhoneNumber } from '../../words/phone-number.ts'

type Overflow = CallsAtOnce['overflow']

const KINDS: Readonly<Record<Overflow['kind'], Overflow>> = {
  message: { kind: 'message' },
  flow: { kind: 'flow', flowId: '' as FlowId },
  phone: { kind: 'phone', number: '' },
}

/** What becomes of a caller for whom there is no place. */
export function OverflowChoice({ overflow, onChange }: { overflow: Overflow; onChange: (next: Overflow) => void }) {
  const { t } = useTranslation()
  return (
    <Radio.Group
      label={t('settings.capacity.overflow')}
      description={t('settings.capacity.overflowText')}
      value={overflow.kind}
      onChange={(kind) => onChange(KINDS[kind as Overflow['kind']])}
    >
      <Stack gap="sm" mt="sm">
        <Radio value="message" label={t('settings.capacity.kinds.message')} />
        <Radio value="flow" label={t('settings.capacity.kinds.flow')} />
        {overflow.kind === 'flow' && <FlowChoice flowId={overflow.flowId} onChange={onChange} />}
        <Radio value="phone" label={t('settings.capacity.kinds.phone')} />
        {overflow.kind === 'phone' && <NumberChoice number={overflow.number} onChange={onChange} />}
      </Stack>
    </Radio.Group>
  )
}

function FlowChoice({ flowId, onChange }: { flowId: string; onChange: (next: Overflow) => void }) {
  const { t } = useTranslation()
  const flows = useQuery({ queryKey: ['flows'], queryFn: listFlows })
  const published = (flows.data?.flows ?? []).filter(({ liveVersion }) => liveVersion !== null)
  return (
    <Select
      ml={32}
      maw={388}
      aria-label={t('settings.capacity.kinds.flow')}
      placeholder={t('form.flowPlaceholder')}
      nothingFoundMessage={t('settings.emergency.flowNone')}
      searchable
      allowDeselect={false}
      value={flowId === '' ? null : flowId}
      data={published.map(({ id, name }) => ({ value: String(id), label: name }))}
      onChange={(next) => onChange({ kind: 'flow', flowId: (next ?? '') as FlowId })}
    />
  )
}

function NumberChoice({ number, onChange }: { number: string; onChange: (next: Overflow) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <TextInput
      ml={32}
      maw={388}
      type="tel"
      autoComplete="off"
      className="figures"
      aria-label={t('settings.capacity.kinds.phone')}
      description={t('settings.capacity.phoneText')}
      placeholder="+44 7700 900123"
      value={typed ?? formatPhoneNumber(number)}
      onFocus={() => setTyped(formatPhoneNumber(number))}
      onBlur={() => setTyped(null)}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange({ kind: 'phone', number: parsePhoneNumber(event.currentTarget.value) })
      }}
    />
  )
}
