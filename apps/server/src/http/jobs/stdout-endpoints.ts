import type { JobApi, LineRange, OutputOf } from '@application/job-views';
import type { JobKind } from '@domain/launch';
import { type Answer, ok } from '../answers/answer.js';
import { type ApiRequest, type Endpoint, endpoint } from '../routing/endpoint.js';
import { stdoutFormat, type StdoutFormat } from './stdout-format.js';

const PATHS: readonly (readonly [JobKind, path: string, title: string])[] = [
  ['job', 'jobs', 'Job Stdout'],
  ['project_update', 'project_updates', 'Project Update Stdout'],
];

/** Standard output of jobs in all its forms (spec jobs.md §5). */
export const stdoutEndpoints = (jobs: JobApi): readonly Endpoint[] =>
  PATHS.map(([kind, path, name]) =>
    endpoint({
      path: `/api/v2/${path}/:id/stdout/`,
      name,
      choosesForm: true,
      rules: { GET: `${kind}.read` },
      methods: {
        GET: async (request) => {
          const format = stdoutFormat(request);
          const of = await jobs.output(kind, request.number('id'), request.viewer);
          return answers[format](jobs.stdout, of, request);
        },
      },
    }),
  );

type Stdout = JobApi['stdout'];
type Answering = (stdout: Stdout, of: OutputOf, request: ApiRequest) => Promise<Answer> | Answer;

const plain = (data: string): Answer => ({ content: { type: 'text/plain; charset=utf-8', data } });

const page =
  (isFragment: boolean): Answering =>
  async (stdout, of, request) => {
    const dark = request.query().get('dark') ?? (isFragment ? '0' : '1');
    const look = { isDark: dark !== '' && dark !== '0', isFragment };
    const data = await stdout.html(of, rangeOf(request), look);
    return { content: { type: 'text/html; charset=utf-8', data } };
  };

const download =
  (hasColours: boolean): Answering =>
  (stdout, of) => ({
    headers: { 'content-disposition': `attachment; filename="${of.kind}_${of.id}${hasColours ? '.ansi' : ''}.txt"` },
    content: { type: 'text/plain; charset=utf-8', data: stdout.download(of, hasColours) },
  });

const answers: Readonly<Record<StdoutFormat, Answering>> = {
  txt: async (stdout, of) => plain(await stdout.text(of, false)),
  ansi: async (stdout, of) => plain(await stdout.text(of, true)),
  json: async (stdout, of, request) =>
    ok(await stdout.json(of, rangeOf(request), request.query().get('content_encoding'))),
  html: page(false),
  api: page(true),
  txt_download: download(false),
  ansi_download: download(true),
};

/** What is no number counts as absent. */
const rangeOf = (request: ApiRequest): LineRange => {
  const query = request.query();
  return { start: wholeNumber(query.get('start_line')) ?? 0, end: wholeNumber(query.get('end_line')) };
};

const wholeNumber = (text: string | null): number | null =>
  text !== null && /^-?\d{1,15}$/.test(text) ? Number(text) : null;
