import { Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFlowNames } from '../flows/use-flow-names.ts'

/** Which calls are listed; kept in the address, so that going back finds the same list. */
export interface CallsWanted {
  q?: string
  flow?: string
}

const TYPING_MS = 300

export function CallFilter({ wanted, onChange }: { wanted: CallsWanted; onChange: (wanted: CallsWanted) => void }) {
  const { t } = useTranslation()
  const flowNames = useFlowNames()
  const [typed, setTyped] = useState(wanted.q ?? '')
  useEffect(() => {
    if (wanted.q === undefined) setTyped('')
  }, [wanted.q])
  const search = useDebouncedCallback((q: string) => onChange({ ...wanted, q }), TYPING_MS)
  return (
    <search className="call-filter">
      <TextInput
        aria-label={t('calls.search')}
        placeholder={t('calls.searchPlaceholder')}
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        type="search"
        maxLength={64}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          search(event.currentTarget.value.trim())
        }}
      />
      <Select
        aria-label={t('calls.flow')}
        placeholder={t('calls.everyFlow')}
        clearable
        data={[...flowNames].map(([value, label]) => ({ value, label }))}
        value={wanted.flow ?? null}
        onChange={(flow) => onChange({ ...wanted, flow: flow ?? '' })}
      />
    </search>
  )
}
