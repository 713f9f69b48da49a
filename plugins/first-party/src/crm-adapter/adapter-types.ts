import type { crm } from '@patchbay/core'
import type { ValueOf } from '@patchbay/plugin-sdk'

type Actions = (typeof crm)['actions']
/** A customer as the category tells of one. */
export type CrmContact = ValueOf<Actions['findContact']['output']>['contact']
/** What may be said of a customer. */
export type CrmFields = ValueOf<Actions['createContact']['input']>
export type CrmInteraction = ValueOf<Actions['logInteraction']['input']>
export type CrmTimelineItem = ValueOf<Actions['timeline']['output']>['items'][number]
export type CrmLanguage = NonNullable<CrmContact['language']>
