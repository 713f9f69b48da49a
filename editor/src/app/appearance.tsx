import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconLanguage, IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, UI_LANGUAGES, type UiLanguage } from '../i18n/i18n.ts'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'

const SCHEMES = [
  { scheme: 'light', Icon: IconSun },
  { scheme: 'dark', Icon: IconMoon },
  { scheme: 'auto', Icon: IconDeviceDesktop },
] as const

/** The foot of the rail: the reader's language, and light or dark. */
export function Appearance() {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const Icon = SCHEMES.find(({ scheme }) => scheme === colorScheme)?.Icon ?? IconDeviceDesktop
  const languages = Object.entries(UI_LANGUAGES) as [UiLanguage, string][]
  return (
    <>
      {languages.length > 1 && (
        <Menu position="right-end" withinPortal onOpen={() => void loadLettersOfAllLanguages()}>
          <Menu.Target>
            <UnstyledButton
              className="rail-link"
              aria-label={`${t('shell.language')}: ${UI_LANGUAGES[i18n.language as UiLanguage]}`}
            >
              <IconLanguage size={20} stroke={1.6} aria-hidden="true" />
              <span>{UI_LANGUAGES[i18n.language as UiLanguage]}</span>
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            {languages.map(([language, name]) => (
              <Menu.Item
                key={language}
                lang={language}
                leftSection={<IconCheck size={16} visibility={language === i18n.language ? undefined : 'hidden'} />}
                onClick={() => void chooseLanguage(language)}
              >
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Menu position="right-end" withinPortal>
        <Menu.Target>
          <UnstyledButton className="rail-link" aria-label={`${t('shell.scheme')}: ${t(`shell.schemes.${colorScheme}`)}`}>
            <Icon size={20} stroke={1.6} aria-hidden="true" />
            <span>{t(`shell.schemes.${colorScheme}`)}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {SCHEMES.map(({ scheme, Icon: Of }) => (
            <Menu.Item
              key={scheme}
              leftSection={<Of size={16} />}
              rightSection={scheme === colorScheme ? <IconCheck size={16} /> : null}
              onClick={() => setColorScheme(scheme)}
            >
              {t(`shell.schemes.${scheme}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
