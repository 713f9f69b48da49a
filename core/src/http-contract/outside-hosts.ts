import { z } from 'zod'
import { outsideHostSchema } from '../flow/outside-host.ts'

export const outsideHostListSchema = z
  .strictObject({ hosts: z.array(outsideHostSchema).max(200) })
  .meta({ id: 'OutsideHostList' })
export type OutsideHostList = z.infer<typeof outsideHostListSchema>
