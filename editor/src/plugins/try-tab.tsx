import { Alert, Badge, Button, Checkbox, Code, Group, Select, Stack, Text } from '@mantine/core'
import { faultsOf, type Manifest, outletsOfAction } from '@patchbay/core'
import type { InstalledPlugin, PluginOutcome } from '@patchbay/core/http-contract'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { invokePlugin } from '../api/plugins.ts'
import { useReasonWords } from './reason-words.ts'
import { useAttempt, useWords } from './use-plugin.ts'
import { ValueForm } from './value-form.tsx'

/** Lets an action do something here and now, as a flow would. */
export function TryTab({ plugin, manifest }: { plugin: InstalledPlugin; manifest: Manifest }) {
  const { t } = useTranslation()
  const say = useWords()
  const names = Object.keys(manifest.actions)
  const [chosen, setChosen] = useState(names[0] ?? '')
  const action = Object.hasOwn(manifest.actions, chosen) ? manifest.actions[chosen] : undefined
  if (!plugin.enabled) return <Text c="dimmed">{t('plugins.tryOff')}</Text>
  if (action === undefined) return <Text c="dimmed">{t('plugins.tryNothing')}</Text>
  return (
    <Stack gap="md" maw={640}>
      <Select
        label={t('plugins.tryWhat')}
        description={say(action.summary)}
        allowDeselect={false}
        data={names.map((value) => ({ value, label: say(manifest.actions[value]?.title) }))}
        value={chosen}
        onChange={(value) => setChosen(value ?? chosen)}
      />
      <TryAction key={chosen} plugin={plugin.name} name={chosen} action={action} />
    </Stack>
  )
}

interface Result extends PluginOutcome {
  tookMs: number
}

function TryAction({ plugin, name, action }: { plugin: string; name: string; action: Manifest['actions'][string] }) {
  const { t } = useTranslation()
  const attempt = useAttempt()
  const say = useWords()
  const [input, setInput] = useState<Record<string, unknown>>(action.examples[0]?.input ?? {})
  const [strict, setStrict] = useState(false)
  const [sure, setSure] = useState(false)
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<Result>()
  // one key for one thing: asking again after nobody knew what became of it must not do it twice
  const key = useRef(crypto.randomUUID())
  const change = (next: Record<string, unknown>) => {
    key.current = crypto.randomUUID()
    setInput(next)
  }
  const wrong = faultsOf(action.input, input).length > 0
  const run = async () => {
    setStrict(true)
    if (wrong) return
    setBusy(true)
    const startedAt = performance.now()
    await attempt(async () => {
      const outcome = await invokePlugin(plugin, name, input, action.sideEffect === 'read' ? undefined : key.current)
      setResult({ ...outcome, tookMs: Math.round(performance.now() - startedAt) })
      if (outcome.outlet !== 'unknown') key.current = crypto.randomUUID()
    })
    setBusy(false)
  }
  return (
    <>
      {action.examples.length > 0 && (
        <Select
          label={t('plugins.tryExample')}
          placeholder={t('plugins.tryExampleHint')}
          data={action.examples.map(({ title, outlet }, index) => ({
            value: String(index),
            label: title === undefined ? t('plugins.tryExampleOf', { n: index + 1, outlet }) : say(title),
          }))}
          value={null}
          onChange={(value) => {
            const example = action.examples[Number(value)]
            if (value !== null && example !== undefined) change(example.input)
          }}
        />
      )}
      <ValueForm schema={action.input} value={input} onChange={change} strict={strict} />
      {action.sideEffect !== 'read' && (
        <Alert color={action.sideEffect === 'money' ? 'yellow' : 'blue'} variant="light">
          {t(action.sideEffect === 'money' ? 'plugins.tryMoney' : 'plugins.tryWrite')}
          {action.sideEffect === 'money' && (
            <Checkbox
              mt="sm"
              label={t('plugins.tryMoneySure')}
              checked={sure}
              onChange={(event) => setSure(event.currentTarget.checked)}
            />
          )}
        </Alert>
      )}
      <Group>
        <Button loading={busy} disabled={action.sideEffect === 'money' && !sure} onClick={() => void run()}>
          {t('plugins.tryIt')}
        </Button>
        {strict && wrong && (
          <Text size="sm" c="red" role="alert">
            {t('plugins.notComplete')}
          </Text>
        )}
      </Group>
      {result !== undefined && <TryResult result={result} action={action} />}
    </>
  )
}

function TryResult({ result, action }: { result: Result; action: Manifest['actions'][string] }) {
  const { t } = useTranslation()
  const say = useWords()
  const reasonWords = useReasonWords()
  const { outlet, output, reason, tookMs } = result
  const isTrouble = outlet === 'failed' || outlet === 'unknown'
  const own = outletsOfAction(action).find(({ name }) => name === outlet)
  const label = outlet === 'failed' ? t('plugins.outletFailed') : own === undefined ? outlet : say(own.title)
  return (
    <section className="sheet plugin-result" aria-label={t('plugins.tryResult')} aria-live="polite">
      <Group gap="sm">
        <Badge variant="light" tt="none" size="lg" color={isTrouble ? 'red' : 'teal'}>
          {label}
        </Badge>
        <Text size="sm" c="dimmed" className="figures">
          {t('plugins.tookMs', { ms: tookMs })}
        </Text>
      </Group>
      {reason !== undefined && <Text>{reasonWords(reason)}</Text>}
      {Object.keys(output).length > 0 && (
        <Code block tabIndex={0} aria-label={t('plugins.tryOutput')}>
          {JSON.stringify(output, null, 2)}
        </Code>
      )}
    </section>
  )
}
