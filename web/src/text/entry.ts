/** What is said about getting in: codes, letters, other ways, the second factor. */
export const entryText = {
  code: {
    title: 'Your second factor', lead: 'Six digits from your authenticator app, or one of your recovery codes.', label: 'Code', act: 'Go on', wrong: 'That code is not good. Codes change every 30 seconds, and each is good once.', restart: 'Start again',
    stepUp: 'Show your second factor again', stepUpLead: 'What you are about to do moves money out or changes who gets in. For five minutes it is not asked again.', hint: '123456',
  },
  played: {
    title: (name: string) => `This is not ${name}`, simulated: 'Simulated: this venue is being tried out, and plays the other site itself.', lead: (name: string) => `Nothing you type here goes to ${name}. The account you come with belongs to this browser alone; clear its data and it is gone.`,
    name: 'Who are you there?', nameHint: 'Ada', hidesEmail: 'Do not tell an e-mail address', act: 'Go on', denies: 'Say no', mark: (name: string) => `${name} (simulated)`,
  },
  signing: {
    title: 'Sign with your wallet', with: (name: string) => `Sign with ${name}`, waiting: 'Your wallet asks you now. Read what it shows before you sign.', none: 'No Solana wallet answers in this browser. Go on where the wallet is that you linked.',
    withdrawal: 'Your wallet shows how much leaves, from which account and to which address. The signature is good for this withdrawal alone.',
  },
  factor: {
    title: 'Second factor', about: 'A code from an authenticator app, asked for at every sign-in and before money leaves. A stolen password alone then opens nothing.', off: 'Off', on: (since: string) => `On since ${since}`,
    left: (n: number) => (n === 1 ? 'One recovery code is left.' : `${n} recovery codes are left.`), few: 'Make new ones before they run out.', setUp: 'Set it up', wallet: 'Your wallet signs instead', walletLead: 'Before money leaves, or who gets in changes, your linked wallet signs. Beside an app you choose each time which of the two you show.', walletWaits: 'Your wallet signs for your money so far. Sign with it first, or no money leaves for a while after the app is switched on.', walletSigned: 'Your wallet has signed. Money leaves as before.', turnOff: 'Switch it off', turnedOff: 'The second factor is off.', renew: 'New recovery codes',
    password: 'Your password', passwordHint: 'Leave it empty if you sign in without one.', begin: 'Go on', scan: 'Scan this with your authenticator app', qr: 'QR code of the secret', secret: 'Or type this secret', confirm: 'Then type the code that it shows',
    confirmAct: 'Switch it on', isOn: 'The second factor is on.', codes: 'Your recovery codes', codesLead: 'Each opens once, in place of a code, when your telephone is lost. They are shown now and never again.', copy: 'Copy all', kept: 'I have kept them',
    offLead: 'Sign-ins and withdrawals will ask for nothing but what they asked for before.', renewLead: 'The old recovery codes stop working at once.', wrongPassword: 'That is not your password.',
  },
  again: {
    title: 'Sign in once more', lead: 'What you are about to do changes who gets into your account. Show once more how you come in, so that a stolen session is not enough. For five minutes it is not asked again.', act: 'Go on',
    none: 'Your ways in are too new to speak for you. Come back when one of them has waited as long as a new withdrawal address.', done: 'You are recognised. Go on with what you were about to do, within five minutes.',
    notFresh: 'That site could not say that you signed in just now. An app that you set up waits for a day, in which you can stop it.',
  },
  waits: {
    title: 'Stop this authenticator app', lead: 'An authenticator app was set up for your account and is about to be turned on. If that was not you, stop it here. Every session ends, and you sign in anew.', act: 'Stop it', stopped: 'Stopped: the app was not turned on, and your other sessions were ended.',
    stoppedByLetter: 'Stopped: the app was not turned on, and every session was ended.', until: (at: string) => `An authenticator app was set up and is turned on at ${at}. It waits because the site by which you sign in could not say that you did so just now. If it was not you, stop it.`,
  },
  wayBack: {
    title: 'Another way into your account', lead: 'If your wallet is lost, begin here. For a day nothing changes, and whoever has your wallet can stop it. Then a letter comes by which you choose a password, your wallets open the account no more, and no money leaves for a while.', act: 'My wallet is lost',
    begun: (at: string) => `It has begun. At ${at} a letter with a link comes to your address. Until then you can stop it by the letter that you get now.`,
  },
  keep: {
    title: 'Keep what opens your account', lead: 'The venue was told that you lost your second factor, or what you come in by, and is about to do without it. If that was not you, stop it here. Everything then stays as it is.',
    act: 'Stop it', done: 'Stopped: everything stays as it is. Whoever asked may know your password or read your letters, so choose other passwords.',
    waysDone: 'Stopped: your account opens as before, and by nothing else.', waysWait: (at: string) => `Your account gets another way in at ${at}, because the venue was told that you lost what you come in by. Then your wallets and accounts elsewhere open it no more, every session ends, and no money leaves for a while. If that was not you, stop it.`,
    waits: (at: string) => `The venue takes your second factor off on ${at}, because it was told that you lost it. Then every session ends, and no money leaves for a while. If that was not you, stop it.`,
  },
  email: {
    confirmed: 'confirmed', open: 'not confirmed', send: 'Send the letter again', sent: 'A letter is on its way. Its link is good for a day.', none: 'none',
    title: 'Confirm your e-mail address', lead: 'Confirmed, it can be used for a new password, and money can be withdrawn.', act: 'Confirm the address', done: 'Your address is confirmed.', missing: 'This address carries no ticket. Open the whole link of the letter.',
    stale: 'This link is no longer good: it was used, or is too old. Ask for another letter.', go: 'Go to trading',
  },
  forgot: { title: 'A new password', lead: 'We send a letter with a link to the address of your account.', act: 'Send the letter', sent: 'If there is an account with this address, a letter with a link is on its way to it. The link is good for half an hour.', link: 'Lost your password?' },
  reset: { title: 'Choose a new password', lead: 'Every session ends, also this one. Your second factor stays.', act: 'Set the password', done: 'Your password is changed. Sign in with it.' },
  mailbox: {
    title: 'Letters of the sandbox', lead: 'This venue sends no mail. What it would have sent lies here, for whoever sits at its machine.', to: 'Letters to', show: 'Show', none: 'No letters to this address yet.', link: 'Read the letters',
    closed: 'This venue has no box of letters, or you do not sit at its machine.',
  },
  ways: {
    or: 'or', with: (name: string) => `Go on with ${name}`, names: { google: 'Google', github: 'GitHub', gitHub: 'GitHub', wallet: 'Solana wallet' } as Readonly<Record<string, string>>, title: 'Other ways in', about: 'Besides your password. The last way in cannot be taken away.',
    none: 'None yet.', kind: 'Kind', label: 'Known as', since: 'Since', unlink: 'Unlink', unlinkAsk: (label: string) => `Unlink ${label}? It no longer opens this account, and every other session ends.`, unlinked: 'Unlinked.', linked: 'Linked.', link: (name: string) => `Link ${name}`,
    noWallet: 'No Solana wallet answers in this browser. One that is installed shows up here by itself.', refusedByWallet: 'The wallet signed nothing.', noAccount: 'The wallet offered no account.',
    arriving: (name: string) => `Back from ${name}…`, arrivingLink: (name: string) => `Linking ${name}…`, again: 'Back to sign-in', account: 'Back to your account', nothing: 'Nothing was brought back. Begin again.',
  },
} as const;
