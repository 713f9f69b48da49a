import { describe, expect, test } from 'vitest'
import { startBenchWithSdk } from '../testing/sdk.ts'

const pause = { action: 'wait', timeout: 600 }
const file = 'https://example.com/hold.mp3'
const statusOf = (error: { response?: { status: number } }) => error.response?.status

describe('what REST plays into a call', () => {
  test('V3-6, V3-7: a talk starts beside the NCCO, and can be stopped', async () => {
    const { vonage, call, emulator, events } = await startBenchWithSdk()
    const uuid = await call([pause])
    expect(await vonage.voice.playTTS(uuid, { text: 'Attention.', language: 'en-GB', loop: 0 } as never)).toMatchObject({
      message: 'Talk started',
      uuid,
    })
    expect(emulator.leg(uuid)).toMatchObject({ hears: { text: 'Attention.', language: 'en-GB' }, waitsFor: { kind: 'wait' } })
    expect(await vonage.voice.stopTTS(uuid)).toMatchObject({ message: 'Talk stopped', uuid })
    expect(emulator.leg(uuid)).toMatchObject({ hears: null, waitsFor: { kind: 'wait' } })
    expect(events('heard.stopped')).toMatchObject([{ kind: 'talk', reason: 'replaced' }])
  })

  test('V3-8: so does a stream', async () => {
    const { vonage, call, emulator, clock } = await startBenchWithSdk({ playback: { streamMs: { [file]: 9000 } } })
    const uuid = await call([pause])
    expect(await vonage.voice.streamAudio(uuid, file, 1, 0.4)).toMatchObject({ message: 'Stream started', uuid })
    await clock.advance(8999)
    expect(emulator.leg(uuid).hears).toMatchObject({ kind: 'stream', url: file })
    await clock.advance(1)
    expect(emulator.leg(uuid).hears).toBeNull()
    await vonage.voice.streamAudio(uuid, file)
    expect(await vonage.voice.stopStreamAudio(uuid)).toMatchObject({ message: 'Stream stopped' })
  })

  test('a new announcement takes the place of the one before', async () => {
    const { vonage, call, emulator, heard } = await startBenchWithSdk()
    const uuid = await call([pause])
    await vonage.voice.playTTS(uuid, { text: 'One.', loop: 0 } as never)
    await vonage.voice.playTTS(uuid, { text: 'Two.', loop: 0 } as never)
    await vonage.voice.streamAudio(uuid, file)
    expect(emulator.leg(uuid).hears).toMatchObject({ kind: 'stream' })
    expect(heard()).toEqual(['One.', 'Two.', undefined])
  })

  test('it ends with the call', async () => {
    const { vonage, call, emulator, events } = await startBenchWithSdk()
    const uuid = await call([pause])
    await vonage.voice.playTTS(uuid, { text: 'Attention.', loop: 0 } as never)
    emulator.hangUp(uuid)
    expect(events('heard.stopped')).toMatchObject([{ reason: 'hangup' }])
  })

  test('V3-9: keys are sent into the call', async () => {
    const { vonage, call, events } = await startBenchWithSdk()
    const uuid = await call([pause])
    expect(await vonage.voice.playDTMF(uuid, '12p#')).toMatchObject({ message: 'DTMF sent', uuid })
    expect(events('keys.sent')).toMatchObject([{ digits: '12p#', legUuid: uuid }])
  })

  test('V3-10: a subscription gets each key, until it is ended', async () => {
    const { vonage, call, emulator, clock, application } = await startBenchWithSdk()
    const uuid = await call([pause])
    await vonage.voice.subscribeDTMF(uuid, `${application.url}/keys`)
    emulator.pressKeys(uuid, '42')
    await vonage.voice.unsubscribeDTMF(uuid)
    emulator.pressKeys(uuid, '7')
    await clock.settle()
    expect(application.on('/keys').map(({ fields }) => fields.dtmf)).toEqual([
      { digits: '4', timed_out: false },
      { digits: '2', timed_out: false },
    ])
  })

  test('V3-14: nothing is played into a call that is over, nor a text that is too long', async () => {
    const { vonage, call, emulator } = await startBenchWithSdk()
    const uuid = await call([pause])
    await expect(vonage.voice.playTTS(uuid, { text: 'x'.repeat(1501) } as never)).rejects.toSatisfy(
      (error) => statusOf(error) === 400,
    )
    emulator.hangUp(uuid)
    await expect(vonage.voice.playTTS(uuid, { text: 'Hello?' } as never)).rejects.toSatisfy((error) => statusOf(error) === 400)
    await expect(vonage.voice.playDTMF('nobody', '1')).rejects.toSatisfy((error) => statusOf(error) === 404)
  })
})
