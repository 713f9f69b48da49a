import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import type { BindingKind, BindingOf } from '@patchbay/core'
import type { Binding } from '@patchbay/core/http-contract'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ComponentType, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/api-error.ts'
import { listBindings } from '../../api/bindings.ts'
import { EmptyState } from '../../app/empty-state.tsx'
import { LoadProblem } from '../../app/load-problem.tsx'
import { useBindings } from '../../bindings/use-bindings.ts'
import { BindingPanel } from './binding-panel.tsx'
import './bindings.css'

/** What the form of a kind is given. */
export interface ValueEditorProps<Value> {
  value: Value
  onChange: (value: Value) => void
  /** Somebody tried to save: what is not filled in is marked. */
  strict: boolean
}

export interface BindingSectionProps<Kind extends BindingKind> {
  kind: Kind
  /** Its texts, below `settings`. */
  words: 'hours' | 'teams' | 'senders' | 'mailboxes' | 'queues'
  newValue: () => BindingOf<Kind>
  Editor: ComponentType<ValueEditorProps<BindingOf<Kind>>>
  /** Beside the name, in the list. */
  about: (value: BindingOf<Kind>) => ReactNode
}

/** All that the environment has of one kind: a list, and one of them to be changed. */
export function BindingSection<Kind extends BindingKind>({ kind, words, newValue, Editor, about }: BindingSectionProps<Kind>) {
  const { t } = useTranslation()
  const bound = useBindings(kind)
  const { error, failureReason, refetch } = useQuery({ queryKey: ['bindings'], queryFn: listBindings })
  const [open, setOpen] = useState<Extract<Binding, { kind: Kind }> | 'new'>()
  const problem = error ?? failureReason
  const valueIn = (binding: Extract<Binding, { kind: Kind }>) => binding.value as BindingOf<Kind>

  if (open !== undefined && bound !== undefined) {
    return (
      <BindingPanel
        kind={kind}
        words={words}
        {...(open === 'new' ? {} : { binding: open })}
        first={open === 'new' ? newValue() : valueIn(open)}
        taken={bound.map(({ name }) => name)}
        Editor={Editor}
        onClose={() => setOpen(undefined)}
      />
    )
  }
  return (
    <section>
      <Group justify="space-between" align="end" mb="md" wrap="nowrap">
        <div>
          <Title order={2}>{t(`settings.${words}.title`)}</Title>
          <Text c="dimmed">{t(`settings.${words}.text`)}</Text>
        </div>
        {bound !== undefined && bound.length > 0 && (
          <Button leftSection={<IconPlus size={16} />} className="keep" onClick={() => setOpen('new')}>
            {t(`settings.${words}.new`)}
          </Button>
        )}
      </Group>
      {bound === undefined && problem === null && (
        <Stack gap="xs" aria-busy="true" aria-label={t('settings.bindings.loading')}>
          <Skeleton height={64} />
        </Stack>
      )}
      {bound === undefined && problem !== null && <LoadProblem error={ApiError.from(problem)} onRetry={() => void refetch()} />}
      {bound?.length === 0 && (
        <EmptyState title={t(`settings.${words}.emptyTitle`)} text={t(`settings.${words}.text`)}>
          <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen('new')}>
            {t(`settings.${words}.new`)}
          </Button>
        </EmptyState>
      )}
      {bound !== undefined && bound.length > 0 && (
        <ul className="binding-list">
          {bound.map((binding) => (
            <li key={binding.name} className="binding-row">
              <div className="binding-name">
                <button type="button" onClick={() => setOpen(binding)}>
                  {binding.label}
                </button>
                <Text size="sm" c="dimmed">
                  {t('settings.bindings.calledBy', { name: binding.name })}
                </Text>
              </div>
              {about(valueIn(binding))}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
