import type { CrmInteraction, CrmTimelineItem } from '../crm-adapter/adapter-types.ts'
import type { HubspotObject } from './client.ts'

export const ACTIVITY_PROPERTIES = {
  notes: ['hs_timestamp', 'hs_note_body'],
  calls: ['hs_timestamp', 'hs_call_body', 'hs_call_direction', 'hs_call_duration', 'hs_call_title', 'hs_call_recording_url'],
  tasks: ['hs_timestamp', 'hs_task_body', 'hs_task_subject', 'hs_task_status', 'hubspot_owner_id'],
} as const

/** What came by another way than the telephone is a note that says so. */
export const noteOf = ({ channel, direction, disposition, notes = '' }: CrmInteraction): string =>
  `${channel} ${direction === 'in' ? '←' : '→'}${disposition === undefined ? '' : ` ${disposition}`}\n${notes}`

export const toTimelineItems = (type: keyof typeof ACTIVITY_PROPERTIES, found: readonly HubspotObject[]): CrmTimelineItem[] =>
  found.map(({ id, properties }) => {
    const of = (name: string): string => properties[name] ?? ''
    const at = new Date(of('hs_timestamp') === '' ? 0 : of('hs_timestamp')).toISOString()
    switch (type) {
      case 'notes':
        return { id, kind: 'note', at, text: of('hs_note_body') }
      case 'calls':
        return {
          ...{ id, kind: 'interaction', at, text: of('hs_call_body'), channel: 'call' },
          direction: of('hs_call_direction') === 'OUTBOUND' ? 'out' : 'in',
          durationSeconds: Math.round(Number(of('hs_call_duration')) / 1000) || 0,
          ...(of('hs_call_title') === '' ? {} : { disposition: of('hs_call_title') }),
          ...(of('hs_call_recording_url') === '' ? {} : { recordingUrl: of('hs_call_recording_url') }),
        }
      default:
        return {
          ...{ id, kind: 'task', at, due: at, text: of('hs_task_body') || of('hs_task_subject') },
          done: of('hs_task_status') === 'COMPLETED',
          ...(of('hubspot_owner_id') === '' ? {} : { owner: of('hubspot_owner_id') }),
        }
    }
  })
