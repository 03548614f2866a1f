/** What the list of notifications says. */
export const noticesText = {
  title: 'Notifications', lead: 'What happened to this account, the newest first.', why: 'Notifications belong to an account.',
  all: 'All', kinds: { orders: 'Orders', money: 'Money', risk: 'Risk', security: 'Security' }, show: 'Which', none: 'Nothing new.', older: 'What is older stands in the history.', history: 'Go to the history', preferences: 'Choose what is announced',
  explain: 'Explain', act: 'Look at it', isNew: 'new', bell: (fresh: number) => (fresh === 0 ? 'Notifications' : `Notifications, ${fresh} about risk you have not seen`),
  filled: (isBuy: boolean, size: string, price: string) => `${isBuy ? 'Bought' : 'Sold'} ${size} at ${price}`, fee: (fee: string) => `fee ${fee} USDC`, fired: (kind: string, level: string) => `${kind} fired at ${level}`,
  fundingPaid: (amount: string) => `Paid ${amount} USDC funding`, fundingGot: (amount: string) => `Got ${amount} USDC funding`,
  deposited: (amount: string, asset: string) => `Deposited ${amount} ${asset}`, withdrawn: (amount: string, asset: string) => `Withdrew ${amount} ${asset}`, refunded: (amount: string, asset: string) => `${amount} ${asset} came back`,
  deleveraged: 'Your position was reduced to close another’s',
  risk: {
    marginWarning: 'Your account came near liquidation', liquidationStarted: 'Liquidation began', liquidationStep: 'A part of your position was sold', liquidationEnded: 'The liquidation ended', backstopTaken: 'The backstop took your position over',
    collateralConverted: 'Collateral was sold to cover a loss',
  } as Readonly<Record<string, string | undefined>>,
  security: {
    signInFailed: 'Somebody tried a wrong password', codeRefused: 'Somebody showed a wrong code', passwordChanged: 'Your password was changed', passwordReset: 'Your password was chosen anew by letter', refreshReused: 'A copied sign-in was used, and its session ended',
    roleSet: 'You have another role', secondFactorOn: 'The second factor is on', secondFactorOff: 'The second factor is off', recoveryCodesMade: 'New recovery codes were made', recoveryCodeUsed: 'A recovery code was used',
    factorResetAllowed: 'The venue is about to take your second factor off. If you did not ask, stop it', factorResetStopped: 'Your second factor stays on', factorResetDone: 'The venue took your second factor off', signedInAfresh: 'You showed once more how you come in', secondFactorWaits: 'An authenticator app was set up and waits to be turned on. If it was not you, stop it', secondFactorStopped: 'An authenticator app was stopped before it was turned on',
    wayBackAllowed: 'Your account is about to get another way in. If you did not ask, stop it', wayBackStopped: 'Your account got no other way in', wayBackOpened: 'The ways into your account were replaced by a letter', emailConfirmed: 'Your e-mail address is confirmed',
    linked: 'A way in was added', unlinked: 'A way in was taken away', keyMade: 'An API key was made', keyChanged: 'An API key was changed', keyRevoked: 'An API key was revoked', payoutAddressAdded: 'A withdrawal address was added', payoutAddressRemoved: 'A withdrawal address was taken out',
    payoutAsked: 'A withdrawal was asked for',
  } as Readonly<Record<string, string | undefined>>,
} as const;
