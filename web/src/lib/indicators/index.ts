export * from './average';
export * from './bands';
export * from './momentum';
export * from './volume';
