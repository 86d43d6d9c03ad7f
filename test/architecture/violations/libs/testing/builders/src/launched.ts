import type { Launched } from '@domain/launch';

export const launched: Launched = { id: 1 };
