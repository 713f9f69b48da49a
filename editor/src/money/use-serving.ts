import { useQuery } from '@tanstack/react-query'
import { moneyServing } from '../api/money.ts'

/** Who serves payments and refunds in this environment. */
export const useServing = () => useQuery({ queryKey: ['money', 'serving'], queryFn: moneyServing, staleTime: 60_000 })
