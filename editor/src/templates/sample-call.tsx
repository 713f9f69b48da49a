import { ActionIcon, Text } from '@mantine/core'
import { TALK_LANGUAGE } from '@patchbay/core'
import type { TemplateDetail } from '@patchbay/core/http-contract'
import { IconVolume } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createSpeech } from '../phone/speech.ts'

type Line = TemplateDetail['preview']['call'][number]

/** A call line by line: what callers hear can be heard where the browser has a voice for it, and read everywhere. */
export function SampleCall({ lines }: { lines: readonly Line[] }) {
  const { t } = useTranslation()
  const [speech] = useState(() => createSpeech())
  const [voiced, setVoiced] = useState<ReadonlySet<string>>(new Set())
  const spoken = [...new Set(lines.flatMap((line) => (line.who === 'line' ? [line.language] : [])))].join()
  useEffect(() => {
    let stays = true
    for (const language of spoken.split(',')) {
      const voice = TALK_LANGUAGE[language as keyof typeof TALK_LANGUAGE]
      if (voice === null || voice === undefined) continue
      void speech.canSay(voice).then((can) => {
        if (stays && can) setVoiced((before) => new Set([...before, language]))
      })
    }
    return () => {
      stays = false
      speech.stop()
    }
  }, [speech, spoken])

  return (
    <ol className="sample-call">
      {lines.map((line, index) =>
        line.who === 'line' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a call is told once, in its order
          <li key={index} className="sample-heard" lang={line.language}>
            <span>{line.text}</span>
            {voiced.has(line.language) && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('templates.listen')}
                onClick={() => void speech.say(line.text, TALK_LANGUAGE[line.language] ?? line.language)}
              >
                <IconVolume size={18} />
              </ActionIcon>
            )}
          </li>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <Text key={index} component="li" c="dimmed" size="sm">
            {t(`templates.did.${line.does}`, { value: line.value })}
          </Text>
        ),
      )}
    </ol>
  )
}
