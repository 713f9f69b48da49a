import { Badge, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Customer } from '../api/customers.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'

/** One customer in the list; the whole row leads to them. */
export function CustomerRow({ customer }: { customer: Customer }) {
  const { t } = useTranslation()
  const { id, name, company, phones, emails, segment, vip } = customer
  return (
    <li className="flow-row">
      <div className="flow-row-main">
        <Link to="/customers/$customerId" params={{ customerId: id }} className="flow-row-name">
          {name === '' ? t('customers.nameless') : name}
        </Link>
        <Text size="sm" c="dimmed" component="div" className="flow-row-facts">
          {company !== undefined && <span>{company}</span>}
          {phones[0] !== undefined && <span className="figures">{formatPhoneNumber(phones[0])}</span>}
          {emails[0] !== undefined && <span className="customer-mail">{emails[0]}</span>}
        </Text>
      </div>
      <CustomerMarks segment={segment} vip={vip} />
    </li>
  )
}

export function CustomerMarks({ segment, vip }: { segment: string | undefined; vip: boolean }) {
  const { t } = useTranslation()
  return (
    <span className="standing">
      {vip && (
        <Badge variant="light" color="teal" className="keep">
          {t('customers.vip')}
        </Badge>
      )}
      {segment !== undefined && segment !== '' && (
        <Badge variant="outline" color="gray" className="keep">
          {segment}
        </Badge>
      )}
    </span>
  )
}
