import { Text } from '@mantine/core'
import type { BindingOf } from '@patchbay/core'
import { formatPhoneNumber } from '../../words/phone-number.ts'
import { BindingSection, type ValueEditorProps } from './binding-section.tsx'
import { FormEditor } from './form-editor.tsx'

const SenderEditor = (props: ValueEditorProps<BindingOf<'sender'>>) => <FormEditor kind="sender" {...props} />

/** Senders: whom text messages come from. */
export function SendersSection() {
  return (
    <BindingSection
      kind="sender"
      words="senders"
      newValue={() => ({ from: '' })}
      Editor={SenderEditor}
      about={({ from }) => (
        <Text c="dimmed" className="figures keep">
          {/^\d+$/.test(from) ? formatPhoneNumber(from) : from}
        </Text>
      )}
    />
  )
}
