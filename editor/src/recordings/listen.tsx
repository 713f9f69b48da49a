import { useTranslation } from 'react-i18next'

/** Plays a recording on the page. From elsewhere nothing is fetched before somebody wants to hear it. */
export function Listen({ name, url }: { name: string; url: string }) {
  const { t } = useTranslation()
  const isOurs = url.startsWith('/media/')
  if (!isOurs && !/^https:\/\/./.test(url)) return null
  return (
    // biome-ignore lint/a11y/useMediaCaption: what is said stands beside it, as the text of the prompt
    <audio
      key={url}
      className="listen"
      controls
      preload={isOurs ? 'metadata' : 'none'}
      src={url}
      aria-label={t('recordings.listen', { name })}
    />
  )
}
