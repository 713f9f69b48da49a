import {
  BINDING_KINDS,
  type BindingKind,
  type BindingOf,
  configSchemaOf,
  createFlow,
  flowIdSchema,
  type Issue,
} from '@patchbay/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Fields } from '../../form/field.tsx'
import { pathText, withValueAt } from '../../form/field-path.ts'
import { FieldsContext, type FormContext } from '../../form/form-context.ts'
import type { ValueEditorProps } from './binding-section.tsx'

/** Fields read the languages and variables of a flow; outside of one there are none. */
const NO_FLOW = createFlow({ id: flowIdSchema.parse('none'), name: 'none' })
const NO_ISSUES: readonly Issue[] = []

/** The form of a kind, as its schema describes it. */
export function FormEditor<Kind extends BindingKind>({
  kind,
  value,
  onChange,
  strict,
}: ValueEditorProps<BindingOf<Kind>> & { kind: Kind }) {
  const { t } = useTranslation()
  const form = useMemo((): FormContext => {
    const parsed = BINDING_KINDS[kind].safeParse(value)
    const wrong = new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => pathText(path as (string | number)[])))
    return {
      type: kind,
      config: value,
      flow: NO_FLOW,
      issues: NO_ISSUES,
      change: (path, next) => onChange(withValueAt(value, path, next) as BindingOf<Kind>),
      touch: () => undefined,
      problem: (path) => (strict && wrong.has(pathText(path)) ? t('settings.bindings.fieldWrong') : undefined),
      declareVariable: () => undefined,
    }
  }, [kind, value, onChange, strict, t])
  return (
    <FieldsContext value={form}>
      <div className="binding-form">
        <Fields schema={configSchemaOf(BINDING_KINDS[kind])} path={[]} value={value} />
      </div>
    </FieldsContext>
  )
}
