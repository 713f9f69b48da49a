import { definePlugin } from '@patchbay/plugin-sdk'
import { finish, nextQuestion, record } from './answering.ts'
import { retireSurvey, saveSurvey, surveys } from './editing.ts'
import { answerLink, openLink, sendLink, startAnyhow as start } from './linking.ts'
import type { Questionnaires } from './manifest.ts'
import { results, score } from './reporting.ts'
import { addSamples, removeSamples } from './samples.ts'

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<Questionnaires>({
  actions: {
    ...{ start, record, finish, nextQuestion },
    ...{ sendLink, openLink, answerLink },
    ...{ score, results },
    ...{ surveys, saveSurvey, retireSurvey },
    ...{ addSamples, removeSamples },
  },
})
