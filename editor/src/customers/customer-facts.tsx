import { Badge, Select } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CONSENTS, type Customer } from '../api/customers.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'

type Fact = [name: 'phone' | 'email' | 'handle' | 'language' | 'owner' | 'externalId', value: ReactNode]

interface CustomerFactsProps {
  customer: Customer
  onConsent(consent: Customer['consent']): void
}

/** What is known of a customer; what is not known is left out, save what they agreed to. */
export function CustomerFacts({ customer, onConsent }: CustomerFactsProps) {
  const { t, i18n } = useTranslation()
  const { phones, emails, handles = [], language, owner, externalId, tags, consent } = customer
  const names = new Intl.DisplayNames(i18n.language, { type: 'language' })
  const facts: Fact[] = [
    ...phones.map((phone): Fact => ['phone', <Phone key={phone} phone={phone} />]),
    ...emails.map(
      (email): Fact => [
        'email',
        <a key={email} href={`mailto:${email}`} className="customer-mail">
          {email}
        </a>,
      ],
    ),
    ...handles.map((handle): Fact => ['handle', handle]),
    ...(language === undefined ? [] : [['language', names.of(language)] as Fact]),
    ...(owner === undefined || owner === '' ? [] : [['owner', owner] as Fact]),
    ...(externalId === undefined || externalId === '' ? [] : [['externalId', externalId] as Fact]),
  ]
  return (
    <section className="detail-panel" aria-label={t('customers.details')}>
      <dl className="detail-facts">
        {facts.map(([name, value], at) => (
          // the same fact may be there twice
          // biome-ignore lint/suspicious/noArrayIndexKey: facts keep their order
          <div key={`${name}${at}`}>
            <dt>{t(`customers.field.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {tags.length > 0 && (
        <div className="customer-tags">
          {tags.map((tag) => (
            <Badge key={tag} variant="light" color="gray" className="keep" tt="none">
              {tag}
            </Badge>
          ))}
        </div>
      )}
      <h2 className="detail-heading">{t('customers.consents')}</h2>
      {CONSENTS.map((name) => (
        <Select
          key={name}
          label={t(`customers.consent.${name}`)}
          allowDeselect={false}
          data={(['granted', 'refused', 'unknown'] as const).map((value) => ({ value, label: t(`customers.consent.${value}`) }))}
          value={consent[name] ?? 'unknown'}
          onChange={(value) => onConsent({ [name]: value ?? 'unknown' })}
          mb="xs"
        />
      ))}
    </section>
  )
}

/** A number, and the way to its calls. */
function Phone({ phone }: { phone: string }) {
  const { t } = useTranslation()
  const number = formatPhoneNumber(phone)
  return (
    <>
      <span className="figures">{number}</span>{' '}
      <Link to="/calls" search={{ q: phone }} aria-label={`${t('customers.calls')}: ${number}`}>
        {t('customers.calls')}
      </Link>
    </>
  )
}
