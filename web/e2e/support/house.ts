import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { Api } from './api';
import { Providers } from './providers';
import { Venue } from './venue';

declare module 'vitest' {
  export interface ProvidedContext {
    house: string;
  }
}

/**
 * One venue for all files that neither stop it nor need it empty: starting one and making its operators costs more than many a test. Each file brings people of its own, and leaves
 * no order and no price behind that another would stumble over.
 */
export default async function open(project: TestProject): Promise<() => Promise<void>> {
  const providers = new Providers();
  const venue = new Venue(['--withdrawals.address-delay', '0', ...(await providers.start())]);
  await venue.start();
  await venue.operators(...Operators);
  project.provide('house', venue.url);
  return async () => {
    await venue.end();
    await providers.end();
  };
}

/** Who may do what operators do there. */
export const Operators = ['ops@example.com', 'second@example.com'] as const;

export function house(): Api {
  const api = new Api();
  api.url = inject('house');
  return api;
}
