export type SurveySpec = readonly string[];
