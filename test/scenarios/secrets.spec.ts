import { readFileSync } from 'node:fs';
import { until } from '@testing/runs';
import type { JsonObject } from '@domain/kernel';
import type { Api } from '../../apps/server/src/demo/api.js';
import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { apiOf } from '../live/demo-run.js';
import { filesBelow } from '../live/everywhere.js';
import { ANSWERS, endOf, makeSecretTemplate, SECRETS } from '../live/secret-world.js';

const PATIENCE_MS = 60_000;

const home: Home = makeHome();
let server: RunningServer | undefined;
let api: Api;
let template: number;

beforeAll(async () => {
  server = await startServer(home);
  api = apiOf({ ...home, base: server.base });
  template = await makeSecretTemplate(api, home.projects);
}, 60_000);
afterAll(async () => {
  await server?.stop();
  home.remove();
});

describe('secrets', () => {
  let job: JsonObject = {};

  it('reach the play that needs them', async () => {
    const { id } = await api.post(`job_templates/${template}/launch/`, ANSWERS);
    job = await endOf(api, Number(id));
    expect(job).toMatchObject({ status: 'successful', extra_vars: '{"db_password": "$encrypted$"}' });
    expect(job['job_env']).toMatchObject({ CLOUD_TOKEN: '**********' });
  });

  it('are in no view of the job, of its credential, of its history or provenance', async () => {
    const id = Number(job['id']);
    const views = [
      `jobs/${id}/`,
      `jobs/${id}/job_events/?page_size=200`,
      `jobs/${id}/provenance/`,
      `event_history/?page_size=200&stream=job-${id}`,
      'event_history/?page_size=200&order=desc',
      'credentials/',
      `job_templates/${template}/survey_spec/`,
    ];
    for (const view of views) {
      const text = JSON.stringify(await api.get(view));
      for (const secret of SECRETS) expect(text).not.toContain(secret);
    }
  });

  it('are in the clear in no file that stays', async () => {
    await until(() => Promise.resolve(!filesBelow(home.data).some((file) => file.includes('/runs/'))), PATIENCE_MS);
    for (const file of filesBelow(home.data)) {
      const content = readFileSync(file);
      for (const secret of SECRETS) expect({ file, holds: content.includes(secret) }).toEqual({ file, holds: false });
    }
    expect(server?.output).not.toMatch(new RegExp(SECRETS.join('|')));
  });

  it('are asked for where a launch does not bring them', async () => {
    const launch = api.post(`job_templates/${template}/launch/`, { extra_vars: ANSWERS.extra_vars });
    await expect(launch).rejects.toThrow(/passwords_needed_to_start/);
  });
});
