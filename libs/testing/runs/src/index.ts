export { playbookRequest, checkoutRequest, type PlaybookChoices } from './requests.js';
export { RecordingObserver } from './recording-observer.js';
export { until } from './until.js';
