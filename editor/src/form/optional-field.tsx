import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './field.tsx'
import { pathText } from './field-path.ts'
import { useForm } from './form-context.ts'
import { newValue } from './list-items.ts'

/** A field that may be left out: one quiet button while it is, otherwise its control with a way to take it away. */
export function OptionalField({ Control, ...props }: FieldProps & { Control: (props: FieldProps) => ReactNode }) {
  const { t } = useTranslation()
  const { flow, change } = useForm()
  const { schema, path, value, label } = props
  const box = useRef<HTMLDivElement>(null)
  const [toFocus, setToFocus] = useState<'field' | 'button' | null>(null)

  // what had the focus is gone: it goes to what stands there now
  useEffect(() => {
    if (toFocus === null) return
    const field =
      toFocus === 'field' ? box.current?.querySelector<HTMLElement>('textarea, input:not([type=radio], [type=file])') : null
    const target = field ?? box.current?.querySelector<HTMLElement>('button')
    target?.focus()
    setToFocus(null)
  }, [toFocus])

  return (
    <div ref={box} className="optional">
      {value === undefined ? (
        <Button
          variant="subtle"
          size="compact-sm"
          data-field={pathText(path)}
          leftSection={<IconPlus size={14} />}
          onClick={() => {
            change(path, newValue(schema, { languages: flow.languages.enabled }) ?? '')
            setToFocus('field')
          }}
        >
          {t('form.addField', { what: label })}
        </Button>
      ) : (
        <>
          <Control {...props} required />
          <ActionIcon
            className="optional-remove"
            variant="subtle"
            color="gray"
            size={24}
            aria-label={t('form.removeField', { what: label })}
            title={t('form.removeField', { what: label })}
            onClick={() => {
              change(path, undefined)
              setToFocus('button')
            }}
          >
            <IconX size={15} />
          </ActionIcon>
        </>
      )}
    </div>
  )
}
