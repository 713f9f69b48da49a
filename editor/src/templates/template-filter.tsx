import { Select } from '@mantine/core'
import { LANGUAGE_NAMES } from '@patchbay/core'
import type { TemplateSummary } from '@patchbay/core/http-contract'
import { useTranslation } from 'react-i18next'

export interface Wanted {
  industry: TemplateSummary['industries'][number] | null
  type: TemplateSummary['types'][number] | null
  channel: TemplateSummary['channels'][number] | null
  language: TemplateSummary['languages'][number] | null
}
export const ALL: Wanted = { industry: null, type: null, channel: null, language: null }

/** A template for any industry is one for this one too. */
export const fits = (template: TemplateSummary, { industry, type, channel, language }: Wanted): boolean =>
  (industry === null || template.industries.some((one) => one === industry || one === 'any')) &&
  (type === null || template.types.includes(type)) &&
  (channel === null || template.channels.includes(channel)) &&
  (language === null || template.languages.includes(language))

/** Narrows the gallery down; only what would leave something is offered. */
export function TemplateFilter({
  templates,
  wanted,
  onChange,
}: {
  templates: readonly TemplateSummary[]
  wanted: Wanted
  onChange: (wanted: Wanted) => void
}) {
  const { t } = useTranslation()
  const known = <Value extends string>(of: (template: TemplateSummary) => readonly Value[]) => [
    ...new Set(templates.flatMap((template) => of(template))),
  ]
  return (
    <div className="template-filter">
      <Select
        label={t('templates.industry')}
        placeholder={t('templates.all')}
        clearable
        value={wanted.industry}
        data={known(({ industries }) => industries)
          .filter((one) => one !== 'any')
          .map((value) => ({ value, label: t(`templates.industries.${value}`) }))}
        onChange={(industry) => onChange({ ...wanted, industry })}
      />
      <Select
        label={t('templates.type')}
        placeholder={t('templates.all')}
        clearable
        value={wanted.type}
        data={known(({ types }) => types).map((value) => ({ value, label: t(`templates.types.${value}`) }))}
        onChange={(type) => onChange({ ...wanted, type })}
      />
      <Select
        label={t('templates.channel')}
        placeholder={t('templates.all')}
        clearable
        value={wanted.channel}
        data={known(({ channels }) => channels).map((value) => ({ value, label: t(`templates.channels.${value}`) }))}
        onChange={(channel) => onChange({ ...wanted, channel })}
      />
      <Select
        label={t('templates.language')}
        placeholder={t('templates.all')}
        clearable
        value={wanted.language}
        data={known(({ languages }) => languages).map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        onChange={(language) => onChange({ ...wanted, language })}
      />
    </div>
  )
}
