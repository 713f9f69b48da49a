import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { customerActions, getCustomer, searchCustomers } from '../api/customers.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'

const KNOWN_FOR_MS = 5 * 60_000
const isPhone = (id: string) => /^\d{7,15}$/.test(id)

/** Who a payment is of: flows know a customer by their entry, or by the number that they call from. */
async function findCustomer(id: string): Promise<{ id: string; name: string } | null> {
  if ((await customerActions()) === null) return null
  if (!isPhone(id)) return (await getCustomer(id))?.contact ?? null
  const { contacts } = await searchCustomers(id, '')
  return contacts.find(({ phones }) => phones.includes(id)) ?? null
}

function useCustomer(id: string) {
  const { data } = useQuery({
    queryKey: ['customers', 'of-money', id],
    // a name that cannot be had is no reason not to show a payment
    queryFn: () => findCustomer(id).catch(() => null),
    staleTime: KNOWN_FOR_MS,
  })
  const name = data === undefined || data === null || data.name === '' ? formatPhoneNumber(id) : data.name
  return { name, entry: data ?? undefined }
}

export function CustomerName({ id }: { id: string }) {
  return <span className="money-customer">{useCustomer(id).name}</span>
}

/** Leads to the customer's page; without one, to the calls of their number. */
export function CustomerLink({ id }: { id: string }) {
  const { name, entry } = useCustomer(id)
  if (entry !== undefined)
    return (
      <Link to="/customers/$customerId" params={{ customerId: entry.id }} className="money-customer">
        {name}
      </Link>
    )
  return isPhone(id) ? (
    <Link to="/calls" search={{ q: id }} className="figures">
      {name}
    </Link>
  ) : (
    <span className="money-customer">{name}</span>
  )
}
