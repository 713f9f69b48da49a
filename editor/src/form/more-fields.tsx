import { Collapse, Stack, UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FieldPath, issuesAt } from './field-path.ts'
import { useForm } from './form-context.ts'

/** Fields that are seldom needed, folded away until one is used or something is wrong with one. */
export function MoreFields({ paths, used, children }: { paths: readonly FieldPath[]; used: boolean; children: ReactNode }) {
  const { t } = useTranslation()
  const { issues } = useForm()
  const [wanted, setWanted] = useState(used)
  const opened = wanted || paths.some((path) => issuesAt(issues, path).length > 0)
  return (
    <Stack gap={0}>
      <UnstyledButton className="fold" aria-expanded={opened} onClick={() => setWanted(!opened)}>
        <IconChevronRight size={14} aria-hidden="true" className="fold-arrow" />
        {t('form.more')}
      </UnstyledButton>
      <Collapse expanded={opened}>
        <Stack gap="sm" pt="xs">
          {children}
        </Stack>
      </Collapse>
    </Stack>
  )
}
