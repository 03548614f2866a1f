/** The keys of the trade page, as the list shows them. They work while nobody is typing, and can be switched off. */
export const keys = {
  title: 'Keyboard', off: 'Keys are switched off. Turn them on in preferences.',
  groups: [
    ['Order', [['B  S', 'Buy, sell'], ['1 … 9', 'Order type'], ['P  Q', 'To price, to size'], ['M', 'Best price'], ['Alt 1 … 4', '25 to 100 % of the most'], ['R  O', 'Reduce-only, post-only'], ['Ctrl Enter', 'Review, then send'], ['Enter', 'Next field; it never sends']]],
    ['Page', [['/', 'Choose a market'], ['[  ]', 'Previous, next market'], ['I then 1 … 6', 'Interval'], ['T', 'Dark, light'], ['G then T P M E S', 'Go to a page'], ['?', 'This list']]],
    ['Orders', [['Shift Esc', 'Cancel all orders; stops stay'], ['X', 'Close this position…'], ['J  K', 'Through rows'], ['Z', 'Undo the last act'], ['Esc', 'Stop a drag, close, leave a field']]],
  ] as const,
} as const;
