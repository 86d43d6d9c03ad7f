export type Now = () => number;
