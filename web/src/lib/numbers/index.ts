export * from './brands';
export * from './decimal';
export * from './format';
export * from './grid';
export * from './rounding';
export * from './typed';
