import { ActionIcon, Button, NumberInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import type { OutboundPolicy } from '@patchbay/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FencePartProps } from './outbound-section.tsx'

type Spend = NonNullable<OutboundPolicy['spend']>

const FIRST: Spend = { maxPerDay: 5000, maxPerLeg: null, currency: 'EUR', prices: [{ prefix: '', perLeg: 10 }] }
const CURRENCIES = [
  'EUR',
  'USD',
  'GBP',
  'THB',
  'TRY',
  'LAK',
  'TWD',
  'SGD',
  'JPY',
  'AUD',
  'CHF',
  'CNY',
  'HKD',
  'INR',
  'MYR',
  'VND',
]

/** What calls may cost in a day, reckoned by what each of them costs. */
export function SpendPerDay({ policy: { spend }, change }: FencePartProps) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm">
      <Switch
        label={t('settings.outbound.spend')}
        description={t('settings.outbound.spendText')}
        checked={spend !== null}
        onChange={(event) => change({ spend: event.currentTarget.checked ? FIRST : null })}
      />
      {spend !== null && <Prices spend={spend} onChange={(next) => change({ spend: next })} />}
    </Stack>
  )
}

function Prices({ spend, onChange }: { spend: Spend; onChange: (next: Spend) => void }) {
  const { t, i18n } = useTranslation()
  const { currency, prices } = spend
  const digits = digitsOf(currency)
  const money = {
    min: 0,
    decimalScale: digits,
    fixedDecimalScale: true,
    className: 'figures',
    thousandSeparator: false,
    decimalSeparator: new Intl.NumberFormat(i18n.language).format(1.1).replace(/\d/g, ''),
  } as const
  const shown = (minor: number) => minor / 10 ** digits
  const stored = (typed: string | number) => Math.round((Number(typed) || 0) * 10 ** digits)
  const setPrice = (at: number, part: Partial<Spend['prices'][number]>) =>
    onChange({ ...spend, prices: prices.map((price, n) => (n === at ? { ...price, ...part } : price)) })

  return (
    <div className="fence-spend">
      <div className="fence-limits">
        <NumberInput
          label={t('settings.outbound.maxPerDay')}
          {...money}
          value={shown(spend.maxPerDay)}
          onChange={(next) => onChange({ ...spend, maxPerDay: stored(next) })}
        />
        <NumberInput
          label={t('settings.outbound.maxPerLeg')}
          placeholder={t('settings.outbound.noLimit')}
          {...money}
          value={spend.maxPerLeg == null ? '' : shown(spend.maxPerLeg)}
          onChange={(next) => onChange({ ...spend, maxPerLeg: next === '' ? null : stored(next) })}
        />
        <Select
          label={t('settings.outbound.currency')}
          allowDeselect={false}
          data={CURRENCIES.includes(currency) ? CURRENCIES : [currency, ...CURRENCIES]}
          value={currency}
          onChange={(next) => onChange({ ...spend, currency: next ?? currency })}
        />
      </div>
      <Text fw={600} mt="md">
        {t('settings.outbound.prices')}
      </Text>
      <Text c="dimmed" size="sm" mb="xs">
        {t('settings.outbound.pricesText')}
      </Text>
      <ul className="fence-prices">
        {prices.map(({ prefix, perLeg }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a price has no other name, and its beginning changes while it is typed
          <li key={at}>
            <TextInput
              label={t('settings.outbound.prefix')}
              placeholder={t('settings.outbound.everyOther')}
              leftSection="+"
              inputMode="numeric"
              className="figures"
              maxLength={15}
              value={prefix}
              onChange={(event) => setPrice(at, { prefix: event.currentTarget.value.replace(/\D/g, '') })}
            />
            <NumberInput
              label={t('settings.outbound.price', { currency })}
              {...money}
              value={shown(perLeg)}
              onChange={(next) => setPrice(at, { perLeg: stored(next) })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('settings.outbound.removePrice', {
                prefix: prefix === '' ? t('settings.outbound.everyOther') : `+${prefix}`,
              })}
              onClick={() => onChange({ ...spend, prices: prices.filter((_price, n) => n !== at) })}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange({ ...spend, prices: [...prices, { prefix: '', perLeg: 0 }] })}
      >
        {t('settings.outbound.addPrice')}
      </Button>
    </div>
  )
}

/** How many digits the smaller unit of a currency has. */
const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
