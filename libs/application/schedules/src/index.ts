export { forgottenBySchedules } from './forgotten-resources.process.js';
export { ScheduleApi, type ScheduleApiPorts, type ScheduleList } from './schedule-api.js';
export { isLabelOnSchedule } from './schedule-labels.js';
export { scheduleModel } from './schedule-model.js';
export { ScheduleNames } from './schedule-names.js';
export { schedulesProjection } from './schedule-projection.js';
export { SCHEDULABLE } from './scheduled-templates.js';
export { Schedules } from './schedules.js';
