import { MultiSelect, Radio, Stack, Switch } from '@mantine/core'
import { COUNTRIES } from '@patchbay/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { countries } from '../line/countries.ts'
import type { FencePartProps } from './outbound-section.tsx'

/** The countries whose numbers may be called, and whether those that cost extra may. */
export function CountriesAllowed({ policy, change }: FencePartProps) {
  const { t, i18n } = useTranslation()
  const named = useMemo(() => countries(i18n.language).filter(({ value }) => COUNTRIES.includes(value)), [i18n.language])
  return (
    <>
      <Radio.Group
        label={t('settings.outbound.countries')}
        value={policy.countries === null ? 'own' : 'named'}
        onChange={(next) => change({ countries: next === 'own' ? null : [] })}
      >
        <Stack gap="sm" mt="sm">
          <Radio value="own" label={t('settings.outbound.ownCountries')} />
          <Radio value="named" label={t('settings.outbound.namedCountries')} />
          {policy.countries !== null && (
            <MultiSelect
              ml={32}
              maw={560}
              aria-label={t('settings.outbound.namedCountries')}
              description={policy.countries.length === 0 ? t('settings.outbound.noCountry') : undefined}
              placeholder={t('settings.outbound.countryPlaceholder')}
              nothingFoundMessage={t('settings.line.noCountry')}
              searchable
              hidePickedOptions
              value={[...policy.countries]}
              data={named}
              onChange={(next) => change({ countries: next })}
            />
          )}
        </Stack>
      </Radio.Group>
      <Switch
        label={t('settings.outbound.premium')}
        description={t('settings.outbound.premiumText')}
        checked={policy.blockPremium}
        onChange={(event) => change({ blockPremium: event.currentTarget.checked })}
      />
    </>
  )
}
