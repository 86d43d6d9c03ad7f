/** Why a template cannot be rendered. `undefined`: it names what does not exist; `syntax`: everything else. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';

  constructor(
    readonly reason: 'syntax' | 'undefined',
    message: string,
  ) {
    super(message);
  }
}

export const syntax = (message: string): TemplateError => new TemplateError('syntax', message);
