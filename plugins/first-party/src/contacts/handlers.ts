import { definePlugin } from '@patchbay/plugin-sdk'
import { createContact, updateContact } from './changing.ts'
import { findContact, getContact, searchContacts } from './finding.ts'
import { addNote, addTask, completeTask, logInteraction, removeContact, timeline } from './history.ts'
import type { Contacts } from './manifest.ts'
import { mergeContacts, splitContact } from './merging.ts'
import { addSamples } from './samples.ts'

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<Contacts>({
  actions: {
    ...{ findContact, getContact, searchContacts },
    ...{ createContact, updateContact, mergeContacts, splitContact },
    ...{ logInteraction, addNote, addTask, completeTask, timeline },
    ...{ addSamples, removeContact },
  },
})
