import { defineFake } from '@patchbay/plugin-sdk'

const corner = { flow: 'Front desk', queue: 'Support', agent: 'Elif', language: 'tr', channel: 'voice' }
const asked = {
  month: '2026-01',
  day: '2026-01-14',
  startedAt: '2026-01-14T09:00:00.000Z',
  ...corner,
  sample: false,
}
const five = { question: 'satisfaction', kind: 'csat', value: 5, at: '2026-01-14T09:01:00.000Z', changes: [] }

/** It asks nobody but the server that it runs on, for the addresses of pages; and here is what its examples find kept. */
// biome-ignore lint/style/noDefaultExport: the tools read it so
export default defineFake({
  start: () => ({}),
  answer({ method, origin, path }) {
    const id =
      method === 'GET' && origin === 'https://pages.patchbay.test'
        ? /^\/surveys\/([A-Za-z0-9-]{1,60})$/.exec(path)?.[1]
        : undefined
    return id === undefined ? { status: 404 } : { status: 200, json: { url: `https://patchbay.example.com/survey/${id}.x.y` } }
  },
  sources: ['runtime/server/src/survey-pages'],
  records: {
    responses: [
      { id: 'r-example', value: { ...asked, survey: 'csat', answers: [five] } },
      { id: 'r-unanswered', value: { ...asked, survey: 'ces', answers: [] } },
      { id: 'r-linked', value: { ...asked, survey: 'fcr', channel: 'sms', answers: [], linkEndsAt: '2099-01-01T00:00:00.000Z' } },
      { id: 'r-ended', value: { ...asked, survey: 'fcr', channel: 'sms', answers: [], linkEndsAt: '2026-01-02T09:00:00.000Z' } },
      { id: 'sample-csat-0', value: { ...asked, survey: 'csat', answers: [five], sample: true } },
    ],
    days: [
      {
        id: 'csat/2026-01-14/0',
        value: {
          ...{ survey: 'csat', month: '2026-01', day: '2026-01-14', applied: [] },
          cells: [
            { question: '', metric: 'asked', lowest: 0, ...corner, counts: [3, 2] },
            { question: 'satisfaction', metric: 'csat', lowest: 1, ...corner, counts: [0, 1, 0, 0, 1] },
          ],
        },
      },
    ],
  },
})
