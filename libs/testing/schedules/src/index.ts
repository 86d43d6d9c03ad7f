export { ScheduleWorkshop } from './schedule-workshop.js';
