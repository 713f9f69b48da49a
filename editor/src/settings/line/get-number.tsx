import { Button, Select, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { NumberOffer, NumberOfferList } from '@patchbay/core/http-contract'
import { IconSearch } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { type SubmitEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { buyNumber, searchNumbers } from '../../api/account.ts'
import { ApiError } from '../../api/api-error.ts'
import { formatPhoneNumber } from '../../words/phone-number.ts'
import { Confirm } from './confirm.tsx'
import { countries, money } from './countries.ts'
import type { LineActions } from './use-line-actions.ts'

/** Numbers that are for sale: searched, shown with their price, and bought after that was agreed to. */
export function GetNumber({ actions, builtIn }: { actions: LineActions; builtIn: boolean }) {
  const { t, i18n } = useTranslation()
  const [country, setCountry] = useState<string | null>(null)
  const [pattern, setPattern] = useState('')
  const [state, setState] = useState<{ busy: boolean; problem?: string; found?: NumberOfferList }>({ busy: false })
  const [chosen, setChosen] = useState<NumberOffer>()
  const list = useMemo(() => countries(i18n.language), [i18n.language])
  const { found } = state

  const search = async (event: SubmitEvent) => {
    event.preventDefault()
    if (country === null) return setState({ busy: false, problem: t('settings.line.countryMissing') })
    setState({ busy: true, ...(found === undefined ? {} : { found }) })
    try {
      setState({ busy: false, found: await searchNumbers({ country, pattern: pattern.replace(/\D/g, '') }) })
    } catch (thrown) {
      const error = ApiError.from(thrown)
      setState({ busy: false, problem: error.problem.detail ?? t(error.away ? 'problem.away' : 'settings.line.failed') })
    }
  }
  const buy = async (offer: NumberOffer): Promise<boolean> => {
    const done = await actions.act(`buy ${offer.number}`, () => buyNumber(offer))
    if (!done) return false
    setState({
      busy: false,
      ...(found && { found: { count: found.count - 1, numbers: found.numbers.filter(({ number }) => number !== offer.number) } }),
    })
    notifications.show({
      color: 'teal',
      message: t('settings.line.bought', { number: formatPhoneNumber(offer.number) }),
      closeButtonProps: { 'aria-label': t('close') },
    })
    return true
  }

  return (
    <>
      {builtIn && (
        <Text c="dimmed" mb="sm">
          {t('settings.line.madeUp')}
        </Text>
      )}
      <form className="number-search" onSubmit={(event) => void search(event)}>
        <Select
          label={t('settings.line.country')}
          data={list}
          value={country}
          searchable
          error={state.problem}
          nothingFoundMessage={t('settings.line.noCountry')}
          onChange={(value) => {
            setCountry(value)
            setState({ busy: false })
          }}
        />
        <TextInput
          label={t('settings.line.pattern')}
          placeholder="7946"
          inputMode="numeric"
          autoComplete="off"
          className="figures"
          maxLength={20}
          value={pattern}
          onChange={(event) => setPattern(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" leftSection={<IconSearch size={16} />} loading={state.busy}>
          {t('settings.line.search')}
        </Button>
      </form>
      <div role="status">
        {found !== undefined && (
          <Text size="sm" c="dimmed" mb="xs">
            {found.count > found.numbers.length
              ? t('settings.line.foundMore', { shown: found.numbers.length, count: found.count })
              : t('settings.line.found', { count: found.count })}
          </Text>
        )}
      </div>
      {found !== undefined && found.numbers.length > 0 && (
        <ul className="number-list" aria-label={t('settings.line.offers')}>
          {found.numbers.map((offer) => (
            <li className="number-row number-offer" key={offer.number}>
              <div>
                <Text fw={600} className="figures">
                  {formatPhoneNumber(offer.number)}
                </Text>
                <Text size="sm" c="dimmed">
                  {typeWord(offer.type, t)}
                </Text>
              </div>
              <Text className="figures number-cost">
                {t('settings.line.cost', { cost: money(offer.monthlyCost, i18n.language) })}
              </Text>
              <Button
                size="compact-md"
                variant="light"
                aria-label={t('settings.line.getOne', { number: formatPhoneNumber(offer.number) })}
                onClick={() => setChosen(offer)}
              >
                {t('settings.line.get')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {chosen !== undefined && (
        <Confirm
          title={t('settings.line.getOne', { number: formatPhoneNumber(chosen.number) })}
          text={t(builtIn ? 'settings.line.buyMadeUp' : 'settings.line.buyText', {
            cost: money(chosen.monthlyCost, i18n.language),
          })}
          action={t('settings.line.buy', { cost: money(chosen.monthlyCost, i18n.language) })}
          onConfirm={() => buy(chosen)}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  )
}

const TYPES = { landline: 'landline', 'mobile-lvn': 'mobile', 'landline-toll-free': 'tollFree' } as const

function typeWord(type: string, t: TFunction): string {
  return type in TYPES ? t(`settings.line.type.${TYPES[type as keyof typeof TYPES]}`) : type
}
