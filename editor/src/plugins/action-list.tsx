import { Badge, Text } from '@mantine/core'
import { type Manifest, outletsOfAction } from '@patchbay/core'
import { useTranslation } from 'react-i18next'
import { useWords } from './use-plugin.ts'

const COLOUR = { read: 'gray', write: 'blue', money: 'yellow' } as const

/** What a plugin can do, and how each of it can end. */
export function ActionList({ actions }: Pick<Manifest, 'actions'>) {
  const { t } = useTranslation()
  const say = useWords()
  return (
    <ul className="plugin-actions">
      {Object.entries(actions).map(([name, action]) => (
        <li key={name}>
          <div className="plugin-action-head">
            <Text fw={600}>{say(action.title)}</Text>
            <Badge variant="light" tt="none" color={COLOUR[action.sideEffect]}>
              {t(`plugins.effect.${action.sideEffect}`)}
            </Badge>
          </div>
          <Text size="sm">{say(action.summary)}</Text>
          <Text size="sm" c="dimmed">
            {t('plugins.leavesBy', {
              outlets: outletsOfAction(action)
                .map(({ title }) => say(title))
                .join(' · '),
            })}
          </Text>
        </li>
      ))}
    </ul>
  )
}
