import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { registryVersionSchema } from '@patchbay/core/http-contract'
import { packPlugin, readPackage, signPackage } from '@patchbay/plugin-tools'
import { Command } from 'commander'
import { defaultAddress } from '../flow/patchbay-address.ts'
import { patchbayApi } from '../flow/patchbay-api.ts'
import { publishToFolder } from '../plugin/folder-registry.ts'
import { defaultKeyFile, defaultPublisher, publisherKey } from '../plugin/publisher-key.ts'
import type { Terminal } from '../terminal.ts'

interface PublishOptions {
  to: string
  publisher: string
  key: string
  approve?: boolean
  json?: boolean
}

export function pluginPublishCommand(terminal: Terminal): Command {
  return new Command('publish')
    .description('Pack a plugin, sign it, and hand it to a registry: a running Patchbay, or a folder.')
    .argument('[folder]', 'the folder of the plugin', '.')
    .option('--to <url or folder>', 'where to', defaultAddress(process.env))
    .option('--publisher <name>', 'who publishes', defaultPublisher())
    .option('--key <file>', 'the key to sign with; made when there is none', defaultKeyFile())
    .option('--approve', 'say at once that it may be installed, for those who may say so')
    .option('--json', 'print the outcome as JSON')
    .action(async (folder: string, { to, publisher: name, key, approve = false, json = false }: PublishOptions) => {
      const { privateKey, publicKey, isNew } = publisherKey(key)
      const { text } = await packPlugin(resolve(folder))
      const signed = signPackage(text, privateKey)
      const publisher = { name, publicKey }
      if (isNew) {
        writeFileSync(`${key.replace(/\.pem$/, '')}.pub.pem`, publicKey)
        if (!json) terminal.out(`A key was made for you: ${key}. Whoever has it can publish as ${name}; keep a copy.`)
      }
      const { manifest, hash } = readPackage(signed)
      const { version } = manifest
      if (!/^https?:/.test(to)) {
        const file = publishToFolder(to, signed, publisher)
        const told = { name: manifest.name, version, hash, file }
        return terminal.out(json ? JSON.stringify(told, null, 2) : `${manifest.name} ${version} is in ${file}`)
      }
      const api = patchbayApi(to)
      const sent = { body: { package: signed, publisher }, reply: registryVersionSchema }
      let entry = await api.send('POST', '/api/v1/registry/packages', sent)
      if (approve) {
        const path = `/api/v1/registry/packages/${manifest.name}/${version}/review`
        entry = await api.send('POST', path, { body: { review: 'approved' }, reply: registryVersionSchema })
      }
      const state = entry.review === 'approved' ? 'may be installed' : 'waits for somebody to approve it'
      terminal.out(json ? JSON.stringify(entry, null, 2) : `${manifest.name} ${version} is published at ${to}, and ${state}.`)
    })
}
