export * from './prompts.js';
export * from './types.js';
export * from './launched.js';
export type { Question, QuestionType, Survey } from './survey.js';
