/** What the connection itself is made of, who is asking and for whom: none of it is an author's or a plugin's to say. */
const OWN =
  /^(host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect|accept-encoding|cookie2?|user-agent|via|forwarded|x-forwarded-.*|x-real-ip|proxy-.*)$/i

export const isOwnHeader = (name: string): boolean => OWN.test(name)
