import { Readable } from 'node:stream';
import type { ReadStore } from '@application/ports';
import type { JsonObject } from '@domain/kernel';
import type { JobKind } from '@domain/launch';
import { withoutAnsi } from './ansi.js';
import { htmlFragment, htmlPage } from './html.js';
import { JobOutputText } from './job-output-text.js';
import { type LineRange, linesOf } from './line-range.js';
import { withMaskedUrls } from './masked-urls.js';

/** AWX's setting STDOUT_MAX_BYTES_DISPLAY. */
export const MOST_STDOUT_BYTES = 1_048_576;

/** Whose output. */
export interface OutputOf {
  readonly kind: JobKind;
  readonly id: number;
}

/** Output in the forms that `/stdout/` offers; what is shown is bounded, what is downloaded flows. */
export class JobStdout {
  private readonly output: JobOutputText;

  constructor(store: Pick<ReadStore, 'all'>) {
    this.output = new JobOutputText(store);
  }

  /** All of it, whatever its size. */
  download(of: OutputOf, hasColours: boolean): Readable {
    return Readable.from(this.pages(of, hasColours));
  }

  async text(of: OutputOf, hasColours: boolean): Promise<string> {
    const refusal = await this.refusal(of);
    return refusal ?? joined(this.pages(of, hasColours));
  }

  async json(of: OutputOf, range: LineRange, encoding: string | null): Promise<JsonObject> {
    const refusal = await this.refusal(of);
    if (refusal !== undefined) return { range: { start: 0, end: 1, absolute_end: 1 }, content: refusal };
    const lines = linesOf(await joined(this.pages(of, true)), range);
    const content = encoding === 'base64' ? Buffer.from(lines.content).toString('base64') : lines.content;
    return { range: { ...lines.range }, content };
  }

  /** A page, or a fragment of one. */
  async html(
    of: OutputOf,
    range: LineRange,
    look: { readonly isDark: boolean; readonly isFragment: boolean },
  ): Promise<string> {
    const refusal = await this.refusal(of);
    if (refusal !== undefined) return refusal;
    const { content } = linesOf(await joined(this.pages(of, true)), range);
    return look.isFragment ? htmlFragment(content, look.isDark) : htmlPage(titleOf(of), content, look.isDark);
  }

  private async refusal({ id }: OutputOf): Promise<string | undefined> {
    const bytes = await this.output.bytes(id);
    if (bytes <= MOST_STDOUT_BYTES) return undefined;
    return `Standard Output too large to display (${bytes} bytes), only download supported for sizes over ${MOST_STDOUT_BYTES} bytes.`;
  }

  private async *pages({ kind, id }: OutputOf, hasColours: boolean): AsyncGenerator<string> {
    for await (const page of this.output.pages(id)) {
      const text = kind === 'project_update' ? withMaskedUrls(page) : page;
      yield hasColours ? text : withoutAnsi(text);
    }
  }
}

const joined = async (pages: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const page of pages) text += page;
  return text;
};

const TITLES: Readonly<Record<JobKind, string>> = {
  job: 'Job',
  project_update: 'Project Update',
  workflow_job: 'Workflow Job',
  system_job: 'System Job',
};

const titleOf = ({ kind, id }: OutputOf): string => `${TITLES[kind]} ${id} Stdout`;
