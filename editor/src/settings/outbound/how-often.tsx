import { NumberInput, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FencePartProps } from './outbound-section.tsx'

const LIMITS = [
  { name: 'maxLegsPerRun', words: 'perCall', most: 10_000 },
  { name: 'maxLegsPerHour', words: 'perHour', most: 10_000_000 },
  { name: 'maxLegsPerDay', words: 'perDay', most: 10_000_000 },
] as const

/** How many calls and messages there may be. */
export function HowOften({ policy, change }: FencePartProps) {
  const { t, i18n } = useTranslation()
  const mark = new Intl.NumberFormat(i18n.language).format(1000).replace(/\d/g, '')
  return (
    <section>
      <Title order={3}>{t('settings.outbound.howOften')}</Title>
      <Text c="dimmed" size="sm" mb="xs">
        {t('settings.outbound.howOftenText')}
      </Text>
      <div className="fence-limits">
        {LIMITS.map(({ name, words, most }) => (
          <NumberInput
            key={name}
            label={t(`settings.outbound.${words}`)}
            placeholder={t('settings.outbound.noLimit')}
            className="figures"
            min={0}
            max={most}
            allowDecimal={false}
            thousandSeparator={mark}
            value={policy[name] ?? ''}
            onChange={(next) => change({ [name]: typeof next === 'number' ? next : null })}
          />
        ))}
      </div>
    </section>
  )
}
