import { Text } from '../declaration/decorators.js';

export const NAME_LENGTH = 512;

/** What nearly every kind begins with. */
export abstract class Named {
  @Text({ required: true, maxLength: NAME_LENGTH })
  name: string;

  @Text()
  description: string;
}
