import type { Shapes } from '../shape.js';
import { AUTHENTICATION_SHAPES } from './authentication-shapes.js';
import { INSTALLATION_SHAPES } from './installation-shapes.js';
import { JOB_SHAPES } from './job-shapes.js';
import { LAUNCH_SHAPES, NODE_SHAPES } from './launch-shapes.js';
import { OAUTH_SHAPES } from './oauth-shapes.js';
import { PREVIEW_SHAPES } from './preview-shapes.js';
import { resourceShapes } from './resource-shapes.js';
import { SCHEDULE_SHAPES } from './schedule-shapes.js';

/** What each path takes and answers. */
export const shapes = (): Shapes => ({
  ...resourceShapes(),
  ...JOB_SHAPES,
  ...LAUNCH_SHAPES,
  ...NODE_SHAPES,
  ...INSTALLATION_SHAPES,
  ...SCHEDULE_SHAPES,
  ...PREVIEW_SHAPES,
  ...AUTHENTICATION_SHAPES,
  ...OAUTH_SHAPES,
});
