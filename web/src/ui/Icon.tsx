/** Line icons, drawn on a 16 grid, ours. */
const paths = {
  chevron: 'M4.5 6.5 8 10l3.5-3.5',
  close: 'M4 4l8 8M12 4l-8 8',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3.1 3.1l1.1 1.1M11.8 11.8l1.1 1.1M3.1 12.9l1.1-1.1M11.8 4.2l1.1-1.1',
  eye: 'M1.2 8S3.7 3.6 8 3.6 14.8 8 14.8 8 12.3 12.4 8 12.4 1.2 8 1.2 8ZM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z',
  bell: 'M8 1.8a4 4 0 0 0-4 4c0 4-1.6 5-1.6 5h11.2S12 9.8 12 5.800a4 4 0 0 0-4-4ZM6.6 13.200a1.5 1.5 0 0 0 2.8 0',
  keys: 'M1.5 4h13v8h-13zM4 6.500h.01M6.5 6.500h.01M9 6.500h.01M11.5 6.500h.01M4.5 9.500h7',
  chart: 'M2.5 2v11.500H14M5 11V8M8 11V5M11 11V7',
  swap: 'M3 5.500h10L10.5 3M13 10.500H3L5.5 13',
  list: 'M2.5 4h11M2.5 8h11M2.5 12h7',
  pie: 'M8 1.800A6.2 6.2 0 1 0 14.2 8H8ZM10.5 1.900a6.2 6.2 0 0 1 3.6 3.600h-3.600Z',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  check: 'M3 8.5 6.5 12 13 4.5',
  warn: 'M8 2 1.5 13.500h13ZM8 6.500v3M8 11.600h.01',
  info: 'M8 1.800a6.2 6.2 0 1 0 0 12.400A6.2 6.2 0 0 0 8 1.800ZM8 7.500v3.500M8 5h.01',
  download: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.500h11',
  search: 'M7 2.500a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.4 10.4 14 14',
  star: 'M8 1.8 9.9 6l4.5.5-3.4 3 1 4.500L8 11.7 4 14l1-4.5-3.4-3L6.1 6Z',
  up: 'M8 13V3M4 7l4-4 4 4',
  down: 'M8 3v10M4 9l4 4 4-4',
  layout: 'M2 2.500h12v11H2zM9.5 2.500v11M2 9.500h7.5',
  arrow: 'M2 8h11M9.5 4.5 13 8l-3.5 3.5',
  bolt: 'M9 1.5 3.5 9H8l-1 5.500L12.5 7H8Z',
  pencil: 'M2.5 13.5 3.3 10.3 11 2.600l2.4 2.4-7.7 7.700Z',
  plus: 'M8 3v10M3 8h10',
  person: 'M8 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM2.5 14c.5-3 2.7-4.5 5.5-4.500s5 1.5 5.5 4.5',
} as const;

export type IconName = keyof typeof paths;

export const Icon = ({ name, size = 14 }: { name: IconName; size?: number }) => (
  <svg className="icon-svg" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);
