// The holder's browser: one cookie jar, and the pages of the issuer as a person uses them.

export class Browser {
  cookies = new Map()

  async go(address, form) {
    const answer = await fetch(address, {
      method: form ? 'POST' : 'GET',
      body: form && new URLSearchParams(form),
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: [...this.cookies.values()].join('; ') },
    })
    for (const cookie of answer.headers.getSetCookie()) {
      this.cookies.set(cookie.split('=')[0], cookie.split(';')[0])
    }
    return answer
  }

  /// Follows redirects as long as they lead to web pages that this device shows.
  async open(address, until) {
    let at = address
    for (let hops = 0; hops < 10; hops++) {
      const answer = await this.go(at)
      if (answer.status < 300 || answer.status > 399) return { at, status: answer.status, page: await answer.text() }
      at = new URL(answer.headers.get('location'), at).toString()
      if (until && at.startsWith(until)) return { at }
    }
    throw new Error('too many redirects')
  }

  /// From the authorization request to the wallet's redirect URI: shows who the holder is, with the wallet of this
  /// device, and agrees.
  async authorize(authorizationUrl, redirectUri, present) {
    const asking = await this.open(authorizationUrl)
    const link = /href="(openid4vp:[^"]+)"/.exec(asking.page)?.[1]
    if (!link) throw new Error(`no request for a credential on the page: ${asking.status} ${asking.page}`)
    const { redirectUri: back } = await present(link.replaceAll('&amp;', '&'))
    const consent = await this.open(back)
    const key = /name="key" value="([^"]+)"/.exec(consent.page)?.[1]
    const action = /<form[^>]* action="([^"]+)"/.exec(consent.page)?.[1]
    if (!key || !action) throw new Error(`no consent on the page: ${consent.status} ${consent.page}`)
    const answer = await this.go(new URL(action, consent.at), { key, answer: 'yes' })
    const location = answer.headers.get('location')
    if (!location?.startsWith(redirectUri)) {
      throw new Error(`the browser was not sent to the wallet: ${answer.status} ${await answer.text()}`)
    }
    return location
  }
}
